"""The desk's lists: who sees what, in which order, at which price."""

import datetime as dt

import pytest
import time_machine

from casework.engine import queues
from casework.engine.actors import Actor
from casework.engine.models import Recusal
from casework.parties.models import User
from tests.complaints import rights
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_user

from .factories import HTMX, make_many, signed_in

pytestmark = pytest.mark.django_db
NOW = "2026-10-13 10:00"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(NOW), tick=False):
        yield


def test_home_leads_everybody_to_their_own_place(world):
    assert signed_in(world.handler).get("/desk/").url == "/desk/mine/"
    assert signed_in(world.cinema_clerk).get("/desk/").url == "/desk/party/"


def test_who_belongs_nowhere_is_told_whom_to_ask(world, client):
    client.force_login(make_user("路人"))
    assert "管理员" in client.get("/desk/").content.decode() or "administrator" in client.get("/desk/").content.decode()


def test_a_cinema_never_gets_a_page_of_the_desk(world):
    line = Line(world)
    for path in ("/desk/mine/", "/desk/all/", f"/desk/cases/{line.case.number}/"):
        assert signed_in(world.cinema_clerk).get(path).url == "/desk/"


def test_without_signing_in_every_page_asks_for_it(world, client):
    assert client.get("/desk/mine/").url.startswith("/accounts/login/")
    # A part of a page: what is typed in the page around it stays, and app.js says what to do.
    assert client.get("/desk/mine/", **HTMX).status_code == 401


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize("path", ["/desk/queue/", "/desk/all/", "/desk/all/?q=示例&party=示例"])
def test_a_list_costs_ten_statements_however_many_cases(world, count, path, django_assert_max_num_queries):
    make_many(world, count, at(NOW))
    client = signed_in(world.handler)
    with django_assert_max_num_queries(10):
        client.get(path)


@pytest.mark.parametrize("count", [10, 1000])
def test_my_work_costs_ten_statements_however_many_cases(world, count, django_assert_max_num_queries):
    make_many(world, count, at(NOW), handler=world.handler)
    client = signed_in(world.handler)
    with django_assert_max_num_queries(10):
        assert client.get("/desk/mine/").content.decode().count('id="w-TS26') == min(count, 50)


def test_pages_by_key_show_every_case_once_and_the_counter_first(world):
    make_many(world, 120, at(NOW))
    client, seen, url = signed_in(world.handler), [], "/desk/queue/"
    while url:
        found = client.get(url).context["list"]
        seen += [row["number"] for bucket in found.buckets for row in bucket.rows]
        assert found.start_url == ("/desk/queue/" if len(seen) > len(found.rows) else "")
        url = found.next_url
    assert len(seen) == len(set(seen)) == 120
    first = client.get("/desk/queue/").context["list"]._page[:18]
    assert all(row.case.urgent for row in first)


def test_what_is_ours_to_do_stands_in_the_order_of_the_days_it_shows(world):
    """A row waiting for us shows our own day, also where another comes first; one waiting for others shows theirs."""
    ours, late_answer, others = (Line(world, start="2026-09-28 20:14").to_investigating() for _ in range(3))
    Line(world, start="2026-10-09 09:00").do("claim", "handler")
    for line in (ours, late_answer):
        line.do("message", "complainant", message="还有一句。")
    found = queues.rows(queues.my_work(world.handler), at(NOW))
    groups = {group: [row.due_at for row in found if row.group == group] for group in ("yours", "others")}
    assert all(days == sorted(days) for days in groups.values())
    shown = {row.case.pk: row for row in found}
    assert shown[ours.pk].due_at == ours.case.due_at
    assert shown[others.pk].due_at == min(r.due_at for r in others.case.answer_requests.all()) < others.case.due_at


