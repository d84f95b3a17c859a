"""What two spellings of one name or code have in common: width, spaces, brackets and signs are no difference."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from casework.ui.text import half_width

CODE_DIGITS = 8
PROVINCE_DIGITS = "43"
# Letters, figures and Chinese signs are what makes a name; all else is how it was set.
_NOT_A_LETTER = re.compile(r"[\W_]+")
_SELF_GOVERNING = re.compile(r"(土家族|苗族|侗族|瑶族)+自治[县州]$")
# What a place's name may do without: 岳麓, 江华, 屈原.
_SORT_OF_PLACE = re.compile(r"(自治州|自治县|管理区|示范区|开发区|高新区|新区|[省市州县区])$")


def name_key(text: str) -> str:
    """A name for comparing: 株洲影城（天元店） and 株洲影城 天元店 are one. Applying it twice is applying it once."""
    key = unicodedata.normalize("NFKC", text).casefold()
    # Folding may bring back what the other form of the sign would not have.
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", key))


def short_place(name: str) -> str:
    """岳麓 of 岳麓区, 江华 of 江华瑶族自治县; the name itself where a single sign would be left (南县)."""
    key = name_key(name)
    short = _SELF_GOVERNING.sub("", key)
    short = short if short != key else _SORT_OF_PLACE.sub("", key)
    return short if len(short) > 1 else key


def read_code(text: str) -> str | None:
    """The eight digits that a cell means: as text, as the number that Excel made of it (43010101.0, 4.3010101E+07), in
    full width or with gaps. None for what is no code of a cinema of any province."""
    figures = re.sub(r"[\s'’`\"#-]", "", half_width(text))
    if not figures.isdigit():
        try:
            number = Decimal(figures)
        except InvalidOperation:
            return None
        # A rounded one has lost its last figures: 4.3E+07 is nobody's code.
        exact = number.is_finite() and number == number.to_integral_value() and len(number.as_tuple().digits) >= 8
        figures = str(int(number)) if exact else ""
    return figures if len(figures) == CODE_DIGITS and figures.isascii() else None
