"""The parts of one answer as a phone sends them: read without trust, refused in words (`ValidationError`)."""

from __future__ import annotations

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.ui.lengths import Longest
from casework.ui.text import clean_text, half_width, length_seen

from .models import Item

# Characters of a text and of a note, photos of a question, the highest amount (yuan) and number. The phone has them.
LIMITS = {"text": 500, "note": 1000, "photos": 12, "money": 9999.99, "number": 999_999_999}
# Longer than anything that is meant as a figure, its unit included.
_FIGURE_LENGTH = 40

_UNITS = re.compile(r"[¥元圆块\s]")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_FIGURE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_PHOTO_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


def plain_figure(text: str) -> str:
    """The figure that is meant, as 1200.50; "" where none is.

    ３５．５, 35。5, 35,5 元 and ¥35.50 are all read; 1,200 is a thousand and two hundred. At most nine figures and two
    decimals, no sign. The phone does the same: NFKC, units and spaces dropped, 。 a point, then the comma.
    """
    if len(text) > _FIGURE_LENGTH:
        return ""
    text = _UNITS.sub("", half_width(text)).replace("。", ".")
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return text if _FIGURE.fullmatch(text) else ""


def read_value(item: Item, sent: object) -> tuple[str, Decimal | None]:
    """The answer as it is kept, and as a figure where it is one."""
    text = _text(sent)
    if item.kind in (Item.Kind.MONEY, Item.Kind.NUMBER):
        return _figure(item, text) if text else ("", None)
    if item.kind == Item.Kind.PHOTO:
        return "", None
    if item.answers and text and text not in item.answers:
        raise ValidationError(_("Please choose one of the answers offered."))
    Longest(LIMITS["text"], length_seen)(text)
    return text, None


def read_note(item: Item, sent: object) -> str:
    """What the inspector wrote beside the answer."""
    text = _text(sent)
    try:
        Longest(LIMITS["note"], length_seen)(text)
    except ValidationError as error:
        raise ValidationError(_("The note: %(reason)s") % {"reason": error.messages[0]}) from error
    return text


def read_photos(item: Item, sent: object) -> tuple[str, ...]:
    """Ids of attachments, each once; whether there are such is for whoever binds them."""
    if sent is None:
        return ()
    if not isinstance(sent, list) or not all(isinstance(photo, str) and _PHOTO_ID.fullmatch(photo) for photo in sent):
        raise ValidationError(_("The photos of this question came damaged. Please add them again."))
    photos = tuple(dict.fromkeys(sent))
    if len(photos) > LIMITS["photos"]:
        parts = {"limit": LIMITS["photos"], "count": len(photos)}
        raise ValidationError(_("At most %(limit)d photos for one question, here are %(count)d."), params=parts)
    return photos


def _text(sent: object) -> str:
    if sent is None:
        return ""
    if not isinstance(sent, str):
        raise ValidationError(_("This answer came damaged. Please answer again."))
    return clean_text(sent).strip()


def _figure(item: Item, text: str) -> tuple[str, Decimal]:
    money = item.kind == Item.Kind.MONEY
    plain = plain_figure(text)
    if not plain:
        words = (
            _("“%(text)s” is no amount. Write yuan as 35.00.") if money else _("“%(text)s” is no number, such as 12.")
        )
        raise ValidationError(words, params={"text": text[:30]})
    figure, highest = Decimal(plain), LIMITS[item.kind]
    if figure > Decimal(str(highest)):
        raise ValidationError(_("At most %(highest)s here."), params={"highest": highest})
    return (f"{figure:.2f}" if money else f"{figure.normalize():f}"), figure
