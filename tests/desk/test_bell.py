"""Notifications in words: one sentence for each reader, a way to their own page, and nothing they may not see."""

import pytest
import time_machine

from casework.engine import describe
from casework.engine.actors import Actor
from casework.engine.models import Recusal
from casework.engine.tick import tick
from notifications.models import Notification
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def told(address: str) -> list[dict]:
    return describe.describe(address, list(Notification.objects.told_to(address).order_by("pk")))


def test_staff_read_who_did_what_and_open_the_case_at_the_desk(world):
    line = Line(world).to_answered()
    last = told(world.handler.address)[-1]
    assert "示例影城（天元店）" in last["sentence"]
    assert str(line.case.title) in last["sentence"]
    assert last["url"] == f"/desk/cases/{line.case.number}/"


def test_a_respondent_opens_its_own_page_and_reads_no_name(world):
    line = Line(world).to_investigating()
    (asked,) = told(world.cinema_clerk.address)
    assert asked["url"] == f"/desk/party/{line.case.number}/"
    assert "林" not in asked["sentence"]


def test_the_complainant_reads_the_public_sentence(world):
    line = Line(world).to_investigating()
    sentences = [row["sentence"] for row in told(line.complainant.address)]
    assert len(sentences) == 4
    assert all("林小例" not in sentence for sentence in sentences)


def test_a_row_of_a_case_one_may_no_longer_see_is_left_out(world):
    """P20, P50."""
    line = Line(world)
    assert told(world.colleague.address)
    Recusal.objects.create(case_id=line.pk, user=world.colleague.person, since=at("2026-09-29 09:00"))
    assert told(world.colleague.address) == []


def test_many_rows_cost_as_much_as_one(world, django_assert_num_queries):
    for _ in range(4):
        Line(world)
    rows = list(Notification.objects.told_to(world.handler.address))
    with django_assert_num_queries(2):
        assert len(describe.describe(world.handler.address, rows)) == 4


def test_the_administrators_read_which_years_calendar_is_missing(world):
    administrator = Actor.user(make_user("管理员"))
    membership = make_membership(user=administrator.person, unit=world.association, role="administrator")
    with time_machine.travel("2026-11-27 15:30+08:00", tick=False):
        Line(world, start="2026-12-23 09:00")
        tick(at("2026-12-23 10:00"))
    (asked,) = told(administrator.address)
    assert "2027" in asked["sentence"]
    assert asked["url"] == "/admin/engine/calendarday/"
    membership.delete()
    assert told(administrator.address) == []


def test_the_bell_page_has_the_desk_around_it(world, client):
    client.force_login(world.handler.person)
    assert "/desk/queue/" in client.get("/notifications/").content.decode()
