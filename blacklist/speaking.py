"""The bodies that decide, and in whose name somebody gives a word (issue 9 §1, §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.engine import bodies
from casework.engine.acts import BODY
from casework.engine.errors import Refused
from casework.engine.flows import Work
from casework.engine.organisers import association, organisers

from .decisions.measures import PLACES

if TYPE_CHECKING:
    from casework.engine.acts import Context
    from casework.engine.models import Case
    from casework.parties.models import Unit


def the_bodies() -> dict[str, Unit]:
    """Raises Refused where one of them is missing."""
    return dict(zip(PLACES, [association(), *organisers()], strict=True))


def place_of(unit: Unit) -> str:
    """Which of the bodies the unit is. Raises Refused where it is none."""
    found = [body for body, one in the_bodies().items() if one.pk == unit.pk]
    if not found:
        raise Refused(str(unit))
    return found[0]


def word_of(place: str, label: Any, act: str) -> Work:
    """The task of one of the bodies: by people of its own, or of the unit above where nobody of it is free."""
    return Work(role=BODY, unit=lambda case: the_bodies()[place], label=label, acts=(act,), above=True)


def speaks_for(case: Case, unit_asked: Unit, body: int | None) -> Unit:
    """The body whose word the unit gives: its own, or that of the one below it in whose place it is asked."""
    return next((one for one in bodies.asked(case) if one.pk == body), unit_asked)


def whose_word(ctx: Context) -> dict[str, Unit | None]:
    """The body, and the unit above that speaks for it (None: it speaks for itself), as rows of words keep them."""
    unit, subject = ctx.unit, ctx.task.subject_id if ctx.task else None
    body = speaks_for(ctx.case, unit, subject)
    return {"body": body, "above": unit if unit.pk != body.pk else None}
