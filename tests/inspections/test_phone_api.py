"""What the inspectors' phone fetches and sends (issue 7 §4): only its own acts, once each, in nobody else's name."""

from __future__ import annotations

import json
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.engine import door
from casework.engine.models import Event
from casework.engine.models.cases import CasePerson
from inspections.models import Inspection, Item, Report, Signature
from inspections.phone.api import ACTS
from inspections.phone.whose import COOKIE
from tests.desk.factories import signed_in
from tests.engine.world import at, key, make_file
from tests.parties.factories import make_cinema

from .factories import item, make_published, said
from .world import Visit, make_field_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel("2026-10-12 10:55+08:00", tick=False):
        yield make_field_world()


def phone(world: SimpleNamespace, name: str = "chen") -> Client:
    return signed_in(getattr(world, name))


def send(client: Client, visit: Visit, act: str, *, seen: int | None = None, who: str = "chen", **more: Any):
    body = {
        "key": more.pop("key", uuid.uuid4().hex),
        "seen": visit.case.version if seen is None else seen,
        "seq": more.pop("seq", 1),
        "person": getattr(visit.world, who).person.pk,
        "details": more,
    }
    return client.post(f"/inspect/api/{visit.case.number}/{act}/", json.dumps(body), content_type="application/json")


# --- what lies on the phone -------------------------------------------------------------------------------------------
def test_the_phone_has_everything_that_a_visit_without_network_needs(world):
    world.cinema.address, world.cinema.duty_phone = "示范路 88 号", "0731-8888 0000"
    world.cinema.save()
    visit = Visit(world).to_arranged()
    got = phone(world).get("/inspect/api/tasks/")
    assert "no-store" in got["Cache-Control"]
    (task,) = got.json()["tasks"]
    assert (task["number"], task["state"], task["version"]) == (visit.case.number, "acknowledged", visit.case.version)
    assert task["unit"]["address"] == "示范路 88 号"
    assert task["unit"]["duty_phone"] == "0731-8888 0000"
    going = {(one["name"], one["unit"]) for one in task["inspectors"]}
    assert going == {("陈小范", "天元区总工会"), ("何小例", "天元区总工会")}
    assert task["because"] == "核对兑换规则的公示。"
    assert "承诺书" in task["basis"]
    assert task["code"]["svg"].startswith("<svg")
    assert f"/inspect/visit/{visit.pk}" in task["code"]["url"]
    checklist = got.json()["checklists"][str(task["checklist"])]
    assert [one["code"] for section in checklist["sections"] for one in section["items"]] == ["posted", "paid"]


def test_the_phone_does_not_tell_that_somebody_complained(world):
    visit = Visit(world, because="看黄金场。").to_arranged()
    Inspection.objects.filter(pk=visit.pk).update(origin=Inspection.Origin.COMPLAINT)
    said = str(phone(world).get("/inspect/api/tasks/").json()).lower()
    assert "看黄金场" in said
    assert not any(word in said for word in ("complaint", "投诉"))


def test_what_earlier_reports_found_there_is_on_the_phone(world):
    Visit(world).to_closed()
    with time_machine.travel("2026-11-09 09:00+08:00", tick=False):
        Visit(world, start="2026-11-02 10:00", visit_by="2026-11-30").do("take_on", "county_lead")
        again = Visit(world, start="2026-11-02 11:00", visit_by="2026-11-30").to_acknowledged()
        again.do("arrange", "county_lead", **again.going(visit_on="2026-11-10"))
        (task,) = phone(world).get("/inspect/api/tasks/").json()["tasks"]
    assert task["findings"] == [{"question": "示例问题 posted", "day": "2026-10-12"}]


def test_why_a_report_came_back_is_on_the_phone(world):
    visit = Visit(world).to_reported()
    visit.do("return_for_more", "handler", reason="请补拍取票机。")
    (task,) = phone(world).get("/inspect/api/tasks/").json()["tasks"]
    assert (task["state"], task["returned"]) == ("visiting", "请补拍取票机。")
    assert task["because"] == "核对兑换规则的公示。"


def test_only_who_is_named_now_has_the_task(world):
    visit = Visit(world).to_arranged()
    assert phone(world, "deng").get("/inspect/api/tasks/").json()["tasks"] == []
    assert phone(world, "county_lead").get("/inspect/api/tasks/").json()["tasks"] == []
    visit.do("hand_over_task", "county_lead", **visit.going("he", "deng", others_because="请假。"))
    assert phone(world).get("/inspect/api/tasks/").json()["tasks"] == []
    assert len(phone(world, "deng").get("/inspect/api/tasks/").json()["tasks"]) == 1