def test_a_leads_task_is_not_listed_for_whoever_is_barred_from_it(world):
    """Four eyes: a lead who handled the case, also by a second account, finds no finding of theirs to approve."""
    line = Line(world).to_proposed()
    User.objects.filter(pk=world.handler.person.pk).update(phone="13100000000")
    second = make_user("刘示范", phone="13100000000")
    make_membership(user=second, unit=world.association, role="lead")
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    assert list(queues.my_work(world.lead)) == [line.case.case_ptr]
    assert not queues.my_work(Actor.user(second)).exists()
    assert list(queues.my_work(Actor.user(world.handler.person))) == [line.case.case_ptr], "they still handle it"


def test_a_row_names_first_the_task_whose_day_it_shows(world):
    line = Line(world, start="2026-09-28 20:14").to_answered()
    line.do("message", "complainant", message="还有一句。")
    row = queues.rows(queues.my_work(world.handler), at(NOW))[0]
    assert (row.due_at, row.why) == (line.case.due_at, "提出认定、阅读并答复留言")


def test_an_overdue_row_says_since_when(world):
    line = Line(world, start="2026-09-28 20:14").to_answered()
    with time_machine.travel(line.case.due_at + dt.timedelta(days=3), tick=False):
        page = signed_in(world.handler).get("/desk/mine/").content.decode()
    assert f"{line.case.due_at - dt.timedelta(seconds=1):%-m月%-d日}到期" in page


def test_a_cursor_that_nobody_gave_out_is_not_heeded(world):
    make_many(world, 3, at(NOW))
    for cursor in ("x", "1_2_3", "1_2026-01-01T00:00:00_9", "0__" + "9" * 40):
        assert signed_in(world.handler).get("/desk/queue/", {"after": cursor}).status_code == 200


def test_someone_recused_finds_the_case_nowhere_not_even_in_counts(world):
    """P20, P50."""
    line = Line(world)
    Recusal.objects.create(case_id=line.pk, user=world.colleague.person, since=at(NOW))
    client = signed_in(world.colleague)
    number = line.case.number
    for path in ("/desk/queue/", "/desk/all/?q=不收券", f"/desk/rows/?list=queue&n={number}"):
        response = client.get(path)
        assert number not in response.content.decode()
    assert client.get("/desk/queue/").context["rail"][0]["links"][1]["count"] == 0
    assert client.get(f"/desk/all/?q={number}").status_code == 200
    assert client.get(f"/desk/cases/{number}/").status_code == 404


def test_a_number_typed_anyhow_goes_to_its_case(world):
    line = Line(world)
    typed = line.case.number.lower().replace("-", " ")
    assert signed_in(world.handler).get("/desk/all/", {"q": typed}).url == f"/desk/cases/{line.case.number}/"


def test_words_of_the_story_and_the_cinema_find_the_case_open_or_ended(world):
    line = Line(world)
    line.do("withdraw", line.complainant)
    client = signed_in(world.handler)
    for words in ("系统不收券", "天元店"):
        assert line.case.number in client.get("/desk/all/", {"q": words}).content.decode()
    assert line.case.number not in client.get("/desk/all/").content.decode()
    assert line.case.number in client.get("/desk/all/", {"state": "ended"}).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "refused_redemption"}, True),
        ({"topic": "invoice"}, False),
        ({"party": "天元"}, True),
        ({"party": "荷塘"}, False),
        ({"handler": "nobody"}, True),
        ({"state": "submitted"}, True),
        ({"state": "decided"}, False),
        ({"urgent": "1"}, False),
        ({"overdue": "1"}, False),
        ({"since": "2026-09-28", "until": "2026-09-28"}, True),
        ({"until": "2026-09-27"}, False),
        ({"since": "not a day"}, True),
    ],
)
def test_filters_narrow_the_list(world, query, found):
    line = Line(world)
    assert (line.case.number in signed_in(world.handler).get("/desk/all/", query).content.decode()) is found


