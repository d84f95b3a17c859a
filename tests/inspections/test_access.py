"""Who opens what of an inspection, at every turn of its way (issue 7 §5, Access)."""

import pytest
import time_machine
from django.test import Client

from casework.engine.actors import Actor
from casework.parties.models import Unit
from tests.inspections.world import Visit, make_field_world
from tests.parties.factories import make_membership, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.long]

OFFICE = {"handler", "colleague", "lead", "second_lead"}
BUREAU = {"bureau"}
COUNTY = {"county_lead", "county_handler"}
ABOVE = {"prefecture_lead", "federation"}
NAMED = {"chen", "he"}
INSPECTED = {"cinema_clerk"}
CHAIN = {"chain"}
# In the order of the way: where inspectors are named, and where the inspected unit has seen them.
STAGES = ("dispatched", "arranged", "visiting", "reported", "rectifying", "closed")


def people(world) -> dict[str, Actor]:
    """Everybody of the world, and who might think that it is their matter too."""
    chain = make_unit(Unit.Kind.CHAIN, name="示例院线公司")
    world.cinema.unit.parent = chain
    world.cinema.unit.save()
    more = {
        "chain": (chain, "handler"),
        "other_chain": (make_unit(Unit.Kind.CHAIN, name="别家院线公司"), "handler"),
        "bureau": (world.association.parent, "handler"),
        "federation": (world.federation, "handler"),
        "county_handler": (world.county, "handler"),
        "not_named": (world.county, "inspector"),
        "county_auditor": (world.county, "auditor"),
        "other_prefecture": (make_unit(Unit.Kind.UNION, name="湘潭市总工会", division="430300"), "lead"),
        "film_office": (make_unit(Unit.Kind.FILM_OFFICE, name="株洲市电影主管部门", division="430200"), "lead"),
        "grassroots": (make_unit(Unit.Kind.GRASSROOTS_UNION, name="示例厂工会"), "handler"),
        "other_office": (make_unit(Unit.Kind.ASSOCIATION, name="示例市协会", division="430200"), "lead"),
    }
    found = {name: actor for name, actor in vars(world).items() if isinstance(actor, Actor)}
    for name, (unit, role) in more.items():
        found[name] = Actor.user(make_membership(user=make_user(name), unit=unit, role=role).user)
    return found


@pytest.fixture
def cast():
    with time_machine.travel("2026-10-08 09:00+08:00", tick=False):
        world = make_field_world()
        yield world, people(world)


def who_opens(actors: dict[str, Actor], url: str) -> set[str]:
    found = set()
    for name, actor in actors.items():
        client = Client()
        client.force_login(actor.person)
        if client.get(url).status_code == 200:
            found.add(name)
    return found


def walked(world, stage: str) -> Visit:
    visit = Visit(world)
    if stage != "dispatched":
        getattr(visit, f"to_{stage}")()
    return visit


@pytest.mark.parametrize("stage", STAGES)
def test_each_page_opens_for_those_whose_it_is_and_for_nobody_else(cast, stage):
    world, actors = cast
    visit = walked(world, stage)
    named = NAMED if stage != "dispatched" else set()
    inspected = INSPECTED if STAGES.index(stage) >= STAGES.index("visiting") else set()
    part = "live/" if stage == "reported" else ""
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        assert who_opens(actors, f"/desk/cases/{visit.case.number}/{part}") == OFFICE | BUREAU
        assert who_opens(actors, f"/desk/field/{visit.case.number}/{part}") == COUNTY | ABOVE | named
        inspected |= CHAIN if stage == "closed" else set()
        assert who_opens(actors, f"/desk/ours/{visit.case.number}/{part}") == inspected


def test_a_chain_finds_the_results_of_its_cinemas_and_does_nothing_there(cast):
    world, actors = cast
    visit = walked(world, "closed")
    client = Client()
    client.force_login(actors["chain"].person)
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        assert f"/desk/ours/{visit.case.number}/" in client.get("/desk/party/?group=ended").content.decode()
        pane = client.get(f"/desk/ours/{visit.case.number}/").context["pane"]
        assert [row["title"] for row in pane.feed]
        assert pane.buttons == []
        client.force_login(actors["other_chain"].person)
        assert visit.case.number not in client.get("/desk/party/?group=ended").content.decode()


def test_photos_open_for_the_office_and_the_field_and_their_originals_for_who_investigates(cast):
    world, actors = cast
    visit = walked(world, "heard")
    photo = visit.case.attachments.order_by("created_at").first()
    readers = OFFICE | BUREAU | COUNTY | ABOVE | NAMED
    assert who_opens(actors, f"/files/{photo.pk}/copy/") == readers
    assert who_opens(actors, f"/files/{photo.pk}/original/") == {"handler", "lead", "second_lead"}


def test_what_the_office_and_the_field_say_among_themselves_the_inspected_unit_never_reads(cast):
    world, actors = cast
    visit = walked(world, "rechecking")
    visit.do("note", "handler", note="内部备注甲乙丙")
    visit.do("recheck_passed", "county_lead", way="documents", result="照片可见已公示。")
    hidden = {"cinema_clerk": ("甲乙丙", "照片可见已公示", "售票处没有公示。"), "county_lead": ("甲乙丙",)}
    client = Client()
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        for name, secrets in hidden.items():
            client.force_login(actors[name].person)
            desk = "inspected" if name == "cinema_clerk" else "field"
            page = client.get(f"/desk/{desk}/{visit.case.number}/").content.decode()
            assert visit.case.number in page
            assert not any(secret in page for secret in secrets)
