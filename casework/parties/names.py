"""Names as they are kept: in one line, whatever a sheet or an input method put between their parts."""

from django.db import models

from casework.ui.text import one_line, person_name


class NameField(models.CharField):
    """The name of a unit, a place or a film."""

    def to_python(self, value):
        return one_line(value) if isinstance(value, str) else value


class PersonNameField(models.CharField):
    """A person's name; the parts of 阿依古丽·买买提 are parted by one sort of dot."""

    def to_python(self, value):
        return person_name(value) if isinstance(value, str) else value
