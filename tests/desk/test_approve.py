"""The lead's list "To approve": what is in it, what is read in place, and how one comes after another."""

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.desk.complaint_page import ComplaintPage
from casework.desk.kind_pages import KindPage
from casework.engine.actors import Actor
from casework.engine.models import Attachment, Case, CaseParty, Clock, Procedure, Recusal, WorkTask
from complaints.flows import ApprovalFlow
from tests.engine.world import Line, at, make_world
from tests.parties.factories import make_membership, make_user

from .factories import HTMX, marks_in, photo, signed_in, url_of

pytestmark = pytest.mark.django_db
IN_LIST = "?list=approve"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


def numbers(client) -> list[str]:
    return [row["number"] for bucket in client.get("/desk/approve/").context["list"].buckets for row in bucket.rows]


def opened(client, line, act="", **headers):
    return client.get(url_of(line, act) + IN_LIST, **headers)


def send(client, line, act, **details):
    """Press the button, then send the form as the page drew it."""
    sent = marks_in(opened(client, line, act, **HTMX).content) | details
    return client.post(url_of(line, act) + IN_LIST, sent, **HTMX)


def make_waiting(world, count: int) -> None:
    """Cases that wait for approval, written as rows."""
    now = at("2026-10-13 10:00")
    rows = [
        Case(
            kind="complaint",
            number=f"TS26-8{n:05d}-X",
            state="awaiting_approval",
            campaign=world.campaign,
            topic="over_price",
            office=world.association,
            holder=world.association,
            handler=world.handler.person,
            opened_at=now,
            state_since=now,
            due_at=now + dt.timedelta(hours=n),
        )
        for n in range(count)
    ]
    cases = Case.objects.bulk_create(rows)
    CaseParty.objects.bulk_create(CaseParty(case=case, unit=world.cinema.unit, role="cinema") for case in cases)
    Clock.objects.bulk_create(
        Clock(case=case, name="approval", amount=3, unit="workdays", started_at=now, due_at=case.due_at)
        for case in cases
    )
    runs = Procedure.objects.bulk_create(
        Procedure(case=case, flow_class=ApprovalFlow, stage="awaiting_approval", main=True) for case in cases
    )
    node = ApprovalFlow.instance.node("approval")
    WorkTask.objects.bulk_create(
        WorkTask(process=run, flow_task=node, flow_task_type="HUMAN", unit=world.association, role="lead")
        for run in runs
    )


# --- the list ---------------------------------------------------------------------------------------------------------
def test_it_holds_what_waits_for_a_lead_who_took_no_part_and_nothing_else(world):
    waiting = Line(world).to_proposed()
    Line(world).to_answered()
    away = Line(world).to_proposed()
    Recusal.objects.create(case_id=away.pk, user=world.lead.person, since=away.now)
    assert numbers(signed_in(world.lead)) == [waiting.case.number]


def test_whoever_handled_it_does_not_find_it_there(world):
    Line(world).to_proposed()
    make_membership(user=world.handler.person, unit=world.association, role="lead")
    assert numbers(signed_in(world.handler)) == []


def test_the_most_urgent_stands_first(world):
    late, soon = Line(world).to_proposed(), Line(world).to_proposed()
    Case.objects.filter(pk=late.pk).update(due_at=at("2026-10-20 00:00"))
    Case.objects.filter(pk=soon.pk).update(due_at=at("2026-10-15 00:00"))
    assert numbers(signed_in(world.lead)) == [soon.case.number, late.case.number]


def test_only_leads_have_the_link_and_its_count(world):
    Line(world).to_proposed()
    rail = signed_in(world.lead).get("/desk/mine/").context["rail"][0]["links"]
    assert {link["name"]: link["count"] for link in rail}["approve"] == 1
    rail = signed_in(world.handler).get("/desk/mine/").context["rail"][0]["links"]
    assert "approve" not in {link["name"] for link in rail}
    assert signed_in(world.handler).get("/desk/approve/").url == "/desk/"


