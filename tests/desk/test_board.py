"""The board of inspections: how late each county is, and urging many at once (LAW §9; issue 7 §2)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from casework.engine.models import Case, CaseParty, Clock, Event
from casework.engine.tick import tick
from casework.parties.models import Unit
from inspections.models import Inspection
from tests.inspections.world import Visit, make_field_world
from tests.parties.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel("2026-10-08 10:00+08:00", tick=False):
        yield make_field_world()


def board(client, actor) -> str:
    client.force_login(actor.person)
    response = client.get("/desk/board/", headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def county_of(page: str, name: str) -> str:
    return page.split(f"<b>{name}</b>")[1].split("</li>")[0]


def test_every_county_is_there_also_where_nothing_was_given_out(client, world):
    Visit(world)
    page = board(client, world.handler)
    assert "1 open" in county_of(page, "天元区总工会")
    assert "Nothing given out" in county_of(page, "芦淞区总工会")


def test_lateness_is_said_in_words_and_grows(client, world):
    Visit(world)
    for moment, words in (
        ("2026-10-08 11:00", "Due soon"),
        ("2026-10-10 09:00", "Past its day"),
        ("2026-10-20 09:00", "Supervised"),
    ):
        with time_machine.travel(f"{moment}+08:00", tick=False):
            for _rung in range(3):
                tick(timezone.now())
            assert words in county_of(board(client, world.handler), "天元区总工会")


def test_the_ticked_counties_are_urged_for_everything_late_and_hear_it_once_a_day(client, world):
    visits = [Visit(world), Visit(world)]
    client.force_login(world.handler.person)
    with time_machine.travel("2026-10-10 09:00+08:00", tick=False):
        said = {"unit": [world.county.pk, world.neighbour.pk], "key": "k", "words": "请抓紧。"}
        client.post("/desk/board/urge/", said)
        client.post("/desk/board/urge/", said | {"key": "k2"})
    urged = Event.objects.filter(name="urge_unit")
    assert sorted(urged.values_list("case", flat=True)) == [visit.pk for visit in visits]


def test_what_another_office_gave_out_is_not_on_the_board(client, world):
    other = make_unit(Unit.Kind.ASSOCIATION, name="示例市协会", division="430200")
    visit = Visit(world)
    Case.objects.filter(pk=visit.pk).update(office=other)
    assert "Nothing given out" in county_of(board(client, world.handler), "天元区总工会")


def test_122_counties_and_5000_inspections_cost_twelve_statements(client, world, django_assert_max_num_queries):
    units = Unit.objects.plant(
        [Unit(kind=Unit.Kind.UNION, name=f"示例县总工会 {n}", parent=world.prefecture) for n in range(120)]
    )
    like, now = Visit(world).case, timezone.now()
    make_many(like, units, 5000, now)
    client.force_login(world.handler.person)
    with django_assert_max_num_queries(12):
        page = client.get("/desk/board/", headers={"accept-language": "en"}).content.decode()
    assert page.count("open ·") + page.count("open</small>") >= 120


def make_many(like: Inspection, units: list[Unit], count: int, now: dt.datetime) -> None:
    """Open inspections as rows: the board only counts."""
    base = {f.attname: getattr(like, f.attname) for f in Case._meta.concrete_fields if f.name not in ("id", "number")}
    cases = Case.objects.bulk_create(Case(**base, number=f"JC26-8{n:05d}-X") for n in range(count))
    own = [f for f in Inspection._meta.local_concrete_fields if not f.primary_key]
    columns = ", ".join(["case_ptr_id", *(f'"{f.column}"' for f in own)])
    values = [getattr(like, f.attname) for f in own]
    from django.db import connection

    rows = [[case.pk, *(f.get_db_prep_save(v, connection) for f, v in zip(own, values, strict=True))] for case in cases]
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * (len(own) + 1))
        cursor.executemany(f"INSERT INTO inspections_inspection ({columns}) VALUES ({marks})", rows)
    CaseParty.objects.bulk_create(
        CaseParty(case=case, unit=units[n % len(units)], role="field", involved_at=now) for n, case in enumerate(cases)
    )
    Clock.objects.bulk_create(
        Clock(
            case=case,
            name="acknowledgement",
            amount=1,
            unit="workdays",
            started_at=now,
            due_at=now + dt.timedelta(hours=n % 200 - 60),
        )
        for n, case in enumerate(cases)
    )
