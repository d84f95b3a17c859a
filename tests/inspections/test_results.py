"""What the public reads of inspections: what was published, and nothing else (LAW §5)."""

from __future__ import annotations

import datetime as dt

import pytest

from casework.parties.models import Unit
from inspections.models import Inspection
from inspections.publication import PAGE_SIZE
from tests.engine.world import at
from tests.parties.factories import make_unit

from .world import Visit, make_field_world

PAGE = "/inspections/"


@pytest.fixture
def world(db):
    return make_field_world()


def published(world, unit, minute: int) -> Inspection:
    """A finished inspection that was published a minute after the one before."""
    return Inspection.objects.create(
        unit=unit,
        nature="agreed",
        checklist=world.checklist,
        origin="order",
        visit_by=dt.date(2026, 10, 30),
        publishes=True,
        published_at=at("2026-10-20 10:00") + dt.timedelta(minutes=minute),
        public_words="规则已公示。",
        result="in_order",
        kind="inspection",
        state="closed",
        opened_at=at("2026-10-08 10:00"),
        state_since=at("2026-10-19 10:00"),
        office=world.association,
        number=f"JC20261020-{minute:05d}",
    )


def test_a_result_is_read_by_everybody_from_its_publication_until_it_is_taken_back(world, client):
    visit = Visit(world, publishes=True).to_closed()
    name = visit.case.unit.name
    assert name not in client.get(PAGE).content.decode()
    visit.do("publish_result", "handler", summary="已按要求公示兑换规则。")
    page = client.get(PAGE).content.decode()
    assert name in page
    assert "已按要求公示兑换规则。" in page
    for hidden in (world.chen.person.name, visit.case.topic or "核对兑换规则的公示。", "核对兑换规则的公示。"):
        assert hidden not in page
    visit.do("unpublish_result", "handler", reason="单位写错了。")
    assert name not in client.get(PAGE).content.decode()


def test_the_list_is_narrowed_by_name_and_prefecture_and_read_on_by_key(world, client, django_assert_max_num_queries):
    there = make_unit(Unit.Kind.CINEMA, name="长沙示范影城", division="430100")
    published(world, there, 0)
    for minute in range(1, PAGE_SIZE + 2):
        published(world, world.cinema.unit, minute)
    with django_assert_max_num_queries(6):
        page = client.get(PAGE).content.decode()
    assert page.count("<article") == PAGE_SIZE
    assert there.name not in page
    key = Inspection.objects.order_by("published_at")[2].pk
    assert f'href="?before={key}"' in page
    on = client.get(f"{PAGE}?before={key}").content.decode()
    assert on.count("<article") == 2
    assert there.name in on
    assert client.get(f"{PAGE}?within=430100").content.decode().count("<article") == 1
    assert client.get(f"{PAGE}?name=长沙&within=430100").content.decode().count("<article") == 1
    assert "没有" in client.get(f"{PAGE}?name=长沙&within=430200").content.decode()


@pytest.mark.parametrize("asked", ["within=999999", "before=x", "before=99999999999999999999", "name=" + "x" * 50])
def test_what_cannot_be_asked_is_said_beside_its_field_and_everything_is_listed(world, client, asked):
    published(world, world.cinema.unit, 1)
    answer = client.get(f"{PAGE}?{asked}")
    assert answer.status_code == 200
    assert world.cinema.unit.name in answer.content.decode()