@pytest.mark.parametrize("count", [10, 1000])
def test_the_list_costs_ten_statements_and_the_open_case_twenty(world, count):
    line = Line(world).to_proposed()
    make_waiting(world, count)
    client = signed_in(world.lead)
    client.get("/desk/approve/")
    for url, budget in (("/desk/approve/", 10), (url_of(line) + IN_LIST, 20)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= budget, f"{url}: {len(queries)}"


# --- one case, read in place ------------------------------------------------------------------------------------------
def test_finding_evidence_defence_and_wish_stand_in_one_column(world):
    line = Line(world)
    line.do("evidence", line.complainant, attachments=[photo(line.complainant.uploader)])
    line.to_answered()
    file = Attachment.objects.get(case_id=line.pk)
    finding = {"finding": "upheld", "facts_found": "影院拒绝兑换。", "rule": "R33", "remedy_by": "cinema"}
    line.do("propose", "handler", **finding, remedy="补兑两张票。", evidence=["account", f"file:{file.pk}"])
    page = opened(signed_in(world.lead), line).content.decode()
    for words in (
        "影院拒绝兑换。",
        "不得以任何理由拒绝兑换",
        "补兑两张票。",
        f'href="/files/{file.pk}/',
        "系统当晚正常。",
        "当晚兑换机断网。",
        "补兑两张票，并说明原因",
    ):
        assert words in page
    assert 'id="case-record"' not in page


def test_it_has_the_two_decisions_and_no_other_act(world):
    line = Line(world).to_proposed()
    pane = opened(signed_in(world.lead), line).context["pane"]
    assert [(button.name, button.key, button.main) for button in pane.buttons] == [
        ("approve", "A", True),
        ("send_back", "R", False),
    ]


def test_after_a_return_the_reason_and_what_is_different_come_first(world):
    line = Line(world).to_proposed()
    line.do("send_back", "lead", reason="请写明断网从何时起。")
    line.do("evidence", line.complainant, attachments=[photo(line.complainant.uploader)], caption="小票")
    finding = {"finding": "upheld", "facts_found": "当晚 19:20 起断网，影院拒绝兑换。", "evidence": ["account"]}
    line.do("propose", "handler", **finding, rule="R33", remedy_by="cinema", remedy="补兑两张票并书面说明。")
    approval = opened(signed_in(world.lead), line).context["pane"].approval
    assert approval.return_row["body"] == "请写明断网从何时起。"
    changed = [(change.before, change.now) for change in approval.changes]
    assert changed == [("影院以系统不收券为由拒绝兑换两张有效票券。", "当晚 19:20 起断网，影院拒绝兑换。")]
    assert [row["id"] for row in approval.since_return] == [f"e{line.case.last_seq - 1}"]


def test_a_kind_without_a_column_of_its_own_shows_its_usual_panels_and_the_record(world, monkeypatch):
    monkeypatch.setattr(ComplaintPage, "approval_template", KindPage.approval_template)
    page = opened(signed_in(world.lead), Line(world).to_proposed()).content.decode()
    assert 'id="case-record"' in page
    assert "当晚兑换机断网。" in page


# --- deciding ---------------------------------------------------------------------------------------------------------
def test_approving_asks_once_more_with_what_everybody_will_read_and_then_opens_the_next(world):
    first, second = Line(world).to_proposed(), Line(world).to_proposed()
    client = signed_in(world.lead)
    sheet = opened(client, first, "approve", **HTMX).context["sheet"]
    assert "补兑两张票并书面说明。" in " ".join(line.text for line in sheet.previews[0].lines)
    told = json.loads(send(client, first, "approve").headers["HX-Trigger"])["desk:acted"]
    assert first.case.state == "decided"
    assert told["next"] == url_of(second) + IN_LIST
    assert first.case.number in told["said"]


def test_returning_needs_a_reason_and_keeps_the_place(world):
    line = Line(world).to_proposed()
    client = signed_in(world.lead)
    assert send(client, line, "send_back").status_code == 422
    told = json.loads(send(client, line, "send_back", reason="依据不足。").headers["HX-Trigger"])["desk:acted"]
    assert (line.case.state, told["next"]) == ("investigating", "/desk/approve/")


def test_the_next_is_the_one_after_it_in_the_list_not_the_first_again(world):
    lines = [Line(world).to_proposed() for _n in range(3)]
    for day, line in enumerate(lines, 15):
        Case.objects.filter(pk=line.pk).update(due_at=at(f"2026-10-{day} 00:00"))
    client = signed_in(world.lead)
    for line, following in ((lines[1], lines[2]), (lines[2], lines[0])):
        told = json.loads(send(client, line, "approve").headers["HX-Trigger"])["desk:acted"]
        assert told["next"] == url_of(following) + IN_LIST


def test_without_scripts_each_step_is_a_page_and_the_next_says_what_was_done(world):
    first, second = Line(world).to_proposed(), Line(world).to_proposed()
    client = signed_in(world.lead)
    page = opened(client, first, "approve")
    assert "actform" in page.content.decode()
    response = client.post(url_of(first, "approve") + IN_LIST, marks_in(page.content))
    assert response.url == url_of(second) + IN_LIST
    assert first.case.number in client.get(response.url).content.decode()


def test_new_words_of_a_party_come_first_and_nothing_typed_is_lost(world):
    line = Line(world).to_proposed()
    client = signed_in(world.lead)
    sent = marks_in(opened(client, line, "send_back", **HTMX).content) | {"reason": "依据不足。"}
    line.do("message", line.complainant, message="我又找到一张小票。")
    response = client.post(url_of(line, "send_back") + IN_LIST, sent, **HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert text.index("我又找到一张小票。") < text.index("依据不足。")
    again = client.post(url_of(line, "send_back") + IN_LIST, sent | marks_in(response.content), **HTMX)
    assert (again.status_code, line.case.state) == (200, "investigating")


def test_who_comes_second_reads_who_was_first(world):
    line = Line(world).to_proposed()
    other = make_user("陆二审")
    make_membership(user=other, unit=world.association, role="lead")
    client = signed_in(Actor.user(other))
    sent = marks_in(opened(client, line, "approve").content)
    line.do("approve", "lead")
    response = client.post(url_of(line, "approve") + IN_LIST, sent)
    text = response.content.decode()
    assert (response.status_code, "唐示范" in text, 'id="approval"' in text) == (409, True, True)


def test_a_row_that_is_decided_leaves_the_list_and_the_counts_follow(world):
    line = Line(world).to_proposed()
    client = signed_in(world.lead)
    query = f"/desk/rows/{IN_LIST}&n={line.case.number}"
    assert f'id="w-{line.case.number}"' in client.get(query).content.decode()
    line.do("approve", "lead")
    content = client.get(query).content.decode()
    assert 'data-approve="0"' in content
    assert f'id="w-{line.case.number}"' not in content


def test_the_column_is_drawn_anew_in_parts_as_the_case_changes(world):
    line = Line(world).to_proposed()
    client = signed_in(world.lead)
    line.do("message", line.complainant, message="我又找到一张小票。")
    text = client.get(url_of(line, tail="live/") + IN_LIST).content.decode()
    assert f'id="approval" class="stack-panels" data-seq="{line.case.last_seq}"' in text
    assert 'id="case-acts"' in text
    assert "<form" not in text.split('id="case-acts"')[1]
