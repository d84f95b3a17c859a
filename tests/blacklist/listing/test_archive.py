"""The archive for staff: all that ever was on the list, and what became of it, by who may read it (issue 9 §3)."""

from __future__ import annotations

import datetime as dt

import pytest

from casework.desk.listed.archive import PAGE_SIZE
from casework.engine.actors import Actor
from casework.parties.models import Unit
from tests.blacklist.deciding import Deciding
from tests.desk.factories import signed_in
from tests.engine.world import at
from tests.parties.factories import make_membership, make_unit, make_user

from .factories import make_shop, on_the_list

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def shown(world, who: str = "handler", query: str = "", status: int = 200) -> str:
    response = signed_in(getattr(world, who)).get(f"/desk/archive/{query}", headers=ENGLISH)
    assert response.status_code == status
    return response.content.decode()


def test_it_keeps_what_is_on_the_list_and_what_left_it_with_full_names(world):
    here = on_the_list(world)
    gone = on_the_list(world, make_shop("张三影视放映部", uscc="92430200MA4L0000X1"), ends=dt.date(2026, 10, 11))
    never = on_the_list(world, published_at=None)
    page = shown(world)
    for words in (here.number, gone.number, "张三影视放映部", "On the list until 31 Dec", "The term ran out"):
        assert words in page
    assert never.number not in page


def test_the_history_comes_from_the_record_of_the_case(world, clock):
    decision = Deciding(world).to_in_force()
    decision.time_passes("2026-09-28 18:00")
    page = shown(world)
    assert decision.case.number in page
    assert "The decision was served and is in force" not in page, "confirmed by the party instead"
    assert page.index("The party has the decision") < page.index("The decision is on the public list")
    assert "A decision is being prepared" not in page
    clock.move_to(at("2027-04-01 09:00"), tick=False)
    expired = shown(world)
    assert expired.index("The decision is on the public list") < expired.rindex("The term ran out")


def test_association_bureau_and_federation_read_it(world):
    decision = Deciding(world).to_in_force()
    decision.time_passes("2026-09-28 18:00")
    for who in ("handler", "lead", "bureau_judge", "union_judge"):
        assert decision.case.number in shown(world, who)


def test_other_desks_find_nothing_there_and_parties_are_led_home(world):
    case = on_the_list(world)
    city = make_unit(Unit.Kind.FILM_OFFICE, name="示例市电影局", division="430200")
    world.city = Actor.user(make_user())
    make_membership(user=world.city.person, unit=city)
    assert case.number not in shown(world, "city")
    shown(world, "cinema_clerk", status=302)


def test_it_is_searched_as_the_list_is(world):
    here = on_the_list(world)
    there = on_the_list(world, make_shop("张三影视放映部", division_id="430104"), violation="cash_first")
    for query, found in (
        ("?q=张三", there),
        ("?county=430211", here),
        ("?violation=cash_first", there),
        (f"?q={here.number}", here),
    ):
        page = shown(world, query=query)
        assert [one.number in page for one in (here, there)] == [one is found for one in (here, there)]
    assert "No decision of the archive fits this" in shown(world, query="?until=2026-01-01")


def test_it_is_paged_and_costs_the_same_for_few_and_many(world, django_assert_max_num_queries):
    cases = [on_the_list(world) for _each in range(PAGE_SIZE + 1)]
    browser = signed_in(world.handler)
    with django_assert_max_num_queries(16):
        first = browser.get("/desk/archive/", headers=ENGLISH).content.decode()
    assert cases[0].number not in first
    assert cases[0].number in shown(world, query=f"?after={cases[1].pk}")
