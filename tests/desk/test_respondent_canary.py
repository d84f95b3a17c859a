"""The canary of DESIGN §4: a complaint full of unmistakable strings, and everything that a respondent can fetch.

Every GET address of the whole system is asked for, with every number, id and name that the case has, before and after
the finding; whatever comes back, pages, JSON, pictures, holds no canary.
"""

import pytest
import time_machine
from django.test import Client

from casework.engine import present
from tests.access.cage import ALWAYS, BEFORE, Cage
from tests.access.walker import fetch_all, routes, sung

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        yield


@pytest.fixture
def cage() -> Cage:
    return Cage()


@pytest.fixture
def cinema(cage) -> Client:
    client = Client()
    client.force_login(cage.world.cinema_clerk.person)
    return client


def test_the_canaries_are_really_there(cage):
    """For the office: else the silence of the other tests would say nothing."""
    cage.decide()
    view = present.view(cage.world.lead, cage.line.case)
    told = str([(row.words, row.facts) for row in view.timeline])
    private = {
        "name",
        "phone",
        "email",
        "file name",
        "exif",
        "text layer",
        "place",
        "office draft",
        "their draft",
        "their file name",
    }
    missing = {where for where, text in (ALWAYS | BEFORE).items() if text not in told} - private
    assert not missing
    assert any(ALWAYS["file name"] in file.name for file in view.files)


def test_before_the_finding_the_cinema_reads_its_own_request_and_no_canary(cage, cinema):
    found = fetch_all(cinema, cage.addresses())
    assert any("请说明当晚的情况。".encode() in body for body in found.values())
    assert any(url.startswith("/files/") for url in found), "the granted picture was fetched"
    assert sung(found, ALWAYS | BEFORE) == []


def test_after_the_finding_the_cinema_reads_the_finding_and_no_canary(cage, cinema):
    cage.decide()
    found = fetch_all(cinema, cage.addresses())
    assert any("影院拒绝兑换两张有效票券。".encode() in body for body in found.values())
    assert sung(found, ALWAYS) == []


def test_a_further_cinema_reads_nothing_that_was_asked_of_or_told_to_the_first(cage):
    client = Client()
    client.force_login(cage.world.other_clerk.person)
    cage.line.do("note", "lead", note=ALWAYS["note"])
    mine = BEFORE["a further cinema's answer"]
    found = fetch_all(client, cage.addresses())
    own = {"first cinema's request": "请说明当晚的情况。", "first cinema's answer": "当晚兑换机断网。"}
    others = {where: text for where, text in BEFORE.items() if text != mine}
    assert any(mine.encode() in body for body in found.values())
    assert sung(found, ALWAYS | others | own) == []


def test_a_search_for_a_canary_finds_the_case_nowhere(cage, cinema):
    """A search is a question too: that a case is found for a word tells that the word is in it."""
    number = cage.line.case.number.encode()
    for text in (ALWAYS | BEFORE).values():
        for route, names in routes():
            if names or not route.startswith(("desk/", "complaints/")) or route.startswith("desk/party/"):
                continue
            response = cinema.get(f"/{route}", {"q": text})
            assert response.status_code >= 300 or number not in response.content, route
    for query in ("q", "search", "phrase"):
        plain, asked = cinema.get("/desk/party/"), cinema.get("/desk/party/", {query: "没有这样的话"})
        assert (number in plain.content) == (number in asked.content)
