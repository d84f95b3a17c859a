"""The team as its lead sees it: people, the age of their claims, what nobody has; and handing over from here."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine.models import Recusal
from casework.parties.models import Membership
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_user

from .factories import make_many, signed_in

pytestmark = pytest.mark.django_db
URL = "/desk/team/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


def team(world, **query):
    return signed_in(world.lead).get(URL, query).context["team"]


def member(found, name):
    return next(row for row in found.members if row.name == name)


def hand_over(world, lines, to, **more):
    said = {"n": [line.case.number for line in lines], "to": to.person.pk, "key": "k"} | more
    return signed_in(world.lead).post(f"{URL}hand-over/", said, follow=True)


def test_the_age_of_a_claim_is_counted_in_working_days_over_the_rest_days(world):
    line = Line(world, start="2026-09-28 09:00")
    line.do("claim", "handler", when="2026-09-29 09:00")
    line.do("note", "handler", note="已致电。", when="2026-10-09 09:00")
    found = team(world)
    # After 29 September: 30 September, 8, 9, 10, 12, 13 October; after the 9th: 10, 12, 13.
    assert [(row["claimed"], row["untouched"]) for row in found.rows] == [(6, 3)]
    assert (member(found, "林小例").oldest, member(found, "林小例").untouched) == (6, 3)


def test_everybody_of_the_office_is_there_with_what_they_have_and_what_nobody_has(world):
    Line(world)
    Line(world, start="2026-10-12 09:00").do("claim", "handler")
    late = Line(world, start="2026-09-01 10:00", happened_on="2026-08-30")
    late.do("claim", "colleague", when="2026-09-01 11:00")
    found = team(world)
    numbers = {row.name: (row.count, row.overdue) for row in found.members}
    assert found.members[0].key == "nobody"
    assert numbers == {found.members[0].name: (1, 0), "林小例": (1, 0), "周小样": (1, 1), "唐示范": (0, 0)}
    assert [row["number"] for row in team(world, late="1").rows] == [late.case.number]


def test_one_persons_cases_or_what_nobody_has_can_be_looked_at_alone(world):
    free, mine = Line(world), Line(world)
    mine.do("claim", "handler")
    assert [row["number"] for row in team(world, of="nobody").rows] == [free.case.number]
    assert [row["number"] for row in team(world, of=str(world.handler.person.pk)).rows] == [mine.case.number]
    assert team(world, of=str(world.colleague.person.pk)).rows == []


def test_the_longest_untouched_stand_first_and_pages_skip_none(world):
    make_many(world, 120, at("2026-10-13 10:00"), handler=world.handler)
    client, seen, url = signed_in(world.lead), [], URL
    while url:
        found = client.get(url).context["team"]
        seen += [row["number"] for row in found.rows]
        url = found.next_url
    assert len(seen) == len(set(seen)) == 120


def test_whoever_left_the_office_and_still_has_cases_is_shown(world):
    Line(world).do("claim", "handler")
    Membership.objects.filter(user=world.handler.person).update(active=False)
    assert (member(team(world), "林小例").here, member(team(world), "林小例").count) == (False, 1)


def test_a_case_that_the_lead_is_out_of_is_not_even_counted(world):
    line = Line(world)
    line.do("claim", "handler")
    Recusal.objects.create(case_id=line.pk, user=world.lead.person, since=line.now)
    assert member(team(world), "林小例").count == 0
    assert "没有转交" in hand_over(world, [line], world.colleague).content.decode()
    assert line.case.handler == world.handler.person


def test_several_are_handed_over_at_once_and_the_refused_are_named_with_the_reason(world):
    """P19: each through the door by itself."""
    first, second, out = Line(world), Line(world), Line(world)
    first.do("claim", "handler")
    Recusal.objects.create(case_id=out.pk, user=world.colleague.person, since=out.now)
    text = hand_over(world, [first, second, out], world.colleague, note="请接着办。").content.decode()
    assert [line.case.handler for line in (first, second, out)] == [world.colleague.person] * 2 + [None]
    assert out.case.number in text
    event = first.case.events.get(name="hand_over")
    assert event.text.values == {"note": "请接着办。"}


def test_sent_twice_it_is_done_once(world):
    """P1."""
    line = Line(world)
    for _n in range(2):
        hand_over(world, [line], world.colleague)
    assert line.case.events.filter(name="hand_over").count() == 1


def test_with_nothing_ticked_nothing_happens_and_it_says_so(world):
    assert "勾选" in hand_over(world, [], world.colleague).content.decode()


def test_only_leads_come_here(world):
    assert signed_in(world.handler).get(URL).url == "/desk/"
    assert signed_in(world.handler).post(f"{URL}hand-over/").url == "/desk/"


@pytest.mark.parametrize(("cases", "people"), [(10, 2), (1000, 40)])
def test_it_costs_the_same_for_few_and_many(world, cases, people):
    make_many(world, cases, at("2026-10-13 10:00"), handler=world.handler)
    for _n in range(people):
        make_membership(user=make_user(), unit=world.association, role="handler")
    client = signed_in(world.lead)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(URL).context["team"].rows) == min(cases, 50)
    assert len(queries) <= 12


def test_whose_time_it_took_is_counted_over_a_period_and_for_one_case(world):
    line = Line(world, start="2026-09-28 20:14").to_investigating()
    page = signed_in(world.lead).get(f"{URL}time/", {"since": "2026-10-08", "until": "2026-10-12"})
    # 8, 9, 10, 12 October, at the cinema and at the platform alike.
    assert [(share.who, share.days) for share in page.context["shares"]] == [("示例影城（天元店）", 4), ("示例平台", 4)]
    pane = signed_in(world.lead).get(f"/desk/cases/{line.case.number}/").context["pane"]
    assert ("林小例", 1) in [(share.who, share.days) for share in pane.turns]


@pytest.mark.parametrize("query", [{}, {"since": "x", "until": "y"}, {"since": "2026-10-12", "until": "2026-10-01"}])
def test_without_a_sensible_period_it_is_the_last_thirty_days(world, query):
    context = signed_in(world.lead).get(f"{URL}time/", query).context
    assert (str(context["first"]), str(context["last"])) == ("2026-09-13", "2026-10-13")


@pytest.mark.parametrize("cases", [10, 1000])
def test_counting_whose_time_costs_the_same_for_few_and_many(world, cases):
    make_many(world, cases, at("2026-10-13 09:00"), handler=world.handler)
    client = signed_in(world.lead)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{URL}time/", headers={"HX-Request": "true"}).status_code == 200
    assert len(queries) <= 10