def test_ten_tasks_cost_as_many_statements_as_one(world):
    def statements() -> int:
        client = phone(world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/inspect/api/tasks/").status_code == 200
        return len(queries)

    Visit(world).to_arranged()
    one = statements()
    for _more in range(3):
        cinema = make_cinema(division="430211")
        Visit(world, unit=cinema.unit.pk, checklist=make_published().pk).to_arranged()
    assert statements() == one <= 16


def test_without_a_session_the_answer_is_json(world):
    visit = Visit(world).to_arranged()
    assert Client().get("/inspect/api/tasks/").status_code == 401
    got = send(Client(), visit, "start_visit")
    assert (got.status_code, got["Content-Type"]) == (401, "application/json")


# --- acts -------------------------------------------------------------------------------------------------------------
def test_a_visit_is_sent_in_order_each_act_on_the_version_of_the_one_before(world):
    visit = Visit(world).to_arranged()
    client = phone(world)
    began = send(client, visit, "start_visit", began_at="2026-10-12T10:05:00+08:00").json()
    assert (began["state"], began["may_report"], began["again"]) == ("visiting", True, False)
    report = visit.said(violation=True)
    part = send(client, visit, "send_part", attachments=report.pop("attachments"))
    assert part.json()["version"] == began["version"], "a part moves nothing"
    done = send(client, visit, "report_visit", seen=began["version"], **report)
    assert (done.status_code, done.json()["state"]) == (200, "reported")
    assert Report.objects.get().photos.count() == 1


def test_the_same_key_is_answered_again_and_writes_nothing(world):
    visit = Visit(world).to_visiting()
    client, report, mark = phone(world), visit.said(), "key-of-the-report"
    first = send(client, visit, "report_visit", key=mark, **report)
    again = send(client, visit, "report_visit", key=mark, seen=1, **report)
    assert (first.json()["again"], again.json()["again"]) == (False, True)
    assert again.json()["seq"] == first.json()["seq"]
    assert Report.objects.count() == 1


def test_what_is_missing_is_said_in_sentences(world):
    visit = Visit(world).to_visiting()
    report = visit.said()
    report["report"]["signatures"].pop(0)
    got = send(phone(world), visit, "report_visit", **report)
    assert got.status_code == 422
    assert got.json()["errors"] == ["还差陈小范签名。"]
    assert got.json()["may_report"]


def test_a_name_typed_by_its_owner_stands_for_a_signature(world):
    visit = Visit(world).to_visiting()
    report = visit.said()
    report["report"]["signatures"][0] = {"role": "inspector", "user": world.chen.person.pk, "name": "何小例"}
    assert send(phone(world), visit, "report_visit", **report).status_code == 422
    report["report"]["signatures"][0]["name"] = "陈小范"
    assert send(phone(world), visit, "report_visit", **report).status_code == 200
    assert Signature.objects.get(user=world.chen.person).attachment_id is None


def test_where_the_phone_was_is_kept_where_it_is_a_place(world):
    visit = Visit(world).to_visiting()
    report = visit.said()
    report["report"]["place"] = {"lat": 27.8273456, "lon": 113.1512345, "accuracy": 12.4}
    send(phone(world), visit, "report_visit", **report)
    assert Report.objects.get().place == {"lat": 27.82735, "lon": 113.15123, "accuracy": 12.4}


def test_a_task_that_went_to_others_is_refused_and_its_report_is_kept(world):
    visit = Visit(world).to_visiting()
    report, seq = visit.said(), visit.case.last_seq
    visit.do("hand_over_task", "county_lead", **visit.going("he", "deng", others_because="请假。"))
    got = send(phone(world), visit, "report_visit", seq=seq, **report)
    assert (got.status_code, got.json()["may_report"]) == (422, False)
    (happened,) = got.json()["happened"]
    assert (happened["who"], happened["done"]) == ("天元区总工会", "把检查交给了其他人")
    kept = send(phone(world), visit, "keep_report", **report)
    assert kept.status_code == 200
    assert Report.objects.get().overtaken


def test_a_task_that_was_recalled_meanwhile_says_so(world):
    visit = Visit(world).to_visiting()
    old, report, seq = visit.case.version, visit.said(), visit.case.last_seq
    visit.do("recall", "handler", reason="影院已停业。")
    got = send(phone(world), visit, "report_visit", seen=old, seq=seq, **report)
    assert (got.status_code, got.json()["state"], got.json()["may_report"]) == (409, "cancelled", False)
    assert [row["done"] for row in got.json()["happened"]] == ["撤回了检查任务"]
    assert send(phone(world), visit, "keep_report", **report).status_code == 200


def test_a_colleagues_report_is_told_to_whoever_comes_second(world):
    visit = Visit(world).to_visiting()
    old, report, seq = visit.case.version, visit.said(who="he"), visit.case.last_seq
    visit.do("report_visit", "chen", **visit.said())
    got = send(phone(world, "he"), visit, "report_visit", who="he", seen=old, seq=seq, **report).json()
    assert (got["state"], got["may_report"]) == ("reported", False)
    assert [row["who"] for row in got["happened"]] == ["陈小范 天元区总工会"]


def test_a_version_that_changed_for_nothing_may_be_sent_again(world):
    visit = Visit(world).to_visiting()
    report = visit.said()
    got = send(phone(world), visit, "report_visit", seen=visit.case.version - 1, **report)
    assert (got.status_code, got.json()["may_report"]) == (409, True)
    assert send(phone(world), visit, "report_visit", seen=got.json()["version"], **report).status_code == 200


def test_nothing_is_sent_in_somebody_elses_name(world):
    visit = Visit(world).to_arranged()
    got = send(phone(world, "he"), visit, "start_visit", who="chen")
    assert got.status_code == 403
    assert visit.case.state == "acknowledged"


def test_strangers_are_told_that_there_is_no_such_case(world):
    visit = Visit(world).to_arranged()
    assert send(phone(world, "deng"), visit, "start_visit", who="deng").status_code == 404


@pytest.mark.parametrize("act", ["recall", "take_on", "arrange", "be_scanned", "message", "no_such_act"])
def test_no_other_act_is_reachable(world, act):
    visit = Visit(world).to_arranged()
    assert send(phone(world), visit, act).status_code == 400
    assert act not in ACTS


@pytest.mark.parametrize("name", ["by", "at", "skip_locked", "promised", "read_to"])
def test_no_argument_of_the_door_can_be_said(world, name):
    visit = Visit(world).to_arranged()
    assert send(phone(world), visit, "start_visit", **{name: 1}).status_code == 200
    assert Event.objects.get(case=visit.pk, name="start_visit").at == at("2026-10-12 10:55")


@pytest.mark.parametrize("body", ["", "[]", "{", '{"key": "12345678"}', "[" * 5000, '{"key": 1, "details": {}}'])
def test_what_came_damaged_is_said_to_be(world, body):
    visit = Visit(world).to_arranged()
    url = f"/inspect/api/{visit.case.number}/start_visit/"
    assert phone(world).post(url, body, content_type="application/json").status_code == 400


def test_signs_that_no_database_takes_do_no_harm(world):
    visit = Visit(world).to_visiting()
    report = visit.said()
    report["report"]["party_words"] = "已\x00知\ud800悉"
    report["report"]["answers"]["posted"]["note"] = "\x00"
    assert send(phone(world), visit, "report_visit", **report).status_code == 200
    assert Report.objects.get().party_words == "已知悉"


# --- whose phone ------------------------------------------------------------------------------------------------------
def test_the_phone_knows_whose_it_is_until_they_sign_out(world):
    client = phone(world)
    client.get("/inspect/api/tasks/")
    assert client.cookies[COOKIE].value == str(world.chen.person.pk)
    assert not client.cookies[COOKIE]["httponly"]
    client.post("/accounts/logout/")
    assert client.cookies[COOKIE].value == ""


def test_another_persons_sign_in_ends_it_too(world):
    client = phone(world)
    client.get("/inspect/api/tasks/")
    client.force_login(world.he.person)
    client.get("/notifications/since/0")
    assert client.cookies[COOKIE].value == ""


def test_a_session_that_ran_out_takes_nothing_away(world):
    client = phone(world)
    client.get("/inspect/api/tasks/")
    client.session.flush()
    assert client.get("/inspect/api/tasks/").status_code == 401
    assert client.cookies[COOKIE].value == str(world.chen.person.pk)


# --- cost -------------------------------------------------------------------------------------------------------------
def test_a_report_with_sixty_answers_and_twenty_photos_costs_at_most_forty_statements(world):
    questions = [item(f"q{n}", Item.Kind.YES_NO, violation_on="no") for n in range(60)]
    visit = Visit(world, checklist=make_published(*questions).pk).to_visiting()
    photos = [make_file(visit, world.chen) for _photo in range(20)]
    report = visit.said()
    shown = {f"q{n}": said("no", "没有公示。", photos[n]) for n in range(20)}
    report["report"]["answers"] = {f"q{n}": said("yes") for n in range(60)} | shown
    report["report"]["taken_at"] = dict.fromkeys(photos, "2026-10-12T10:12:00+08:00")
    visit.do("send_part", "chen", attachments=[*photos, *report.pop("attachments")])
    case = visit.case
    with CaptureQueriesContext(connection) as queries:
        door.perform(case, "report_visit", by=world.chen, key=key(), seen=case.version, at=visit.now, **report)
    assert Report.objects.get().photos.count() == 20
    # The door's own transaction is a savepoint in a test: BEGIN and COMMIT are no statements elsewhere.
    assert len(queries) - 2 <= 40, "\n".join(query["sql"][:150] for query in queries)
    assert CasePerson.objects.count() == 2
