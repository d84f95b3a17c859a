"""What holds of every penalty decision, whatever anybody did in whatever order (R37-R41; issue 9 §4)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from blacklist.listing.entries import on_the_list
from blacklist.models import Letter, LetterKind, Measure
from blacklist.violations import DISQUALIFY, SUBSIDY
from casework.engine.models import Event, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Qualification

NOTICE = ("receive_notice", "serve_notice", "end_announcement_of_notice")
HAD_ITS_TIME = ("waive_defence", "end_terms_of_defence", "hold_hearing")
SERVED = ("receive_decision", "serve_decision", "end_announcement_of_decision")
# One after the other before a measure begins, each by one of these acts.
WAY = (("submit_decision",), ("clear_decision",), NOTICE, HAD_ITS_TIME, ("vote",), ("decide",), SERVED)
PROPOSED = ("submit_decision", "answer_defence")
REVIEWED = ("clear_decision", "return_draft")
PRESIDED = ("fix_hearing", "move_hearing", "hold_hearing")


def no_step_was_skipped(case: Any, events: list[Event]) -> None:
    """No measure has begun without a draft, a review of it, a notice, the party's time, the bodies' words and service,
    in this order, after whatever sent the case back."""
    if not any(one.starts for one in case.measures.all()):
        return
    names = [event.name for event in events]
    back = max((place for place, name in enumerate(names) if name == "return_jointly"), default=-1)
    for acts in WAY:
        back = next((place for place in range(back + 1, len(names)) if names[place] in acts), None)
        assert back is not None, f"measures of {case.number} began without any of {acts}: {names}"


def others_decided(case: Any, events: list[Event]) -> None:
    """Whoever proposed it, reviewed it or presided gave no body's word; whoever did any of it did not review it."""
    by = {event.pk: event.actor_id for event in events}
    took_part = {by[event.pk] for event in events if event.name in (*PROPOSED, *REVIEWED, *PRESIDED)}
    voted = {by[event.pk] for event in events if event.name == "vote"}
    again = {by[event.pk] for event in events if event.name == "vote_on_review"}
    assert not took_part & voted, f"{case.number}: {took_part & voted} decided what they had a part in"
    assert not again & (took_part | voted), f"{case.number}: {again & (took_part | voted)} reviewed their own"


def the_list_and_the_right_agree(case: Any, events: list[Event]) -> None:
    """On the list is what the record says, as long as it says so; barred is who a measure that holds bars."""
    day = timezone.localdate()
    held = Measure.objects.in_force(day).filter(case=case.pk)
    listed = on_the_list(day).filter(pk=case.pk).exists()
    assert listed == (case.published_at is not None and held.filter(kind="record").exists())
    if held.filter(kind=DISQUALIFY).exists():
        rights = Qualification.objects.filter(unit=case.unit_id, campaign=case.campaign_id)
        assert all(rights.values_list("suspended", flat=True)), f"{case.number} bars, and the right holds"


def the_fund_knows_or_somebody_is_asked_to_tell(case: Any, events: list[Event]) -> None:
    """The newest notice names what the measure about subsidies says today, and was sent or waits for somebody (R39)."""
    row = case.measures.filter(kind=SUBSIDY, starts__isnull=False).first()
    notice = Letter.objects.filter(about=f"decision:{case.pk}", kind=LetterKind.FUND_NOTICE).order_by("-pk").first()
    assert (row is None) == (notice is None) == (case.fund_letter == ""), f"{case.number} has no notice, or no measure"
    if row is None:
        return
    assert case.fund_letter == notice.number
    if row.holds(timezone.localdate()):
        assert f"至{row.last_day.year}年{row.last_day.month}月{row.last_day.day}日止（含当日）" in notice.canonical
    elif row.suspended or row.revoked_at or row.ended_on:
        assert "不享受" not in notice.canonical or row.last_day < timezone.localdate()
    tasks = WorkTask.objects.filter(process__case=case.pk, status__in=WAITING)
    waits = [task for task in tasks if task.flow_task.acts == ("tell_fund_office",)]
    assert len(waits) == (case.fund_told_at is None), f"{case.number}: {notice.number} waits for nobody, or twice"


TRUTHS = (
    no_step_was_skipped,
    others_decided,
    the_list_and_the_right_agree,
    the_fund_knows_or_somebody_is_asked_to_tell,
)
