"""Many people at the same moment, on real connections: whoever is second is told so, and nothing happens twice (P2).

Rounds of conflicting attempts are let loose together, over many small cases. What the door may answer is counted;
anything else is a failure. On SQLite, where the whole database is one lock, a smaller run shows the same.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections

from casework.engine import door, invariants, record
from casework.engine.actors import Actor
from casework.engine.errors import Busy, NotFound, Refused, Stale, Unread
from casework.engine.models import Case, Clock, Event, FollowUp, Receipt, WorkTask
from casework.engine.tick import tick
from notifications.models import Notification
from tests.parties.factories import make_membership, make_user
from tests.toy.models import Toy

from .world import Line, at, filing, key, make_world

pytestmark = pytest.mark.django_db(transaction=True)

CLOSED = (Stale, Refused, Unread, Busy, NotFound)
AT_ONCE = 6
NOW = at("2026-10-20 10:00")


@dataclass
class Arena:
    """Lets attempts loose together, each on a connection of its own, and counts what came of them."""

    outcomes: Counter = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.threads = ThreadPoolExecutor(AT_ONCE)

    def clash(self, attempts: Sequence[Callable[[], Any]]) -> list[Any]:
        """Up to AT_ONCE attempts at the same moment; returns what each got."""
        assert len(attempts) <= AT_ONCE
        gate = threading.Barrier(len(attempts))
        got = list(self.threads.map(lambda attempt: self._try(gate, attempt), attempts))
        self.outcomes.update("tick" if isinstance(answer, dict) else type(answer).__name__ for answer in got)
        return got

    def _try(self, gate: threading.Barrier, attempt: Callable[[], Any]) -> Any:
        gate.wait(timeout=30)
        try:
            return attempt()
        except CLOSED as closed:
            return closed
        except Exception as error:  # whatever it is, it is no answer to give a person
            self.surprises.append(f"{attempt}: {error!r}")
            return error

    def end(self) -> None:
        # The workers' own connections, from inside the workers.
        gate = threading.Barrier(AT_ONCE)
        list(self.threads.map(lambda _n: (gate.wait(timeout=30), connections.close_all()), range(AT_ONCE)))
        self.threads.shutdown()


def done(answers: Sequence[Any]) -> list[door.Done]:
    return [answer for answer in answers if isinstance(answer, door.Done)]


def happened(case_id: int, *names: str) -> int:
    return Event.objects.filter(case=case_id, name__in=names).count()


@pytest.fixture
def world():
    world = make_world()
    for name, unit, role in (
        ("second_lead", world.association, "lead"),
        ("cinema_colleague", world.cinema.unit, "handler"),
    ):
        user = make_user(name)
        make_membership(user=user, unit=unit, role=role)
        setattr(world, name, Actor.user(user))
    return world


@pytest.fixture
def arena():
    arena = Arena()
    yield arena
    arena.end()


def _fresh(actor: Actor) -> Actor:
    """Each thread its own actor, as each request has."""
    return Actor.user(actor.person) if actor.person is not None else Actor.seat(actor.case_id, actor.seat_name)


def attempt(case_id: int, act: str, by: Actor, *, seen: int, key_: str = "", **details: Any) -> Callable[[], Any]:
    return partial(door.perform, case_id, act, by=_fresh(by), key=key_ or key(), seen=seen, at=NOW, **details)


def petition(world) -> int:
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "一件"}
    return door.open_case("toy", by=Actor.filer(), key=key(), at=at("2026-10-19 09:00"), **said).case.pk


def version(case_id: int) -> int:
    return Case.objects.values_list("version", flat=True).get(pk=case_id)


# --- the rounds -------------------------------------------------------------------------------------------------------
def filing_by_one_key(world, arena) -> None:
    said, once = filing(world), key()
    answers = arena.clash([partial(door.open_case, "complaint", by=Actor.filer(), key=once, **said)] * AT_ONCE)
    assert len({answer.case.pk for answer in done(answers)}) == 1
    assert sum(not answer.again for answer in done(answers)) == 1


def one_key_for_two_cases(world, arena) -> None:
    cases, once = [petition(world) for _n in range(AT_ONCE)], key()
    answers = arena.clash([attempt(pk, "claim", world.handler, seen=0, key_=once) for pk in cases])
    assert len(done(answers)) == 1
    assert Event.objects.filter(case__in=cases, name="claim").count() == 1


def life_of_a_petition(world, arena) -> None:
    pk = petition(world)
    people = (world.handler, world.colleague, world.lead)
    arena.clash([attempt(pk, "claim", by, seen=0) for by in people * 2])
    assert happened(pk, "claim") == 1
    handler, seen, once = Actor.user(Case.objects.get(pk=pk).handler), version(pk), key()
    arena.clash(
        [attempt(pk, "weigh", handler, seen=seen, key_=once)] * 2
        + [attempt(pk, "weigh", handler, seen=seen), attempt(pk, "decline", handler, seen=seen, reason="…")]
        + [attempt(pk, "decline", handler, seen=seen, reason="…"), attempt(pk, "message", handler, seen=seen)]
    )
    assert happened(pk, "weigh", "decline") == 1
    if happened(pk, "weigh"):
        _two_opinions(world, arena, pk, handler)


def _two_opinions(world, arena, pk: int, handler: Actor) -> None:
    """Two parallel tasks of one procedure: both opinions count, once each, and the join fires once."""
    seen, others = version(pk), [by for by in (world.lead, world.second_lead) if by.address != handler.address]
    pairs = [(handler, "agree"), (handler, "agree"), (others[0], "agree"), (others[-1], "agree"), (others[0], "object")]
    arena.clash([attempt(pk, act, by, seen=seen) for by, act in [*pairs, (handler, "object")]])
    opinions = Event.objects.filter(case=pk, name__in=("agree", "object"))
    by_role = Counter(opinions.values_list("actor", flat=True))
    assert opinions.count() <= 2 or by_role[handler.person.pk] > 1, "more opinions than tasks"
    assert happened(pk, "finish", "back") == 1


def life_of_a_complaint(world, arena) -> None:
    line = Line(world, start="2026-10-19 09:00")
    pk = line.pk
    arena.clash([attempt(pk, "claim", by, seen=1) for by in (world.handler, world.colleague) * 3])
    handler = Actor.user(Case.objects.get(pk=pk).handler)
    line.do("accept", handler, when="2026-10-19 11:00")
    line.do("request_answers", handler, cinema="请说明。", platform="请说明。")
    said, once = {"admits": "no", "account": "没有。"}, key()
    arena.clash(
        [attempt(pk, "answer", world.cinema_clerk, seen=0, key_=once, **said)] * 2
        + [attempt(pk, "answer", world.cinema_colleague, seen=0, **said)]
        + [attempt(pk, "answer", world.platform_clerk, seen=0, **said)] * 2
        + [attempt(pk, "answer", world.platform_clerk, seen=0, **said)]
    )
    answered = Event.objects.filter(case=pk, name="answer").values_list("unit", flat=True)
    assert sorted(answered) == sorted([world.cinema.unit.pk, world.platform.unit.pk])
    line.now = NOW
    line.do("propose", handler, finding="not_upheld", because="did_not_happen", facts_found="…")
    _approved_or_returned(world, arena, pk, line.complainant)


def _approved_or_returned(world, arena, pk: int, complainant: Actor) -> None:
    seen = version(pk)
    arena.clash(
        [attempt(pk, "approve", world.lead, seen=seen), attempt(pk, "send_back", world.lead, seen=seen, reason="…")]
        + [attempt(pk, "approve", world.second_lead, seen=seen), attempt(pk, "withdraw", complainant, seen=seen)]
        + [attempt(pk, "send_back", world.second_lead, seen=seen, reason="…")] * 2
    )
    assert happened(pk, "approve", "send_back", "withdraw") == 1
    assert happened(pk, "close") == happened(pk, "approve")


def accepted_or_withdrawn(world, arena) -> None:
    line = Line(world, start="2026-10-19 09:00")
    line.do("claim", "handler")
    seen, once = version(line.pk), key()
    arena.clash(
        [attempt(line.pk, "accept", world.handler, seen=seen, key_=once)] * 2
        + [attempt(line.pk, "withdraw", line.complainant, seen=seen)] * 2
        + [attempt(line.pk, "message", line.complainant, seen=seen, message="还有一句")]
        + [attempt(line.pk, "hand_over", world.lead, seen=seen, to=world.colleague.person.pk)]
    )
    assert happened(line.pk, "accept", "withdraw") <= 1


def merged_both_ways(world, arena) -> None:
    """An act on two cases against its mirror image and against acts on each: both locks, always in one order."""
    one, two = petition(world), petition(world)
    for pk in (one, two):
        door.perform(pk, "claim", by=world.handler, key=key(), at=NOW)
    arena.clash(
        [attempt(one, "merge", world.handler, seen=version(one), into=two)] * 2
        + [attempt(two, "merge", world.handler, seen=version(two), into=one)] * 2
        + [attempt(one, "weigh", world.handler, seen=version(one))]
        + [attempt(two, "note", world.lead, seen=0, note="看一下")]
    )
    for here, there in ((one, two), (two, one)):
        assert Toy.objects.get(pk=here).absorbed == happened(there, "merge") == happened(here, "absorb")
    assert happened(one, "merge") + happened(two, "merge") + happened(one, "weigh") >= 1
    assert happened(one, "merge", "weigh") <= 1


def parked_while_the_other_ends(world, arena) -> None:
    """A case that begins to wait for another at the moment that one ends must not wait for ever."""
    one, two = petition(world), petition(world)
    for pk in (one, two):
        door.perform(pk, "claim", by=world.handler, key=key(), at=NOW)
    door.perform(one, "weigh", by=world.handler, key=key(), seen=version(one), at=NOW)
    arena.clash(
        [attempt(one, "park", world.handler, seen=version(one), awaited=two)] * 2
        + [attempt(two, "decline", world.handler, seen=version(two), reason="…")] * 2
        + [attempt(one, "park", world.lead, seen=version(one), awaited=two)]
    )
    keep_all_promises()
    assert door.load(one).state == "weighed" or door.load(two).is_open


def the_clock_beside_people(world, arena) -> None:
    """Several ticks side by side, while people act on the very cases that are due."""
    lines = [Line(world, start="2026-10-08 09:00") for _n in range(2)]
    late = at("2026-10-30 09:00")
    ticks = [partial(tick, late)] * 3
    arena.clash([*ticks, *(attempt(line.pk, "claim", world.handler, seen=0) for line in lines), partial(tick, late)])
    for _n in range(4):
        tick(late)
    for line in lines:
        assert [happened(line.pk, name) for name in ("become_overdue", "supervise", "claim")] == [1, 1, 1]


def keep_all_promises() -> None:
    for _n in range(3):
        tick(NOW)


ROUNDS = (
    (life_of_a_petition, 60),
    (life_of_a_complaint, 34),
    (accepted_or_withdrawn, 30),
    (merged_both_ways, 40),
    (parked_while_the_other_ends, 20),
    (filing_by_one_key, 15),
    (one_key_for_two_cases, 4),
    (the_clock_beside_people, 10),
)


def run(world, arena, share: float) -> None:
    for one_round, times in ROUNDS:
        for _n in range(max(1, int(times * share))):
            one_round(world, arena)


def nothing_is_broken(arena) -> None:
    assert arena.surprises == []
    assert set(arena.outcomes) <= {"Done", "tick", *(closed.__name__ for closed in CLOSED)}
    assert list(invariants.violations()) == []
    assert record.verify(Case.objects.order_by("pk")) == []
    assert not FollowUp.objects.filter(done_at=None).exists()
    assert Receipt.objects.count() == Receipt.objects.values("event").distinct().count()
    assert Notification.objects.count() == Notification.objects.values("event_no", "address").distinct().count()
    assert not Clock.objects.filter(case__holder=None, ended_at=None).exists()
    assert not WorkTask.objects.filter(process__status="DONE", finished=None).exists()


def report(capsys, arena) -> None:
    with capsys.disabled():
        total = sum(arena.outcomes.values())
        said = ", ".join(f"{name} {n}" for name, n in sorted(arena.outcomes.items()))
        print(f"\n{total} conflicting attempts on {connection.vendor}: {said}")  # noqa: T201


@pytest.mark.postgres
@pytest.mark.long
def test_two_thousand_conflicting_attempts_end_in_one_effect_each(world, arena, capsys):
    run(world, arena, 1.0)
    report(capsys, arena)
    nothing_is_broken(arena)
    assert sum(arena.outcomes.values()) >= 2000
    assert arena.outcomes["Busy"] == 0, "nobody waits five seconds here: a lock is held too long"


def test_conflicting_attempts_end_in_one_effect_each(world, arena, capsys):
    run(world, arena, 0.06)
    report(capsys, arena)
    nothing_is_broken(arena)
