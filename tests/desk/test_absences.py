"""The page on which absences are entered: by a lead for anybody, by others for themselves."""

import pytest
import time_machine

from casework.parties.models import Absence
from tests.engine.world import Line, at, make_world

from .factories import signed_in

pytestmark = pytest.mark.django_db
URL = "/desk/absences/"
DAYS = {"since": "2026-10-13", "until": "2026-10-16"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-13 10:00"), tick=False):
        yield


def enter(actor, **said):
    return signed_in(actor).post(URL, DAYS | said)


def test_a_lead_enters_it_for_somebody_and_the_stand_in_finds_the_cases_in_their_work(world):
    line = Line(world).to_answered()
    assert enter(world.lead, person=world.handler.person.pk, stand_in=world.colleague.person.pk).url == URL
    page = signed_in(world.colleague).get("/desk/mine/").content.decode()
    assert line.case.number in page
    assert "代林小例办理" in page
    assert "周小样" in signed_in(world.lead).get("/desk/team/").content.decode()
    head = signed_in(world.lead).get(f"/desk/cases/{line.case.number}/").content.decode()
    assert "林小例（请假，周小样代办）" in " ".join(head.split()).replace("林小例 （", "林小例（")


def test_others_enter_their_own_and_nobody_elses(world):
    enter(world.handler, person=world.lead.person.pk, stand_in=world.colleague.person.pk)
    assert Absence.objects.get().user == world.handler.person


def test_what_is_wrong_stands_beside_its_field_and_the_dates_stay(world):
    response = enter(world.lead, person=world.handler.person.pk, stand_in=world.handler.person.pk)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_stand_in-wrong"' in text
    assert 'value="2026-10-16"' in text


def test_it_is_ended_by_the_person_or_a_lead_and_by_nobody_else(world):
    enter(world.handler, stand_in=world.colleague.person.pk)
    url = f"{URL}{Absence.objects.get().pk}/end/"
    assert signed_in(world.colleague).post(url).status_code == 404
    assert signed_in(world.handler).post(url).url == URL
    assert not Absence.objects.exists()


def test_an_unit_sees_its_own_absences_only(world):
    enter(world.handler, stand_in=world.colleague.person.pk)
    assert [one["may_end"] for one in signed_in(world.colleague).get(URL).context["absences"]] == [False]
    assert [one["may_end"] for one in signed_in(world.lead).get(URL).context["absences"]] == [True]
