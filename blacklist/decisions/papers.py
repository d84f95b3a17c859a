"""The letters of a decision, each written in the transaction of the act that sends it: what was done and what was
written about it are there together, or neither is (issue 9 §2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.engine import bodies
from casework.engine.errors import Refused

from ..letters.data import LetterData
from ..letters.rendering import CannotRender
from ..letters.writing import write
from ..models import Letter, LetterKind, Severity
from ..remedies import remedies, repair_conditions
from ..tariff import TERMS
from ..violations import DISQUALIFY, RECORD, SUBSIDY
from . import paper_words as words

if TYPE_CHECKING:
    from ..models import Decision, Measure
    from .subsidies import Subsidies

# Letters of decisions are about "decision:<id of the case>".
ROOM = "decision"
# Where one of these is intended, the party may ask for a hearing (行政处罚法 art. 63, by analogy).
HEARD_ABOUT = (DISQUALIFY, RECORD)


def address_of(case_pk: int) -> str:
    """What letters of this case are about."""
    return f"{ROOM}:{case_pk}"


def letters_of(case: Decision) -> QuerySet[Letter]:
    """The letters of a case without their files, in the order in which they were written."""
    return Letter.objects.filter(about=address_of(case.pk)).defer("document").order_by("pk")


# --- what acts send ---------------------------------------------------------------------------------------------------
def notice(case: Decision, now: dt.datetime) -> Letter:
    """What is alleged and intended, and how the party is heard: as the draft is cleared. The association tells it
    alone: no other body has said a word yet."""
    kinds = {one.kind for one in case.measure_list}
    figures = case.campaign
    with _in_chinese():
        return _write(
            LetterKind.NOTICE,
            case,
            now,
            bodies=(case.office.name,),
            facts=case.facts,
            evidence=words.evidence(case, timezone.localdate(now)),
            basis=words.basis(case, kinds),
            measures=_measures(case.measure_list, "处理决定"),
            defence_term=words.within(figures.defence_days),
            hearing_term=words.within(figures.hearing_ask_days) if kinds & set(HEARD_ABOUT) else "",
        )


def hearing_notice(case: Decision, at: dt.datetime, place: str, presider: str, now: dt.datetime) -> Letter:
    """When and where the hearing is, and who presides. Raises Letter.DoesNotExist where no notice went out."""
    told = letters_of(case).filter(kind=LetterKind.NOTICE).latest("pk")
    with _in_chinese():
        return _write(
            LetterKind.HEARING_NOTICE,
            case,
            now,
            bodies=(case.office.name,),
            regarding=told.number,
            facts=case.facts,
            hearing_at=at,
            hearing_place=place,
            presider=presider,
        )


def decision(case: Decision, now: dt.datetime) -> list[Letter]:
    """What was decided and how it can be contested; and with it how its measures can be repaired, where one has a term
    (国办发〔2025〕22号, 两书同达). None where nothing was agreed to."""
    stands = [one for one in case.measure_list if one.agreed]
    if not stands:
        return []
    with _in_chinese():
        decided = _decided(case, stands, now)
        repair = [_repair(case, stands, decided, now)] if any(one.months for one in stands) else []
    return [decided, *repair]


def decision_anew(case: Decision, now: dt.datetime) -> Letter:
    """What stands of it now, in the place of the letter before: after a review that changed it, or a correction. Raises
    Letter.DoesNotExist where none went out."""
    before = letters_of(case).filter(kind=LetterKind.DECISION).latest("pk")
    stands = [one for one in case.measure_list if one.agreed and not one.revoked_at]
    with _in_chinese():
        return _decided(case, stands, now, served=f"原决定（{before.number}）")


def fund_notice(case: Decision, before: Subsidies | None, after: Subsidies, act: str, now: dt.datetime) -> Letter:
    """To the office of the film development fund: what holds `after` the act, and why. The association tells it; which
    body decided stands in it. Raises Letter.DoesNotExist where no decision went out."""
    about = letters_of(case).filter(kind=LetterKind.DECISION).latest("pk")
    cinema = getattr(case.unit, "cinema", None)
    with _in_chinese():
        return _write(
            LetterKind.FUND_NOTICE,
            case,
            now,
            bodies=(case.office.name,),
            addressee=case.campaign.fund_office,
            cinema_code=cinema.code if cinema else "",
            regarding=about.number,
            regarding_day=timezone.localdate(about.issued_at),
            decided_by="、".join(_deciding(case, [one for one in case.measure_list if one.kind == SUBSIDY])),
            subsidies=words.subsidies(before, after, timezone.localdate(now)),
            why=words.WHY_TOLD[act],
        )


def _decided(case: Decision, stands: list[Measure], now: dt.datetime, served: str = "本决定") -> Letter:
    said = case.defences.order_by("pk")
    return _write(
        LetterKind.DECISION,
        case,
        now,
        bodies=_deciding(case, stands),
        facts=case.facts,
        evidence=words.evidence(case, timezone.localdate(now)),
        answers=tuple(map(words.answer, said)) or (words.SAID_NOTHING,),
        basis=words.basis(case, {one.kind for one in stands}),
        measures=_measures(stands, served),
        remedies=remedies(case.campaign),
    )


def _repair(case: Decision, stands: list[Measure], decided: Letter, now: dt.datetime) -> Letter:
    shortest, figures = TERMS[Severity(case.severity)][0], case.campaign
    how = words.HOW_TO_REPAIR.format(
        site=settings.SITE_NAME,
        address=settings.PUBLIC_URL,
        office=case.office.name,
        accept=figures.repair_accept_days,
        decide=figures.repair_decide_days,
    )
    return _write(
        LetterKind.REPAIR_NOTICE,
        case,
        now,
        bodies=_deciding(case, stands),
        regarding=decided.number,
        repair_from=f"自措施生效之日起满{shortest}个月后",
        repair_conditions=repair_conditions(),
        repair_how=how,
    )


def _write(kind: LetterKind, case: Decision, now: dt.datetime, **said: Any) -> Letter:
    office = case.office
    data = LetterData(
        year=case.campaign.year,
        about=address_of(case.pk),
        case_number=case.number,
        day=timezone.localdate(now),
        party=case.unit.name,
        uscc=case.unit.uscc,
        contact=f"{office.name} {office.phone}" if office.phone else "",
        **said,
    )
    return write(kind, data, now)


@contextmanager
def _in_chinese() -> Iterator[None]:
    """Letters are Chinese, whoever sends them. Raises Refused, in their language, where a template fails."""
    try:
        with translation.override("zh-hans"):
            yield
    except CannotRender as error:
        why = _("The letter cannot be made from its template. Please have the administration look at it.")
        raise Refused(why) from error


def _measures(rows: Iterable[Measure], decision: str) -> tuple[str, ...]:
    return tuple(words.measure(one, decision) for one in rows)


def _deciding(case: Decision, stands: list[Measure]) -> tuple[str, ...]:
    """The bodies by whose word it stands, in the order in which they were asked. A review takes words away and brings
    none: who decided, decided in the round of the notice."""
    kinds = {one.kind for one in stands}
    agreed = {vote.body_id for vote in case.votes.filter(round=case.notice_round) if kinds & set(vote.agreed)}
    return tuple(unit.name for unit in bodies.asked(case) if unit.pk in agreed)
