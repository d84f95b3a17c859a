"""What the acts of an objection write, and what they promise the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.engine import codes
from casework.engine.free import office_for
from casework.engine.models import ContactDetails
from casework.engine.organisers import association

from ..decisions.states import IN_FORCE, UNDER_REVIEW
from ..models import Decision, EntryObjection

if TYPE_CHECKING:
    from casework.engine.acts import Context

PERSON = ("name", "phone", "email")


def fill_in(case: EntryObjection, ctx: Context) -> None:
    case.about = ctx.details["decision"]
    case.office = office_for(case, association())
    case.campaign, case.topic = case.about.campaign, ctx.details["wrong"]
    case.by_public = ctx.unit is None


def remember_who_objects(ctx: Context) -> None:
    """Without an account, by name and phone, under seal; the party of the entry has no part in such a case."""
    if ctx.case.by_public:
        person = {name: ctx.details[name] for name in PERSON}
        digest, seed = codes.phone_digest(person["phone"]), codes.new_seed()
        ContactDetails.objects.create(case_id=ctx.case.pk, phone_digest=digest, code_seed=seed, **person)


def can_be_corrected(decision: Decision) -> bool:
    return decision.state in (IN_FORCE, UNDER_REVIEW)


def correct(ctx: Context) -> None:
    """Under the decision's own lock, and with a new letter also where only data of the party were wrong: the letter
    says them too."""
    decision = ctx.case.about
    if can_be_corrected(decision):
        reason = _("Found on the objection %(number)s to the entry.") % {"number": ctx.case.number}
        facts = ctx.details["facts"] or decision.facts
        ctx.promise("correct_decision", case=decision, facts=facts, reason=reason)
