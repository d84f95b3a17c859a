"""How long what was said in a case is kept, in words: for whoever said it, and for the office (PIPL art. 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.ui.times import day_words

from .retention import ERASE, HOLD, MASK, days_of

if TYPE_CHECKING:
    from .present import CaseView


def keeping_words(view: CaseView) -> str:
    """One sentence for this reader; "" while the case is open. At most one statement."""
    case, theirs = view.case, not view.reads_all
    if case.is_open:
        return ""
    if case.kept == case.Kept.ERASED:
        return view.says(view.kind.acts[ERASE].public) if theirs else _("What was written and sent was erased.")
    if case.hold_seq:
        held = _("On hold: nothing is masked or erased until a lead releases it.")
        return view.says(view.kind.acts[HOLD].public) if theirs else held
    days = days_of(case) | {event.name: event.at for event in view.events if event.name == MASK}
    said = {"masked": day_words(days[MASK]), "erased": day_words(days[ERASE]), "filer": view.matter.filer}
    if not view.kind.reachable(case):
        return _("What was written and sent is erased on %(erased)s.") % said
    return _words(masked=case.kept == case.Kept.MASKED, theirs=theirs) % said


def _words(*, masked: bool, theirs: bool) -> str:
    if theirs and masked:
        return _("Your name and contact were masked on %(masked)s. Everything you told us is erased on %(erased)s.")
    if theirs:
        return _("Your name and contact are masked on %(masked)s. Everything you told us is erased on %(erased)s.")
    if masked:
        return _(
            "Name and contact of the %(filer)s were masked on %(masked)s. What was written and sent is erased on "
            "%(erased)s."
        )
    return _(
        "Name and contact of the %(filer)s are masked on %(masked)s. What was written and sent is erased on %(erased)s."
    )
