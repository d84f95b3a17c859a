"""The proof of work: ours, in time, for one purpose, and where asked so only once."""

import base64
import json

import altcha
import pytest
import time_machine
from django.core.cache import cache

from casework.ui import proof

NOW = "2026-10-13 10:00+08:00"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(proof, "COST", 2)
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def solve(text: str) -> str:
    challenge = altcha.Challenge.from_dict(json.loads(text))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def test_a_solution_holds_for_what_it_was_made_for_and_for_nothing_else():
    solution = solve(proof.challenge("file:1"))
    assert proof.holds(solution, "file:1")
    assert not proof.holds(solution, "file:2")


def test_a_solution_can_be_used_up():
    solution = solve(proof.challenge("track:1"))
    assert [proof.holds_once(solution, "track:1") for _ in range(2)] == [True, False]


def test_the_same_solution_written_otherwise_is_still_used_up():
    solution = solve(proof.challenge("track:1"))
    assert proof.holds_once(solution, "track:1")
    spaced = base64.b64encode(json.dumps(json.loads(base64.b64decode(solution)), indent=1).encode()).decode()
    assert not proof.holds_once(spaced, "track:1")


def test_after_an_hour_it_is_worth_nothing():
    solution = solve(proof.challenge("file:1"))
    with time_machine.travel("2026-10-13 11:01+08:00", tick=False):
        assert not proof.holds(solution, "file:1")


def test_a_challenge_made_by_somebody_else_is_refused(settings):
    solution = solve(proof.challenge("file:1"))
    settings.SECRET_KEY = "another" * 10
    assert not proof.holds(solution, "file:1")


def test_an_easier_challenge_than_ours_is_refused():
    made = json.loads(proof.challenge("file:1"))
    made["parameters"]["keyPrefix"] = "0"
    assert not proof.holds(solve(json.dumps(made)), "file:1")


@pytest.mark.parametrize("text", ["", "x", "e30=", base64.b64encode(b'{"challenge": 1}').decode(), "A" * 10_000])
def test_nonsense_is_refused_without_a_fault(text):
    assert not proof.holds(text, "file:1")


def test_a_siege_costs_more():
    assert json.loads(proof.challenge("t", times=8))["parameters"]["cost"] == 16
