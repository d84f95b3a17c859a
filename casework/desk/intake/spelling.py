"""Numbers and codes as one reads them over the phone: in groups, each letter with a word that begins with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Letters sound alike on a bad line; these words are known to everybody who learnt the letters at school.
SAID = """Apple Boy Cat Dog Egg Fish Girl Hat Ice Jack King Love Mother Nice Orange Pen Queen Red Sun Tea Uncle Victory
Window X-ray Yes Zoo"""
WORDS = {word[0]: word for word in SAID.split()}
DIGITS = dict(
    zip(
        "0123456789",
        (_("zero"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine")),
        strict=True,
    )
)
GROUP = 3


@dataclass(frozen=True)
class Sign:
    """One sign, and how it is said."""

    sign: str
    said: object


def spelled(code: str) -> list[list[Sign]]:
    """Groups between the dashes, long ones in threes: TS26-004217-K is TS26, 004, 217, K."""
    groups = []
    for part in code.split("-"):
        size = GROUP if part.isdigit() else len(part)
        groups += [[_sign(sign) for sign in part[i : i + size]] for i in range(0, len(part), size)]
    return groups


def _sign(sign: str) -> Sign:
    return Sign(sign, DIGITS.get(sign) or WORDS.get(sign, sign))
