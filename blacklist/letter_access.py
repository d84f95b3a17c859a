"""Who reads the letters of a case: whoever reads all of it, and the party that they are about. What is written of it to
an office outside it reads as well: the same stands in its decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.engine.access import PARTY_ROLES
from casework.engine.acts import AUDITOR, BODY, OFFICE

from .decisions.papers import letters_of
from .models import Decision, Letter

if TYPE_CHECKING:
    from casework.engine.present import CaseView


def letters_for(view: CaseView) -> list[Letter]:
    """Without their files, in the order in which they were written. A letter is there once the act that sends it was
    done, so nobody reads one too early. One statement."""
    return list(letters_of(view.case)) if _may_read(view) else []


def read_letter(view: CaseView, pk: int) -> Letter | None:
    """A letter of this case with its file; None for one of another case, or that is not this reader's."""
    return letters_of(view.case).defer(None).filter(pk=pk).first() if _may_read(view) else None


def _may_read(view: CaseView) -> bool:
    if not isinstance(view.case, Decision):
        return False
    mine = view.case.unit_id in view.actor.units_with(*PARTY_ROLES)
    return mine or bool(view.roles & {OFFICE, BODY, AUDITOR})
