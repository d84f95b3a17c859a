"""Identifiers of organisations: 统一社会信用代码 and the film system's cinema codes (LAW §8)."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from casework.ui.text import half_width

USCC_LENGTH = 18
# What these letters look like stands in a code; they themselves never do (GB 32100-2015).
NEVER_IN_USCC = "IOSVZ"

# Digits 3-4 of a cinema code: the film system's own numbers of the 14 prefectures. They are not GB/T 2260's.
PREFECTURE_OF_CINEMA_CODE = {
    "01": "430100",
    "02": "430200",
    "03": "430300",
    "04": "430400",
    "05": "430500",
    "06": "430600",
    "07": "430900",
    "08": "430700",
    "09": "431300",
    "10": "431000",
    "11": "431100",
    "12": "431200",
    "13": "433100",
    "14": "430800",
}

validate_cinema_code = RegexValidator(
    r"^43\d{6}\Z", _("A cinema code of Hunan has 8 digits and starts with 43, for example 43020011.")
)


def as_uscc(text: str | None) -> str:
    """A unified social credit code in its proper letters, whatever width, case and gaps it was typed with."""
    return re.sub(r"[\s-]", "", half_width(text or "")).upper()


def validate_uscc(value: str) -> None:
    """Refuse what is no 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check character."""
    if uscc.is_valid(value):
        return
    words = _("This is no valid unified social credit code: please compare its 18 characters with the licence.")
    if len(value) != USCC_LENGTH:
        words = _("A unified social credit code has 18 characters, you gave %(length)d.")
    elif set(value) & set(NEVER_IN_USCC):
        words = _("The letters I, O, S, V and Z never stand in such a code: please look for 1, 0, 5, U or 2.")
    raise ValidationError(words, code="invalid_uscc", params={"length": len(value)})


class UsccField(models.CharField):
    """A unified social credit code; stored in capitals without gaps."""

    default_validators = [validate_uscc]

    def __init__(self, *args, max_length: int = USCC_LENGTH, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        return as_uscc(value)

    def formfield(self, **kwargs):
        """Gaps are typed along, so more than the code's own length may be."""
        return super().formfield(**{"max_length": 2 * USCC_LENGTH, **kwargs})


def prefecture_of_cinema_code(code: str) -> str | None:
    """The division code of the prefecture that a cinema code names, or None where the number is unknown."""
    return PREFECTURE_OF_CINEMA_CODE.get(code[2:4])