def test_every_person_of_the_office_can_be_filtered_by(world):
    line = Line(world)
    line.do("claim", "colleague")
    client = signed_in(world.handler)
    assert line.case.number in client.get("/desk/all/", {"handler": world.colleague.person.pk}).content.decode()
    assert line.case.number not in client.get("/desk/all/", {"handler": world.handler.person.pk}).content.decode()


def test_taking_the_most_urgent_takes_whoever_stands_at_the_counter(world):
    Line(world, start="2026-10-12 09:00")
    urgent = Line(world, start="2026-10-13 09:30", at_the_cinema="yes", happened_on="2026-10-13")
    response = signed_in(world.handler).post("/desk/take/", {"key": "k1"})
    assert response.url.startswith(f"/desk/cases/{urgent.case.number}/")
    assert urgent.case.handler == world.handler.person


def test_taking_twice_with_one_press_takes_one(world):
    """P1."""
    first, second = Line(world), Line(world)
    client = signed_in(world.handler)
    assert client.post("/desk/take/", {"key": "k1"}).url == client.post("/desk/take/", {"key": "k1"}).url
    assert {first.case.handler_id, second.case.handler_id} == {world.handler.person.pk, None}


def test_taking_from_an_empty_queue_says_so(world):
    assert signed_in(world.handler).post("/desk/take/", {"key": "k1"}).url == "/desk/queue/"


def test_a_row_says_which_case_leads_and_which_is_joined_as_far_as_the_reader_sees_the_other(world):
    leading, joined = Line(world), rights.somebody_elses(Line(world))
    joined.do("join", "handler", leading=leading.pk, reason="同一场次。")
    client = signed_in(world.colleague)

    def row(line: Line) -> str:
        page = client.get("/desk/all/").content.decode()
        return page[page.index(f'id="w-{line.case.number}"') :].split("</a>")[0]

    assert f"已并入 {leading.case.number}" in row(joined)
    assert "主案，并有 1 件" in row(leading)
    Recusal.objects.create(case_id=leading.pk, user=world.colleague.person, since=at(NOW))
    assert "并入" not in row(joined), "P20"


def test_changed_rows_come_alone_with_the_counts_and_only_if_they_are_in_this_list(world):
    """P47: the browser patches them in place."""
    mine, other = Line(world), Line(world)
    mine.do("claim", "handler")
    query = {"list": "mine", "n": [mine.case.number, other.case.number]}
    content = signed_in(world.handler).get("/desk/rows/", query).content.decode()
    assert f"w-{mine.case.number}" in content
    assert other.case.number not in content
    assert 'data-mine="1" data-queue="1"' in content


def test_a_dot_marks_news_on_my_own_work_until_the_case_is_opened(world):
    line = Line(world)
    line.do("claim", "handler")
    line.do("message", line.complainant, message="又找到一张小票")
    client = signed_in(world.handler)
    assert "work fresh" in client.get("/desk/mine/").content.decode()
    client.get(f"/desk/cases/{line.case.number}/")
    assert "work fresh" not in client.get("/desk/mine/").content.decode()


def test_what_is_overdue_says_by_how_much(world):
    Line(world, start="2026-09-01 10:00", happened_on="2026-08-30")
    row = signed_in(world.handler).get("/desk/queue/").context["list"].buckets[0].rows[0]
    assert (row["state"], any(char.isdigit() for char in row["due"])) == ("late", True)


def test_an_auditor_reads_every_case_and_gets_no_act(world):

    line, auditor = Line(world), make_user("审计员")
    make_membership(user=auditor, unit=world.association, role="auditor")

    client = signed_in(Actor.user(auditor))
    assert client.get("/desk/").url == "/desk/all/"
    assert line.case.number in client.get("/desk/all/").content.decode()
    page = client.get(f"/desk/cases/{line.case.number}/")
    assert page.context["pane"].buttons == []
    assert client.post(f"/desk/cases/{line.case.number}/contact/").status_code == 404
