"""Whether a stored draw is what its snapshot, secret and digits make of it, and these are what the record says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import drawing

if TYPE_CHECKING:
    from .models import Draw, Plan


def faults(plan: Plan, draw: Draw) -> Iterator[str]:
    """What is wrong with a draw that was made, in sentences; nothing where it can be trusted."""
    said = _record(plan, draw)
    if drawing.hash_of(draw.secret) != said.get("secret_hash"):
        yield "the secret is not the one whose hash the record holds since the approval"
    if drawing.hash_of(drawing.canonical(draw.snapshot)) != said.get("snapshot_hash"):
        yield "the snapshot is not the one whose hash the record holds"
    if not said.get("secret_at") or not said["secret_at"] <= said.get("snapshot_at", 0) < said.get("drawn_at", 0):
        yield "secret, snapshot and digits did not follow each other"
    if draw.taken_by_id == draw.drawn_by_id:
        yield "one person took the snapshot and entered the digits"
    if drawing.draw(draw.snapshot, drawing.seed_of(draw.secret, draw.digits)) != draw.result:
        yield "the result is not what comes of snapshot, secret and digits"
    yield from _inspections(plan, draw)


def _record(plan: Plan, draw: Draw) -> dict:
    """What the record says of this draw: hashes, and the number of the event that bound each."""
    found: dict = {}
    for event in plan.history:
        if event["facts"].get("draw") != draw.number:
            continue
        facts = event["facts"]
        if "secret_hash" in facts:
            found |= {"secret_hash": facts["secret_hash"], "secret_at": event["seq"]}
        elif "snapshot_hash" in facts:
            found |= {"snapshot_hash": facts["snapshot_hash"], "snapshot_at": event["seq"]}
        elif event["name"] == "draw_lots":
            found["drawn_at"] = event["seq"]
    return found


def _inspections(plan: Plan, draw: Draw) -> Iterator[str]:
    units = {unit["code"]: unit["unit"] for unit in draw.snapshot["units"]}
    drawn = {units.get(row["code"]) for row in draw.result}
    opened = set(plan.inspections.filter(draw_number=draw.number).values_list("unit", flat=True))
    if opened != drawn:
        yield f"{len(drawn - opened)} of those drawn are not inspected, {len(opened - drawn)} inspected were not drawn"
