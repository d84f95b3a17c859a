"""How the public reads a party's name: a natural person is never named in full (issue 9 §3)."""

from __future__ import annotations

from casework.parties.models import Unit

# 统一社会信用代码: 9 registered by market supervision, 2 individual business (GB 32100-2015).
SOLE_TRADER = "92"
MASK = "＊＊"


def public_name(unit: Unit) -> str:
    """A sole trader (个体工商户) may be called after its owner, so it stands here under its shop's name; where none is
    entered, by the first character alone."""
    if not unit.uscc.startswith(SOLE_TRADER):
        return unit.name
    return unit.short_name or f"{unit.name[:1]}{MASK}"
