"""How long a text may be, counted as whoever wrote it counts, and said in words that help."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from .text import length_seen

# What people write of their own accord; the longest message that reached an office in years had 8,000 characters.
OWN_WORDS = 10_000


class Longest(MaxLengthValidator):
    """No longer than this; who wrote more reads by how much."""

    message = _(
        "At most %(limit)d characters. You wrote %(length)d: please leave out %(over)d. "
        "Everything you wrote is still here."
    )

    def __init__(self, limit: int, count: Callable[[str], int]) -> None:
        super().__init__(limit)
        self.count = count

    def __call__(self, value: str) -> None:
        length = self.count(value)
        if length > self.limit_value:
            params = {"limit": self.limit_value, "length": length, "over": length - self.limit_value}
            raise ValidationError(self.message, code=self.code, params=params)


def limit_lengths(field: forms.Field) -> None:
    """Let a form's field count so. A text of several lines counts what is seen; a short one may go into a column of the
    database, which counts code points."""
    count = length_seen if isinstance(field.widget, forms.Textarea) else len
    field.validators = [
        Longest(check.limit_value, count) if type(check) is MaxLengthValidator else check for check in field.validators
    ]
