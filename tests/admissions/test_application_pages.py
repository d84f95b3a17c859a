"""Applications at the desks of the platform and the bodies, and the public notice (issue 8 §1)."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.factories import signed_in
from tests.engine.world import at

from .applying import Applying, make_applying_world

pytestmark = pytest.mark.django_db
OPEN = "/desk/ours/open/application/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel("2026-03-02 17:00+08:00", tick=False):
        yield make_applying_world()


def shown(client, url: str, status: int = 200) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:1500]
    return response.content.decode()


def ours(application) -> str:
    return f"/desk/ours/{application.case.number}/"


def desk(application) -> str:
    return f"/desk/cases/{application.case.number}/"


def test_a_platform_begins_on_its_first_page_and_finds_the_form_open(world):
    client = signed_in(world.applicant_clerk)
    assert OPEN in shown(client, "/desk/party/")
    begun = client.post(OPEN, {"campaign": world.campaign.pk, "key": "once"}, headers=ENGLISH)
    text = shown(client, begun.url)
    for words in ("Operation manual", "County: contact", "任何场次", "Licence valid until"):
        assert words in text
    assert OPEN not in shown(signed_in(world.cinema_clerk), "/desk/party/")


def test_the_platform_reads_what_it_said_and_of_the_opinions_nothing_but_why_not(world):
    application = Applying(world).to_review().opinions("agrees", "refuses", "agrees")
    assert "bureau_judge" not in shown(signed_in(world.applicant_clerk), ours(application))
    application.opinions("agrees", "refuses", "agrees")
    text = shown(signed_in(world.applicant_clerk), ours(application))
    assert "bureau_judge 认为 refuses" in text
    assert "union_judge 认为" not in text
    assert f"{OPEN}?begun_from={application.pk}" in text
    again = shown(signed_in(world.applicant_clerk), f"{OPEN}?begun_from={application.pk}")
    assert f'<option value="{application.pk}" selected>' in again


def test_the_bodies_read_each_other_once_all_have_said_theirs(world):
    application = Applying(world).to_review()
    for name in ("union_judge", "bureau_judge", "lead"):
        assert 'data-act="give_opinion"' in shown(signed_in(getattr(world, name)), desk(application))
    application.opinions("lacks", who=("bureau_judge",))
    for name in ("union_judge", "lead"):
        assert "认为 lacks" not in shown(signed_in(getattr(world, name)), desk(application))
    application.opinions("agrees", "agrees", who=("union_judge", "lead"))
    text = shown(signed_in(world.union_judge), desk(application))
    assert "bureau_judge 认为 lacks" in text
    assert "Second opinion of the union" in text


def test_everybody_may_object_while_it_is_in_public_notice_and_who_it_is_reads_the_association(world):
    application = Applying(world).to_review()
    url = f"/notices/{application.case.number}/"
    shown(Client(), url, 404)
    application.opinions("agrees", "agrees", "agrees")
    assert url in shown(Client(), "/notices/")
    text = shown(Client(), url)
    assert "0731-8888 8888" in text
    said = {"key": "one", "name": "王先生", "contact": "13800138001", "reason": "名单里的影院已停业。"}
    assert Client().post(url, {**said, "reason": ""}, headers=ENGLISH).status_code == 422
    for _twice in range(2):
        assert Client().post(url, said, headers=ENGLISH).status_code == 302
    assert application.case.objections.count() == 1
    assert "王先生" in shown(signed_in(world.colleague), desk(application))
    for name in ("union_judge", "bureau_judge"):
        text = shown(signed_in(getattr(world, name)), desk(application))
        assert "名单里的影院已停业" in text
        assert "王先生" not in text
    assert "停业" not in shown(signed_in(world.applicant_clerk), ours(application))


def test_whoever_objects_again_and_again_has_to_calculate_and_keeps_what_was_typed(world, settings):
    settings.RATELIMIT_ENABLE = True
    url, client = f"/notices/{Applying(world).to_notice().case.number}/", Client(headers=ENGLISH)
    said = {"name": "王先生", "contact": "13800138001", "reason": ""}
    client.get(url)
    answers = [client.post(url, {**said, "key": f"k{n}"}) for n in range(4)]
    assert [a.status_code for a in answers] == [422] * 3 + [429]
    text = answers[-1].content.decode()
    assert "short calculation" in text
    assert "data-challenge" in text
    assert 'value="王先生"' in text


def test_the_pages_cost_no_more_than_the_budget(world):
    application = (
        Applying(world).to_review().opinions("lacks", "agrees", "agrees").opinions("agrees", "agrees", "agrees")
    )
    application.object()
    client = signed_in(world.colleague)
    shown(client, desk(application))
    with CaptureQueriesContext(connection) as queries:
        shown(client, desk(application))
    assert len(queries) <= 20
    with CaptureQueriesContext(connection) as queries:
        shown(Client(), f"/notices/{application.case.number}/")
    assert len(queries) <= 10


def test_once_qualified_it_stands_on_the_public_list(world):
    application = Applying(world).to_qualified()
    with time_machine.travel(at("2026-03-10 09:00"), tick=False):
        text = shown(Client(), "/platforms/")
    assert "湘票通" in text
    assert "0731-8888 8888" in text
    shown(Client(), f"/notices/{application.case.number}/", 404)
