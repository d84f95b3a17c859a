"""People who join, leave and act in joined cases at the same moment, on real connections: one effect each (P2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from casework.desk import jointly
from casework.engine import door, http, present
from casework.engine.kinds import kind_named
from complaints.models import Complaint
from tests.engine.test_race import NOW, Arena, attempt, happened, keep_all_promises, nothing_is_broken, version
from tests.engine.world import Line, key, make_world

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"reason": "同一场次。"}


@pytest.fixture
def world() -> SimpleNamespace:
    return make_world()


@pytest.fixture
def arena():
    arena = Arena()
    yield arena
    arena.end()


def claimed(world, number: int) -> list[Line]:
    lines = [Line(world, start="2026-10-19 09:00", phone=f"1370013700{n}") for n in range(number)]
    for line in lines:
        line.do("claim", "handler")
    return lines


def joins(line: Line, leading: Line) -> Callable[[], Any]:
    return attempt(line.pk, "join", line.world.handler, seen=version(line.pk), leading=leading.pk, **WHY)


def accepts_jointly(leading: Line, joined: Line, once: str) -> Callable[[], Any]:
    """The form of the leading case, drawn now with the box of the joined one ticked; sent when it is called."""
    view = present.view(leading.world.handler, leading.case, NOW)
    spec = kind_named("complaint").acts["accept"]
    box = next(one.sends for one in jointly.offered(view, spec) if one.number == joined.case.number)
    sent = http.Sent(http.Marks(once, view.case.version, view.case.last_seq), {})

    def send() -> door.Done:
        done = door.perform(view.case, "accept", by=view.actor, at=NOW, **sent.arguments)
        jointly.do_also(view, spec, sent, [box])
        return done

    return send


def nobody_leads_and_is_led() -> bool:
    return not Complaint.objects.filter(leading__isnull=False, joined__isnull=False).exists()


@pytest.mark.parametrize("turn", range(3))
def test_whoever_joins_both_ways_at_once_joins_one_way(world, arena, turn):
    one, two, three = claimed(world, 3)
    arena.clash([joins(one, two), joins(two, one), joins(two, three), joins(three, one), joins(one, three)])
    assert nobody_leads_and_is_led()
    assert Complaint.objects.filter(leading__isnull=False).count() >= 1
    for line in (one, two, three):
        led = line.case.joined.count()
        assert happened(line.pk, "lead_join") == led
        assert happened(line.pk, "join") == bool(line.case.leading_id)
    nothing_is_broken(arena)


@pytest.mark.parametrize("turn", range(3))
def test_two_people_act_on_one_joined_case_at_once_and_it_is_done_once(world, arena, turn):
    """The form for both, sent twice; the same act there by itself; its complainant withdraws; it leaves."""
    leading, joined = claimed(world, 2)
    joined.do("join", "handler", leading=leading.pk, **WHY)
    form = accepts_jointly(leading, joined, key())
    seen = version(joined.pk)
    arena.clash(
        [
            form,
            form,
            attempt(joined.pk, "accept", world.handler, seen=seen),
            attempt(joined.pk, "withdraw", joined.complainant, seen=seen),
            attempt(joined.pk, "leave_join", world.lead, seen=seen, **WHY),
        ]
    )
    keep_all_promises()
    assert happened(leading.pk, "accept") == 1
    # Accepted first it can still be withdrawn from, by a page that is as new.
    assert happened(joined.pk, "accept") + happened(joined.pk, "withdraw") == 1
    assert joined.case.state == ("investigating" if happened(joined.pk, "accept") else "withdrawn")
    assert happened(leading.pk, "lead_leave") == happened(joined.pk, "leave_join") == (joined.case.leading_id is None)
    nothing_is_broken(arena)


@pytest.mark.parametrize("turn", range(3))
def test_a_case_that_is_joined_while_the_leading_one_ends_is_told_of_it_or_was_not_joined(world, arena, turn):
    leading, joined = claimed(world, 2)
    seen = version(leading.pk)
    ends = partial(attempt, leading.pk, "withdraw", leading.complainant, seen=seen)
    arena.clash([joins(joined, leading), ends(), joins(joined, leading)])
    keep_all_promises()
    assert not leading.case.is_open
    assert happened(joined.pk, "go_on_alone") == happened(joined.pk, "join")
    nothing_is_broken(arena)
