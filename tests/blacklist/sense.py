"""Details of the acts of decisions that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from blacklist.listing.entries import on_the_list
from blacklist.models import Decision, Repair
from casework.engine.forms import ActForm
from casework.parties.models import Campaign, Unit
from tests.engine.property.files import waiting_file

Pick = Callable[[Sequence[Any]], Any]


def opened(form: ActForm, pick: Pick) -> dict[str, Any]:
    """About a cinema that has people, each about another day."""
    cinema = Unit.objects.filter(kind=Unit.Kind.CINEMA, memberships__isnull=False).earliest("pk")
    day = form.now.date() - dt.timedelta(days=1 + Decision.objects.count())
    campaign = Campaign.objects.earliest("pk").pk
    violation = pick(("refused_redemption", "surcharge", "other"))
    said = {"unit": cinema.pk, "campaign": campaign, "violation": violation, "happened_on": day.isoformat()}
    return said | {"facts": "拒绝兑换两张有效票券。"}


def drafted(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The shortest terms, so that they are over while somebody looks; and something to be put right."""
    due = form.now.date() + dt.timedelta(days=10)
    said = {"facts": "有监控为证。", "circumstances": "none", "severity": "minor", "months": 1}
    said |= {"later": "on"} if form.case.last_seq % 2 else {}
    said |= {"to_do": "退还加收的钱。", "due": due.isoformat(), "departure": "系初次，情节轻。"}
    said |= {"new_facts": "又查实两场。"} if "new_facts" in form.fields else {}
    return said | {"measures": pick((["warning"], ["disqualify", "record"], ["subsidy", "rectify"]))}


def voted(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Mostly to all of it; now and then the bodies are of one mind about nothing, or have questions."""
    all_of_it = [value for value, _label in form.fields["agreed"].choices]
    word = "return" if form.case.last_seq % 7 == 0 else "decide"
    return {"word": word, "agreed": pick((all_of_it, all_of_it, all_of_it, [])), "reasons": "事实清楚。"}


def called(form: ActForm, pick: Pick) -> dict[str, Any]:
    """As early as it may be, or some days later."""
    day = form.now + dt.timedelta(days=pick((14, 16, 21)))
    said = {"hearing_at": day.isoformat(), "place": "协会三楼会议室"}
    return said | ({"reason": "代理人住院。"} if "reason" in form.fields else {})


def reviewed(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The bodies are often of two minds: one keeps all of it, the other lets one measure go."""
    all_of_it = [value for value, _label in form.fields["kept"].choices]
    return {"kept": all_of_it[1 - form.case.last_seq % 2 :], "reasons": "复核意见。"}


def applied(form: ActForm, pick: Pick) -> dict[str, Any]:
    """About the first decision for which nobody has applied."""
    busy = Repair.objects.filter(asked=True).values("about")
    decision = form.fields["decision"].queryset.exclude(pk__in=busy).first()
    cinema = Unit.objects.filter(kind=Unit.Kind.CINEMA, memberships__isnull=False).earliest("pk")
    said = {"unit": cinema.pk, "decision": decision.pk if decision else None, "signed_by": "王经理"}
    return said | {
        "account": "已补兑。",
        "undertaken": "on",
        "attachments": [str(waiting_file(form.actor, form.now).pk)],
    }


def worded(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {"agrees": pick(("yes", "yes", "yes", "no")), "reasons": "核查属实。"}


def objected(form: ActForm, pick: Pick) -> dict[str, Any]:
    """To an entry that is on the list; without an account, by somebody with a phone."""
    entry = on_the_list(form.now.date()).order_by("pk").first()
    said = {"decision": entry.number if entry else "", "wrong": pick(("name_or_code", "act_or_facts", "not_us"))}
    said |= {"why": "厅号写错了，应为 3 号厅。", "attachments": [str(waiting_file(form.actor, form.now).pk)]}
    if "unit" in form.fields:
        return said | {"unit": entry.unit_id if entry else None}
    return said | {"name": "刘举", "phone": "13800138000", "email": pick(("", "liu@example.com"))}


def corrected(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The facts with a word more, or as they are."""
    facts = form.case.about.facts
    return {"found": "厅号有误，已更正。", "facts": pick(("", facts, f"{facts}（3 号厅）"))}


def told(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The newest notice, or one that a newer took the place of."""
    newest = form.case.fund_letter
    proof = [str(waiting_file(form.actor, form.now).pk)]
    return {"letter": pick((newest, newest, "湘观影函字〔2026〕99号")), "way": "post", "attachments": proof}


def sourced(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {"source": form.case.number}


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "OpenDecisionForm": opened,
    "DraftForm": drafted,
    "VoteForm": voted,
    "FixHearingForm": called,
    "MoveHearingForm": called,
    "ReviewVoteForm": reviewed,
    "ApplyForm": applied,
    "WordForm": worded,
    "SourceForm": sourced,
    "PublicObjectionForm": objected,
    "PartyObjectionForm": objected,
    "SustainForm": corrected,
    "TellFundForm": told,
}
