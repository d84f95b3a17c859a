"""The draw itself: a pure function of a snapshot and a seed, which anybody can make again (docs/draws.md).

A snapshot holds everything that the draw looks at:

    {"units": [{"code", "prefecture", "inspectors": [...], ...}, ...], "counts": {prefecture: how many}}

`code` is the unit's own in the snapshot, `inspectors` are the numbers of the people who may go there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# Of those who may go, so many are drawn (LAW §9: two at least).
INSPECTORS = 2


def hash_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(snapshot: Mapping[str, Any]) -> str:
    """The snapshot as one text, of which the hash is taken: JSON, keys sorted, no spaces, Chinese as it is."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seed_of(secret: str, digits: str) -> str:
    """What decides: of the secret, known to nobody, and of the digits, entered after the snapshot was taken."""
    return hash_of(f"{secret}:{digits}")


def draw(snapshot: Mapping[str, Any], seed: str) -> list[dict[str, Any]]:
    """The units drawn, with two inspectors each, by prefecture and then in the order of their lots.

    Each lot is hash_of("seed:name"). In each prefecture the units with the lowest lots are drawn, as many as `counts`
    says; for each of them the two inspectors with the lowest lots, drawn by "code:inspector".
    """
    found = []
    for prefecture, count in sorted(snapshot["counts"].items()):
        here = [unit for unit in snapshot["units"] if unit["prefecture"] == prefecture]
        lots = sorted(here, key=lambda unit: hash_of(f"{seed}:{unit['code']}"))
        found += [{"code": unit["code"], "inspectors": _inspectors(unit, seed)} for unit in lots[:count]]
    return found


def _inspectors(unit: Mapping[str, Any], seed: str) -> list[int]:
    lots = sorted(unit["inspectors"], key=lambda one: hash_of(f"{seed}:{unit['code']}:{one}"))
    return lots[:INSPECTORS]


def counts(units: list[Mapping[str, Any]], percent: int, numbers: Mapping[str, int]) -> dict[str, int]:
    """How many are drawn in each prefecture: the number named for it, else the share, rounded up; never more than there
    are."""
    there: dict[str, int] = {}
    for unit in units:
        there[unit["prefecture"]] = there.get(unit["prefecture"], 0) + 1
    return {place: min(numbers.get(place, -(-n * percent // 100)), n) for place, n in sorted(there.items())}
