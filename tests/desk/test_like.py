""" "Perhaps the same": repeats to merge and other people's cases to join, side by side (issue 5 §1)."""

import csv
import re
from itertools import combinations
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.engine.actors import Actor
from casework.engine.models import Recusal
from complaints.join_forms import possible_leads
from complaints.likeness import LIKE, likeness
from tests.complaints import rights
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

from .factories import HTMX, make_many, signed_in, url_of
from .together import three

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "citizen_messages.csv"
STORY = "昨晚在天元店兑票，柜台说系统坏了不收券，只能付现金。"
SOMEBODY = {"phone": "13900139000", "story": STORY}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-09 10:00"), tick=False):
        yield


def likes(world, line: Line, who="handler"):
    """What the panel of this case shows, by number."""
    response = signed_in(getattr(world, who)).get(url_of(line, tail="like/"), **HTMX)
    assert response.status_code == 200
    return {like.case.number: like for like in response.context["likes"].found}


def claimed(line: Line) -> Line:
    line.do("claim", "handler")
    return line


# --- what is found ----------------------------------------------------------------------------------------------------
def test_the_same_phone_is_perhaps_a_repeat_and_another_persons_like_words_perhaps_the_same_matter(world):
    line = claimed(Line(world))
    repeat, other = Line(world, story="上次那件事再说一次。"), Line(world, **SOMEBODY)
    found = likes(world, line)
    assert {number: like.repeat for number, like in found.items()} == {
        repeat.case.number: True,
        other.case.number: False,
    }
    assert next(iter(found)) == repeat.case.number, "repeats first"


def test_something_else_at_the_same_cinema_is_not_suggested(world):
    line = claimed(Line(world))
    Line(world, **(SOMEBODY | {"category": "poor_service", "story": "保洁阿姨大声骂人，态度很差，没人管。"}))
    Line(world, **(SOMEBODY | {"cinema": make_cinema(name="别处影城").pk, "platform": ""}))
    assert likes(world, line) == {}


@pytest.mark.parametrize(("filed", "found"), [("2026-10-27 20:00", True), ("2026-10-29 20:00", False)])
def test_only_what_was_filed_within_thirty_days_of_each_other(world, filed, found):
    line = claimed(Line(world))
    other = Line(world, start=filed, **SOMEBODY)
    assert (other.case.number in likes(world, line)) is found
    assert (line.case.number in likes(world, other)) is found


def test_what_has_ended_and_what_is_handled_together_already_is_not_suggested(world):
    leading, first, _second = three(world)
    ended = Line(world, **SOMEBODY)
    ended.do("withdraw", "complainant")
    assert likes(world, leading) == {}
    assert leading.case.number not in likes(world, first)


def test_what_the_reader_may_not_see_is_neither_shown_nor_counted(world):
    """P20."""
    line, hidden = claimed(Line(world)), Line(world, **SOMEBODY)
    Recusal.objects.create(case_id=hidden.pk, user=world.handler.person, since=hidden.now)
    assert likes(world, line) == {}
    assert hidden.case.number in likes(world, line, "colleague")
    text = signed_in(world.handler).get(url_of(line, tail="like/"), **HTMX).content.decode()
    assert hidden.case.number not in text
    assert "没有找到" in text


def test_two_hundred_cases_of_a_platform_are_compared_at_the_same_price(world):
    line = claimed(Line(world))
    Line(world, **SOMEBODY)
    client, url = signed_in(world.handler), url_of(line, tail="like/")

    def cost() -> int:
        client.get(url, **HTMX)
        with CaptureQueriesContext(connection) as queries:
            client.get(url, **HTMX)
        return len(queries)

    before = cost()
    for n in range(4):
        Line(world, **(SOMEBODY | {"phone": f"1370013700{n}"}))
    make_many(world, 250, at("2026-09-28 09:00"))
    assert cost() == before
    assert before <= 20


# --- side by side -----------------------------------------------------------------------------------------------------
def test_the_two_stand_side_by_side_and_what_is_equal_is_marked_in_words(world):
    line = claimed(Line(world))
    other = Line(world, **(SOMEBODY | {"platform": "", "happened_at": "21:00"}))
    facts = {str(fact.label): fact for fact in likes(world, line)[other.case.number].facts}
    assert {
        label: fact.same for label, fact in facts.items() if label in ("影院", "电子支付平台", "哪一天", "场次")
    } == {
        "影院": True,
        "电子支付平台": False,
        "哪一天": True,
        "场次": False,
    }
    text = signed_in(world.handler).get(url_of(line, tail="like/"), **HTMX).content.decode()
    assert "相同的有：反映的事、影院、哪一天" in text
    assert STORY in text
    assert "相同" in text
    assert "13900139000" not in text


