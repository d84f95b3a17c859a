"""A voucher's number in one normal form, whatever its platform, a keyboard or a sheet made of it (docs/vouchers.md).

Two spellings of one number have one normal form, so that no voucher is extended twice under two of them. The platform
compares what was typed with its own books; here nothing is looked up.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.ui.text import half_width

SHORTEST, LONGEST, LONGEST_TYPED = 4, 32, 80
_SHOWN = 40

# What stands before a number where people copy it: 券号：…, 卡号 …, No. …; NO123 without a dot may be the number.
_LABEL = re.compile(r"^(?:(?:电子|电影)?票?券编?[号码]|卡号|编号|号码):?|^no[.:]", re.IGNORECASE)
# Excel marks text with an apostrophe, and ends a number that it took for an amount with .0.
_MARK, _AMOUNT = re.compile(r"^['‘’`№]"), re.compile(r"^(\d{2,})\.0$")
_SHORTENED = re.compile(r"^\d+(\.\d+)?E\+\d+$|^\d\.\d+E\d+$", re.IGNORECASE)
DASHES = r"\-‐-―−﹣ー"
_BETWEEN = re.compile(rf"[\s{DASHES}.•‧∙⋅・·_]+")
_OTHER = re.compile(r"[^0-9A-Za-z]")
_MISREAD = re.compile(r"[0-9OI]*[0-9][0-9OI]*")
# Groups within one number are short; two long ones are two numbers.
_LONG_GROUP = 8


def normal(text: str) -> str:
    """The normal form: figures and capital letters only, leading zeros kept.

    Width, case, gaps, dashes and dots do not count, nor does what people write before a number (券号：). The letters O
    and I are read as 0 and 1 only where everything else is a figure; beside another letter they may be letters.
    Raises ValidationError, which says what was read and what was expected.
    """
    plain = _LABEL.sub("", half_width(_MARK.sub("", text.strip()))).strip()
    if not plain:
        raise ValidationError(_("There is no voucher number."), code="empty")
    if _SHORTENED.match(plain):
        raise _refusal(
            _("The sheet has shortened the number to “%(text)s”. Format its column as text and enter it whole."),
            "shortened",
            plain,
        )
    if sum(len(group) >= _LONG_GROUP for group in plain.split()) > 1:
        words = _("“%(text)s” looks like several numbers. Put a comma between them; if it is one, leave out the space.")
        raise _refusal(words, "several", plain)
    found = _BETWEEN.sub("", _AMOUNT.sub(r"\1", plain))
    _refuse_what_is_none(plain, found)
    found = found.upper()
    return found.replace("O", "0").replace("I", "1") if _MISREAD.fullmatch(found) else found


def _refuse_what_is_none(plain: str, found: str) -> None:
    if sign := _OTHER.search(found):
        words = _("“%(text)s” has “%(sign)s” in it. A voucher number has figures and letters only.")
        raise _refusal(words, "sign", plain, sign=sign[0])
    if not any(sign.isdigit() for sign in found):
        raise _refusal(_("“%(text)s” has no figure in it. A voucher number has at least one."), "no_figure", plain)
    if not SHORTEST <= len(found) <= LONGEST:
        words = _(
            "“%(text)s” has %(count)d characters. A voucher number has between %(shortest)d and %(longest)d, "
            "gaps and dashes not counted."
        )
        raise _refusal(words, "length", plain, count=len(found), shortest=SHORTEST, longest=LONGEST)


def _refusal(words: object, code: str, plain: str, **params: object) -> ValidationError:
    shown = plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
    return ValidationError(words, code=code, params={"text": shown, **params})
