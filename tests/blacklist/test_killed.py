"""Whoever pulls the plug between "decide" and what follows finds all of it or nothing (issue 9 §4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from blacklist.models import Letter, LetterCounter, Measure, Vote
from casework.engine.models import Case, Event, FollowUp
from casework.engine.tick import tick
from casework.parties.models import Qualification

from .deciding import Deciding, make_deciding_world
from .test_repair import Repairing

pytestmark = [pytest.mark.django_db, pytest.mark.long]
# A prime, so that over the statements of an act every sort of them is hit.
EVERY = 5


class Killed(BaseException):
    """No `except Exception` holds it, as none holds a dead process."""


@contextmanager
def dies_at(statement: int) -> Iterator[None]:
    """The process dies as it sends so manieth statement: what its transaction wrote is gone."""
    sent = 0

    def wire(execute, sql, params, many, context) -> Any:
        nonlocal sent
        # The database itself undoes what a dead process did not commit.
        if "SAVEPOINT" in sql:
            return execute(sql, params, many, context)
        sent += 1
        if sent >= statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wire):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone, and the door takes it for the outermost transaction, as in a test case."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    atomic.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def everything(world) -> tuple:
    """All that an act could have written, as far as anybody acts on it."""
    measures = Measure.objects.order_by("pk").values_list("kind", "agreed", "starts", "ends", "ended_on", "revoked_at")
    return (
        list(Case.objects.order_by("pk").values_list("number", "state", "version", "last_seq")),
        list(measures),
        list(Qualification.objects.values_list("suspended", "suspended_by")),
        Event.objects.count(),
        Vote.objects.count(),
        FollowUp.objects.count(),
        list(Letter.objects.values_list("number", flat=True)),
        list(LetterCounter.objects.values_list("kind", "last")),
    )


def killed_everywhere(world, act) -> int:
    """The act is tried, and killed at every few statements; nothing of it stays. How often. At last it is done."""
    before, at = everything(world), 1
    while True:
        try:
            with dies_at(at):
                act()
        except Killed:
            assert everything(world) == before, f"something stayed of what was killed at statement {at}"
            at += EVERY
        else:
            return at // EVERY


@pytest.fixture
def world():
    return make_deciding_world()


def test_the_last_word_of_the_bodies_and_all_that_follows(world):
    decision = Deciding(world).to_deliberation()
    decision.vote("union_judge", "disqualify", "record")
    tries = killed_everywhere(world, lambda: decision.vote("bureau_judge", "disqualify", "subsidy", "record"))
    assert tries > 5
    assert decision.case.state == "decided"
    assert {letter.kind for letter in Letter.objects.all()} == {"notice", "decision", "repair_notice"}
    assert list(LetterCounter.objects.values_list("last", flat=True)) == [1, 1, 1]


def test_service_starts_the_measures_and_takes_the_right_in_the_same_moment(world):
    decision = Deciding(world).to_decided()
    tries = killed_everywhere(world, lambda: decision.do("receive_decision", "cinema_clerk"))
    assert tries > 4
    assert Qualification.objects.get(unit=world.cinema.unit).suspended
    assert all(one.starts for one in decision.measures.values())


def test_a_repair_and_the_promise_to_the_decision(world):
    decision = Deciding(world).to_in_force()
    repair = Repairing(world, decision).to_words()
    repair.do("say_on_repair", "union_judge", agrees="yes", reasons="同意。")
    states = set()
    for at in range(1, 200, EVERY):
        with undone():
            try:
                with dies_at(at):
                    repair.do("say_on_repair", "bureau_judge", when="2026-12-28 15:00", agrees="yes", reasons="同意。")
            except Killed:
                tick(repair.now + dt.timedelta(minutes=10))
            state = repair.case.state
            assert Qualification.objects.get(unit=world.cinema.unit).suspended == (state != "granted"), at
            states.add(state)
    assert states == {"verifying", "granted"}
