"""The page behind the inspectors' code (扫码入企), what is kept on the phone, and what makes it open there."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from casework.engine.models import Event
from inspections.phone.token import sign_visit
from inspections.phone.views import OF_THE_PAGE, SCRIPTS

from .world import Visit, make_field_world

pytestmark = pytest.mark.django_db
IMPORTED = re.compile(r'from "\./([\w.]+)"')


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-10-12 10:55+08:00", tick=False):
        yield


@pytest.fixture
def visit():
    return Visit(make_field_world()).to_arranged()


def open_code(visit: Visit, method: str = "get"):
    return getattr(Client(), method)(f"/inspect/visit/{sign_visit(visit.pk)}/")


# --- the code ---------------------------------------------------------------------------------------------------------
def test_the_inspected_unit_reads_nature_people_questions_and_whom_to_ask(visit):
    visit.world.association.phone = "0731-0000 0000"
    visit.world.association.save()
    page = open_code(visit).content.decode()
    for words in (
        "活动履约核查",
        "承诺书",
        "陈小范（天元区总工会）",
        "何小例（天元区总工会）",
        "示例问题 posted",
        "0731-0000 0000",
    ):
        assert words in page, words


def test_it_reads_nothing_else_of_the_case(visit):
    page = open_code(visit).content.decode()
    for words in (visit.case.number, "核对兑换规则", "上级交办", "林小例"):
        assert words not in page, words


def test_an_administrative_inspection_says_by_whom_it_was_approved_and_on_what_basis(visit):
    from inspections.models import Inspection, Plan
    from inspections.phone.data import basis_of

    plan = Plan(approval_no="湘影检〔2026〕3 号", legal_basis="《电影产业促进法》第四十六条")
    said = basis_of(Inspection(nature="administrative", of_plan=plan))
    assert "湘影检〔2026〕3 号" in said
    assert "第四十六条" in said


def test_being_opened_by_a_person_is_kept_once_a_day(visit):
    open_code(visit)
    assert not Event.objects.filter(name="be_scanned").exists(), "a scanner of links opens it too"
    for _look in range(3):
        assert open_code(visit, "post").status_code == 204
    assert Event.objects.filter(case=visit.pk, name="be_scanned").count() == 1
    with time_machine.travel("2026-10-13 09:00+08:00", tick=False):
        open_code(visit, "post")
    assert Event.objects.filter(case=visit.pk, name="be_scanned").count() == 2


def test_a_code_of_a_recalled_inspection_warns_whoever_scans_it(visit):
    visit.do("recall", "handler", reason="影院已停业。")
    got = open_code(visit)
    assert got.status_code == 410
    assert "陈小范" not in got.content.decode()
    assert open_code(visit, "post").status_code == 204
    assert not Event.objects.filter(name="be_scanned").exists()


def test_a_code_that_was_made_up_is_nobodys(visit):
    for token in (str(visit.pk), f"{visit.pk}:x", sign_visit(visit.pk)[:-1] + "!", sign_visit(999_999)):
        assert Client().get(f"/inspect/visit/{token}/").status_code == 404


# --- the page, its worker -----------------------------------------------------------------------------------------
def facts_of(worker: str) -> dict:
    return json.loads(re.search(r"^const APP = (.*);$", worker, re.MULTILINE)[1])


def test_everything_the_page_needs_is_laid_up_by_its_worker():
    page, worker = Client().get("/inspect/").content.decode(), Client().get("/inspect/worker.js").content.decode()
    named = {address for address in OF_THE_PAGE.findall(page) if address.startswith("/static/")}
    imported = {name for path in SCRIPTS.glob("*.js") for name in IMPORTED.findall(path.read_text())}
    files = facts_of(worker)["files"]
    assert len(imported) > 8
    assert named | {f"/static/js/inspect/{name}" for name in imported} <= set(files)
    assert all(finders.find(address.removeprefix("/static/")) for address in files)


def test_the_page_knows_nobody(visit):
    stranger, client = Client().get("/inspect/").content, Client()
    client.force_login(visit.world.chen.person)
    assert client.get("/inspect/").content == stranger
    assert b"csrf" not in stranger


def test_the_worker_is_new_when_the_language_is():
    versions = {
        facts_of(Client(headers={"accept-language": language}).get("/inspect/worker.js").content.decode())["version"]
        for language in ("zh-CN", "en", "zh-CN")
    }
    assert len(versions) == 2


def test_a_worker_for_old_browsers_imports_nothing():
    assert "import {" in Client().get("/inspect/worker.js").content.decode()
    assert "import {" not in Client().get("/inspect/worker.js?plain").content.decode()


def test_only_this_page_may_ask_where_the_phone_is():
    assert "geolocation=(self)" in Client().get("/inspect/")["Permissions-Policy"]
    assert "geolocation=()" in Client().get("/")["Permissions-Policy"]


def test_it_can_be_put_among_the_phones_applications():
    said = Client().get("/inspect/app.webmanifest").json()
    assert (said["start_url"], said["scope"], said["display"]) == ("/inspect/", "/inspect/", "standalone")
