"""Joined cases: who leads and who is led, the rows that joining writes, what counts in all of them, and how what is
said in one reads in the others (issue 5 §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.engine.access import roles_of
from casework.engine.acts import AUDITOR, HANDLER, LEAD, OFFICE, RESPONDENT, Act, Context
from casework.engine.errors import Refused
from casework.engine.kinds import stage_of
from casework.engine.links import wait_for, wait_no_longer
from casework.engine.stages import FINAL

if TYPE_CHECKING:
    from casework.engine.actors import Actor
    from casework.parties.models import Unit

    from .models import AnswerRequest, Complaint

# An event as far as this needs it: its name and its facts.
Happened = tuple[str, Mapping[str, Any]]


# --- who leads, from the record ---------------------------------------------------------------------------------------
def numbers_led(events: Iterable[Happened]) -> list[str]:
    """The numbers of the cases that a case leads, in the order in which they came; from its own record, so that neither
    a guard nor a page asks for them."""
    led: dict[str, None] = {}
    for name, facts in events:
        if name == "lead_join":
            led[facts["number"]] = None
        elif name == "lead_leave":
            led.pop(facts["number"], None)
    return list(led)


def number_of_leading(events: Iterable[Happened]) -> str:
    """The number of the case to which a joined one was joined last."""
    return [facts["leading"] for name, facts in events if name == "join"][-1]


def history_of(case: Complaint) -> list[Happened]:
    return [(event["name"], event["facts"]) for event in case.history]


# --- joining and leaving ----------------------------------------------------------------------------------------------
def write_join(ctx: Context) -> None:
    """Both records name the other case. When the leading one ends, this one is told."""
    ctx.facts["leading"] = ctx.other.number
    wait_for(ctx, act="go_on_alone")
    ctx.act_on_other("lead_join", number=ctx.case.number)


def write_leave(ctx: Context) -> None:
    """The leading case is told after commit (its lock would come too late here), unless nothing can be written there
    any more."""
    from .models import Complaint

    leading = Complaint.objects.get(number=number_of_leading(history_of(ctx.case)))
    wait_no_longer(ctx.case, ctx.now, awaited=leading)
    if stage_of(leading).category != FINAL:
        ctx.promise("lead_leave", case=leading, number=ctx.case.number)


def tell_whose_it_is(ctx: Context) -> None:
    """Who handles the leading case hears of it, unless it was they who handle the other one as well."""
    from .models import Complaint

    other = ctx.other or Complaint.objects.get(number=ctx.details["number"])
    if ctx.case.handler_id != other.handler_id:
        ctx.also_tell.append(HANDLER)


def tell_who_goes_on(ctx: Context) -> None:
    """Whoever still investigates must go on without the leading case; once a finding is proposed nothing changes."""
    from .rights_join import BEFORE_A_FINDING

    if ctx.case.state in BEFORE_A_FINDING:
        ctx.also_tell.append(HANDLER)


# --- what was found out together --------------------------------------------------------------------------------------
def leading_for(case: Complaint, actor: Actor) -> Complaint | None:
    """The leading case, where this actor reads it as the office does: recused from it, they know nothing of it."""
    leading = case.leading if case.leading_id else None
    if leading is None or not roles_of(actor, leading) & {OFFICE, LEAD, AUDITOR}:
        return None
    return leading


def requests_heard(case: Complaint, actor: Actor) -> QuerySet[AnswerRequest]:
    """The requests by which this case's parties are heard: its own; where it has none, those of the leading case to
    the same parties."""
    from .models import AnswerRequest

    own = AnswerRequest.objects.filter(case_id=case.pk)
    leading = leading_for(case, actor)
    if leading is None or own.exists():
        return own
    parties = [party.unit_id for party in case.party_list]
    return AnswerRequest.objects.filter(case_id=leading.pk, unit__in=parties)


def heard_in_leading(case: Complaint) -> list[Unit]:
    """Parties of this case that were asked in the leading one only: the finding concerns them too."""
    from .models import AnswerRequest

    if not case.leading_id:
        return []
    asked = set(AnswerRequest.objects.filter(case_id=case.leading_id).values_list("unit", flat=True))
    return [party.unit for party in case.party_list if party.unit_id in asked]


# --- also for these ---------------------------------------------------------------------------------------------------
def companions(case: Complaint, roles: frozenset[str]) -> Iterable[Complaint]:
    """The cases handled together with this one. The office is offered them on the leading case; those complained of do
    not know which one leads, so they are offered the others on each."""
    from .models import Complaint

    joint = Complaint.objects.select_related("office", "holder", "handler", "campaign").order_by("pk")
    if RESPONDENT in roles and not roles & {OFFICE, LEAD, AUDITOR}:
        first = case.leading_id or case.pk
        return (joint.filter(leading=first) | joint.filter(pk=first)).exclude(pk=case.pk)
    return joint.filter(leading=case.pk)


def carried_over(spec: Act, case: Complaint, said: Mapping[str, Any], companion: Complaint) -> Mapping[str, Any]:
    """What was said of a case, as it is said of a companion. Raises Refused where it would not be true there."""
    if spec.name == "request_answers":
        return _own_letters(case, said, companion)
    if spec.name == "propose":
        _check_remedy(said, companion)
        _check_evidence(said, companion)
    return said


def _own_letters(case: Complaint, said: Mapping[str, Any], companion: Complaint) -> dict[str, Any]:
    """Each party is asked about the companion's own day, place and matter; what the handler changed or added goes
    along, files do not: they were looked through for one case."""
    letters = {}
    for party in companion.party_list:
        text = str(said.get(party.role) or "").strip()
        letters[party.role] = _own_letter(text, case, companion, party.role) if text else ""
    return letters


def _own_letter(text: str, case: Complaint, companion: Complaint, role: str) -> str:
    """The letter's prepared lines are put in the companion's words. The first one says what is said to have happened:
    where that differs and was written anew, what is true of this case only would be said in the companion."""
    from .letters import question_for, showing_words

    text = text.replace("\r\n", "\n")
    # The showing may tell who complained: for another case it is added there or not at all.
    showing = showing_words(case)
    text = text.replace(showing, "").strip() if showing else text
    here, there = question_for(case, role).split("\n"), question_for(companion, role).split("\n")
    if here[0] != there[0] and here[0] not in text:
        raise Refused(
            _("The day, the place or the matter differs, and the sentence that names them was rewritten. Ask there.")
        )
    for ours, theirs in zip(here, there, strict=True):
        text = text.replace(ours, theirs)
    return text


def _check_remedy(said: Mapping[str, Any], companion: Complaint) -> None:
    who = said.get("remedy_by")
    if who and who not in {party.role for party in companion.party_list}:
        raise Refused(_("Whoever is to remedy it is no party there. Propose a finding there by itself."))


def _check_evidence(said: Mapping[str, Any], companion: Complaint) -> None:
    """A person's papers prove something of that person only (R21)."""
    from casework.engine.models import Attachment

    files = [str(ref).removeprefix("file:") for ref in said.get("evidence") or [] if str(ref).startswith("file:")]
    if files and Attachment.objects.filter(pk__in=files, sensitive=True).exclude(case=companion.pk).exists():
        raise Refused(_("It rests on another person's papers, which prove nothing there. Propose there by itself."))
