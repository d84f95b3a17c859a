"""Case numbers: TS26-004217-K. From the row's id, so that filing never queues on a counter."""

from __future__ import annotations

import re

from stdnum.iso7064 import mod_37_36

from casework.ui.text import half_width

_SHAPE = re.compile(r"^([A-Z]{2})(\d{2})(\d{6,})([0-9A-Z])$")


def case_number(prefix: str, year: int, case_id: int) -> str:
    """The number of a case: prefix, year, id of at least six digits, ISO 7064 (mod 37, 36) check character."""
    body = f"{prefix}{year % 100:02d}{case_id:06d}"
    return f"{body[:4]}-{body[4:]}-{mod_37_36.calc_check_digit(body)}"


def read_number(typed: str) -> str | None:
    """A case number as a person typed it, in its proper form; None if it cannot be one.

    Spaces, dashes, full-width and small letters do not matter, nor O for 0 and I for 1 among its figures.
    """
    compact = re.sub(r"[\s\-‐-―−ー_.·]", "", half_width(typed)).upper()
    compact = compact[:2] + compact[2:-1].translate(_LOOKALIKE) + compact[-1:]
    found = _SHAPE.match(compact)
    if found is None or not mod_37_36.is_valid(compact):
        return None
    return f"{found[1]}{found[2]}-{found[3]}-{found[4]}"


_LOOKALIKE = str.maketrans("OIL", "011")