def test_without_scripts_it_is_a_page_of_its_own(world):
    line, other = claimed(Line(world)), Line(world, **SOMEBODY)
    client = signed_in(world.handler)
    assert url_of(line, tail="like/") in client.get(url_of(line)).content.decode()
    page = client.get(url_of(line, tail="like/")).content.decode()
    assert "<html" in page
    assert other.case.number in page


def test_a_report_and_a_complaint_are_neither_merged_nor_joined(world):
    """Each has rights of its own: a mixed matter is split instead."""
    line, report = claimed(Line(world)), claimed(Line(world, matter="report", story=STORY))
    assert (likes(world, line), likes(world, report)) == ({}, {})
    assert report.pk not in possible_leads(line.case, world.handler).values_list("pk", flat=True)


def test_once_a_finding_is_proposed_nothing_is_looked_for(world):
    line = Line(world).to_proposed()
    client = signed_in(world.handler)
    assert "like/" not in client.get(url_of(line)).content.decode()
    assert client.get(url_of(line, tail="like/")).status_code == 404


# --- what can be made of it -------------------------------------------------------------------------------------------
def way(world, line: Line, other: Line, who="handler") -> str:
    (one,) = likes(world, line, who)[other.case.number].ways
    return one.url


def test_the_later_repeat_goes_into_the_earlier_case_whichever_page_is_open(world):
    line, repeat = claimed(Line(world)), claimed(Line(world))
    for page in ((line, repeat), (repeat, line)):
        assert way(world, *page) == f"{url_of(repeat, 'merge')}?into={line.pk}#act-merge"


def test_the_case_that_was_filed_first_leads_unless_the_other_leads_already(world):
    line, other = claimed(Line(world)), claimed(Line(world, **SOMEBODY))
    for page in ((line, other), (other, line)):
        assert way(world, *page) == f"{url_of(other, 'join')}?leading={line.pk}#act-join"
    third = rights.somebody_elses(line, phone="13700137000")
    third.do("join", "handler", leading=other.pk, reason="同一场次。")
    assert way(world, line, other) == f"{url_of(line, 'join')}?leading={other.pk}#act-join"


def test_what_is_further_than_joining_leads(world):
    line, other = claimed(Line(world)), Line(world, **SOMEBODY)
    line_after = Line(world, phone="13700137000", story=STORY).to_proposed()
    assert way(world, line, line_after) == f"{url_of(line, 'join')}?leading={line_after.pk}#act-join"
    assert way(world, other, line_after) == f"{url_of(other, 'join')}?leading={line_after.pk}#act-join"


def test_the_forms_come_filled_in(world):
    line, repeat, other = claimed(Line(world)), claimed(Line(world)), claimed(Line(world, **SOMEBODY))
    client = signed_in(world.handler)
    for url, chosen in ((way(world, repeat, line), line), (way(world, other, line), line)):
        page = client.get(url.split("#")[0])
        assert re.search(rf'<option value="{chosen.pk}" selected', page.content.decode())


def test_an_auditor_reads_it_and_has_no_button(world):
    line, other = claimed(Line(world)), Line(world, **SOMEBODY)
    user = make_user("审计员")
    make_membership(user=user, unit=world.association, role="auditor")
    world.auditor = Actor.user(user)
    assert likes(world, line, "auditor")[other.case.number].ways == []


# --- how alike --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "category", "other", "other_category", "alike"),
    [
        ("买了两张 19:50 的票，售票员说今天人多，系统不收券，要看就付现金 45 元。", "a", STORY, "a", True),
        ("用票券换票另收 6 元“服务费”，没有公示。", "a", "兑换时另收了 6 元“服务费”，没有任何公示。", "a", True),
        ("说巨幕厅不参加活动，只能换普通厅。", "a", STORY, "a", False),
        ("余额 21 元，想补 14 元，说不行。", "a", "付了钱没有给电影票，手写了一张纸条就让进场了。", "a", False),
        (STORY, "a", STORY, "b", True),
        ("买了两张 19:50 的票，售票员说今天人多，系统不收券。", "a", STORY, "b", False),
    ],
)
def test_words_and_category_together_say_whether_it_may_be_the_same(one, category, other, other_category, alike):
    assert (likeness(one, category, other, other_category) >= LIKE) is alike


@pytest.mark.skipif(not DATA.is_file(), reason="the data to try things with is not beside the clone")
def test_of_real_messages_few_look_alike_and_near_copies_do():
    """The threshold rests on them: see `complaints.likeness`."""
    with DATA.open(encoding="utf-8", newline="") as file:
        told = [f"{row['theme']} {row['detail']}" for row in csv.DictReader(file)][:150]
    scores = [likeness(one, "a", other, "a") for one, other in combinations(told, 2)]
    assert sum(score >= LIKE for score in scores) / len(scores) < 0.012
    assert likeness(told[0], "a", told[0][: len(told[0]) * 2 // 3], "b") >= LIKE
