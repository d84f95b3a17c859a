"""The last moment of every window, over New Year and Spring Festival (issue 5 §5); each day worked out by hand.

The State Council's calendar: New Year 2026 rests 1-3 January, Sunday the 4th is worked; Spring Festival rests 15-23
February, Saturdays the 14th and the 28th are worked. The first day does not count; a last day of rest moves on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from casework.engine.errors import Refused
from casework.engine.models import Clock, WorkTask
from casework.engine.models.procedures import WAITING
from tests.engine.world import Line, at, make_file, make_world

from . import settling

pytestmark = pytest.mark.django_db

WHY = {"reason": "不同意。"}
FINDING = {"finding": "not_upheld", "because": "on_its_face", "facts_found": "不违反规则。"}
UPHELD = {"finding": "upheld", "facts_found": "拒收票券。", "evidence": ["account"], "rule": "R33"}
OWED = {"remedy_by": "cinema", "remedy": "补兑两张票。"}
A_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def world():
    found = make_world()
    found.campaign.starts_on = dt.date(2025, 1, 1)
    found.campaign.save()
    return found


def filed(world, when: str) -> Line:
    """Filed an hour before `when`, of something that happened that day, and claimed."""
    began = at(when) - dt.timedelta(hours=1)
    line = Line(world, start=f"{began:%Y-%m-%d %H:%M}", happened_on=f"{began:%Y-%m-%d}")
    line.do("claim", "handler")
    return line


def refused(world, when: str) -> Line:
    line = filed(world, when)
    line.do("not_accept", "handler", because="not_ours", reason="不属活动范围。", other_ways="12345")
    return line.looks(when)


def closed(world, when: str) -> Line:
    line = filed(world, when)
    line.do("accept", "handler")
    line.do("propose", "handler", **FINDING)
    line.do("approve", "lead")
    return line.looks(when)


def sent_elsewhere(world, when: str) -> Line:
    line = filed(world, when)
    line.do("transfer", "handler", body="12345", sent="投诉原文。")
    return line.looks(when)


def merged(world, when: str) -> Line:
    first, line = filed(world, when), filed(world, when)
    line.do("merge", "handler", into=first.pk, reason="同一件事。", when=when)
    return line


def claimed_at(world, when: str) -> Line:
    line = Line(world, start=when, happened_on=when[:10])
    line.do("claim", "handler")
    return line


@dataclass(frozen=True)
class Door:
    """`begins`: since when it counts; `last`: the last day of it; `after`: the guard's act by whom."""

    begins: str
    last: str
    bring: Callable[[Any, str], Line]
    act: str
    who: str
    details: dict[str, Any]


DOORS = {
    # 30 days: the 30th is Thursday 1 January, a day of rest; the next workday is Sunday the 4th.
    "contest a refusal, New Year": Door("2025-12-02 10:00", "2026-01-04", refused, "contest", "complainant", WHY),
    # The 30th is Saturday 3 January.
    "contest a transfer, New Year": Door(
        "2025-12-04 10:00", "2026-01-04", sent_elsewhere, "contest_transfer", "complainant", WHY
    ),
    "contest an ending, Spring Festival": Door("2026-01-20 10:00", "2026-02-24", closed, "contest", "complainant", WHY),
    # The 30th is Sunday 15 February, the first day of the festival.
    "ask for a review, Spring Festival": Door(
        "2026-01-16 10:00", "2026-02-24", closed, "ask_review", "complainant", WHY
    ),
    # 15 days: the 15th is Monday 16 February.
    "rate, Spring Festival": Door("2026-02-01 10:00", "2026-02-24", closed, "rate", "complainant", {"stars": "5"}),
    # The 15th is Saturday 14 February, which is worked.
    "rate, until the Saturday before": Door(
        "2026-01-30 10:00", "2026-02-14", closed, "rate", "complainant", {"stars": "5"}
    ),
    # The 30th is Thursday 19 February.
    "undo a merge, Spring Festival": Door("2026-01-20 10:00", "2026-02-24", merged, "unmerge", "handler", WHY),
    # 5 working days of the office: 12, 13, 14, 24, 25 February.
    "ask for what is missing, Spring Festival": Door(
        "2026-02-11 10:00",
        "2026-02-25",
        claimed_at,
        "ask_supplement",
        "handler",
        {"items": ["voucher"], "explanation": "请补票券号。"},
    ),
    # 4 (a worked Sunday), 5, 6, 7, 8 January.
    "ask for what is missing, New Year": Door(
        "2025-12-31 10:00",
        "2026-01-08",
        claimed_at,
        "ask_supplement",
        "handler",
        {"items": ["voucher"], "explanation": "请补票券号。"},
    ),
}


