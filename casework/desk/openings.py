"""Which kinds of case a reader may open at the desk: those that staff begin themselves, and nobody files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from casework.engine.kinds import Kind, all_kinds

if TYPE_CHECKING:
    from casework.engine.models import Case

    from .people import Reader


def opened_here(reader: Reader) -> list[Kind]:
    """The kinds of which this reader may open a case."""
    return [kind for kind in all_kinds() if not kind.opening.opens_as and _why_not(kind, reader) is None]


def _why_not(kind: Kind, reader: Reader) -> object | None:
    unborn, now = blank(kind), timezone.now()
    return next((why for guard in kind.opening.guards if (why := guard(unborn, reader.actor, now))), None)


def blank(kind: Kind) -> Case:
    return kind.model(kind=kind.name)