@pytest.mark.parametrize("name", DOORS)
def test_a_window_is_open_to_the_last_minute_of_its_last_day_and_shut_the_next(world, name):
    door = DOORS[name]
    midnight = at(f"{door.last} 00:00") + dt.timedelta(days=1)
    in_time, late = door.bring(world, door.begins), door.bring(world, door.begins)
    in_time.do(door.act, door.who, when=f"{midnight - A_MINUTE:%Y-%m-%d %H:%M}", **door.details)
    with pytest.raises(Refused):
        late.do(door.act, door.who, when=f"{midnight:%Y-%m-%d %H:%M}", **door.details)


# --- what waits until a day -------------------------------------------------------------------------------------------
def supplement_asked(world, when: str) -> Line:
    line = filed(world, when)
    line.do("ask_supplement", "handler", items=["voucher"], explanation="请补票券号。")
    return line.looks(when)


def answers_asked(world, when: str) -> Line:
    line = filed(world, when)
    line.do("accept", "handler")
    line.do("request_answers", "handler", cinema="请说明。", when=when)
    return line


def terms_offered(world, when: str) -> Line:
    line = answers_asked(world, when)
    settling.offer(line, when=when)
    return line


def decided(world, when: str) -> Line:
    line = answers_asked(world, when)
    line.do("answer", "cinema_clerk", admits="yes", account="没有收券。")
    line.do("propose", "handler", **UPHELD, **OWED)
    line.do("approve", "lead", when=f"{at(when) + dt.timedelta(hours=1):%Y-%m-%d %H:%M}")
    return line


def remedy_verified(world, when: str) -> Line:
    line = decided(world, when)
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])
    line.do("confirm_remedy", "handler")
    return line


def clock_of(name: str) -> Callable[[Line], Any]:
    return lambda line: Clock.objects.get(case=line.pk, name=name, ended_at__isnull=True).due_at


def task_of(name: str) -> Callable[[Line], Any]:
    waiting = WorkTask.objects.filter(status__in=WAITING)
    return lambda line: waiting.get(process__case=line.pk, flow_task__endswith=f".{name}").due_at


WAITED_FOR = {
    # 10 working days from being reached: 30, 31 December; 4 to 9 January; 12, 13.
    "a supplement, New Year": ("2025-12-29 10:00", supplement_asked, clock_of("supplement"), "2026-01-13"),
    # 10 to 14 February; 24 to 28.
    "a supplement, Spring Festival": ("2026-02-09 10:00", supplement_asked, clock_of("supplement"), "2026-02-28"),
    # 5 working days: 14 February, 24 to 27.
    "an answer, Spring Festival": ("2026-02-13 10:00", answers_asked, task_of("answer_cinema"), "2026-02-27"),
    # 4 to 8 January.
    "a word on terms, New Year": ("2025-12-31 10:00", terms_offered, task_of("ask_complainant"), "2026-01-08"),
    # 10 working days: 11 to 14 February, 24 to 28, 2 March.
    "a remedy, Spring Festival": ("2026-02-10 10:00", decided, clock_of("remedy"), "2026-03-02"),
    # 13, 14 February, 24, 25, 26.
    "whether it arrived, Spring Festival": ("2026-02-12 10:00", remedy_verified, task_of("ask_word"), "2026-02-26"),
    # 15 working days: 30, 31 December; 4 to 9 January; 12 to 16; 19, 20.
    "a finding, New Year": ("2025-12-29 10:00", answers_asked, clock_of("investigation"), "2026-01-20"),
}


@pytest.mark.parametrize("name", WAITED_FOR)
def test_what_is_waited_for_has_its_whole_last_day(world, name):
    began, bring, due, last = WAITED_FOR[name]
    assert due(bring(world, began)) == at(f"{last} 00:00") + dt.timedelta(days=1)
