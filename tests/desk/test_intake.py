"""Taking in what somebody tells by phone, letter, visit or transfer from 12345 (P11): who may, and what is kept."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.engine import codes, door
from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.errors import Refused
from casework.engine.models import Attachment, Case, Event
from casework.parties.models import Unit
from complaints.models import Complaint
from notifications.models import Notification
from tests.access.cage import photo
from tests.engine.world import Line, at, key
from tests.parties.factories import make_membership, make_unit

from .factories import signed_in, text_of, url_of
from .intake import NOW, URL, make_intake_world, person, take_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_intake_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(NOW), tick=False):
        yield


def _line_of(world) -> Line:
    """The complaint that was taken in, to be walked on."""
    line = object.__new__(Line)
    line.world, line.now, line.pk = world, at(NOW), Complaint.objects.get().pk
    line.complainant = Actor.seat(line.pk, "complainant")
    return line


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        (Unit.Kind.ASSOCIATION, "handler", True),
        (Unit.Kind.ORGANISER, "lead", True),
        (Unit.Kind.FILM_OFFICE, "handler", True),
        (Unit.Kind.UNION, "handler", True),
        (Unit.Kind.UNION, "lead", True),
        (Unit.Kind.UNION, "inspector", True),
        (Unit.Kind.UNION, "auditor", False),
        (Unit.Kind.ASSOCIATION, "auditor", False),
        (Unit.Kind.ASSOCIATION, "inspector", False),
        (Unit.Kind.GRASSROOTS_UNION, "handler", False),
        (Unit.Kind.CINEMA, "lead", False),
        (Unit.Kind.PLATFORM, "handler", False),
    ],
)
def test_offices_and_unions_take_in_and_nobody_else(world, kind, role, may):
    actor = person(make_unit(kind), role)
    client = signed_in(actor)
    assert (client.get(URL).status_code == 200) is may
    take_in(client, world)
    assert (Complaint.objects.count() == 1) is may


def test_the_door_itself_refuses_whoever_does_not_take_in(world):
    details = {name: value for name, value in told(world).items() if name != "key"}
    with pytest.raises(Refused, match=r"公众页面|public page"):
        door.open_case("complaint", by=world.cinema_clerk, key=key(), **details)
    assert not Case.objects.exists()


def test_a_union_clerk_reads_the_receipt_and_nothing_else(world):
    client = signed_in(world.union_clerk)
    response = take_in(client, world)
    number = Complaint.objects.get().number
    assert response.url == f"{URL}{number}/"
    assert number in text_of(client.get(response.url))
    for url in (f"/desk/cases/{number}/", reverse("respondent:case", args=[number])):
        assert client.get(url).status_code in (302, 403, 404)
    assert number not in text_of(client.get(URL))
    assert client.post(f"{URL}similar/", {"phone": "13800138000"}).status_code == 404
    assert 'id="similar"' not in text_of(client.get(URL))
    assert not Notification.objects.told_to(world.union_clerk.address).exists()


def test_a_union_member_who_works_for_the_cinema_reads_nothing_of_it_there(world):
    make_membership(user=world.union_clerk.person, unit=world.cinema.unit, role="handler")
    file = store(upload=photo("来信"), uploader=world.union_clerk.address)
    client = signed_in(world.union_clerk)
    take_in(client, world, attachments=[str(file.pk)], source="12345", outside_no="20260928-0012")
    line = _line_of(world)
    line.to_investigating()
    page = text_of(client.get(reverse("respondent:case", args=[line.case.number])))
    for words in ("四十五块", "林女士", "影院以系统为由", "12345 转来", "20260928-0012", "天元区总工会"):
        assert words not in page
    assert client.get(reverse("files:copy", args=[file.pk])).status_code == 404


def test_a_union_home_shows_the_way_to_the_intake_page(world):
    assert f'href="{URL}"' in text_of(signed_in(world.union_clerk).get("/desk/", follow=True))


def test_nobody_elses_receipt_is_shown(world):
    url = take_in(signed_in(world.union_clerk), world).url
    assert signed_in(person(world.union, "lead")).get(url).status_code == 404
    assert signed_in(world.handler).get(url).status_code == 404
    web = Line(world).case.number
    assert signed_in(world.handler).get(f"{URL}{web}/").status_code == 404


# --- the record -------------------------------------------------------------------------------------------------------
def test_the_record_says_who_typed_it_in_for_whom_and_from_which_source(world):
    take_in(signed_in(world.union_clerk), world, source="12345", outside_no="20260928-0012")
    case, event = Complaint.objects.get(), Event.objects.get()
    assert (case.source, case.outside_no, case.office) == ("12345", "20260928-0012", world.association)
    assert (event.name, event.actor, event.unit) == ("file", world.union_clerk.person, world.union)
    assert (event.facts["source"], event.facts["outside_no"]) == ("12345", "20260928-0012")
    assert "complainant" in event.told
    page = text_of(signed_in(world.handler).get(f"/desk/cases/{case.number}/"))
    for words in ("登记员 天元区总工会", "12345 转来", "20260928-0012", "四十五块", "影院以系统为由"):
        assert words in page


def test_a_complaint_filed_online_says_so(world):
    assert Line(world).case.source == "web"


def test_the_callers_words_and_the_clerks_summary_stand_apart_and_the_complainant_reads_only_their_own(world):
    take_in(signed_in(world.handler), world)
    case = Complaint.objects.get()
    words = Event.objects.get().text.values
    assert (words["story"], words["summary"]) == (
        "说是系统不收券，要看就付现金四十五块。",
        "影院以系统为由拒收票券，要求付现。",
    )
    theirs = text_of(follow(case))
    assert "四十五块" in theirs
    assert "影院以系统为由" not in theirs


def follow(case) -> object:
    """By number and code, on a phone that has never been here."""
    client = Client()
    client.post("/track/", {"number": case.number, "code": codes.access_code(case.contact)})
    return client.get(reverse("portal:case", args=[case.number]))


def test_the_complainant_follows_it_by_number_and_code_and_sees_their_papers(world):
    file = store(upload=photo("来信"), uploader=world.handler.address)
    take_in(signed_in(world.handler), world, attachments=[str(file.pk)])
    case = Complaint.objects.get()
    page = follow(case)
    assert page.status_code == 200
    assert str(file.pk) in text_of(page)
    assert Attachment.objects.get().by_role == "complainant"


def test_the_complainant_is_told_and_the_clerk_is_not(world):
    take_in(signed_in(world.handler), world, email="lin@example.org")
    case = Complaint.objects.get()
    addresses = set(Notification.objects.filter(quiet=False).values_list("address", flat=True))
    assert f"seat:{case.pk}:complainant" in addresses
    assert world.handler.address not in addresses
    assert world.colleague.address in addresses


def test_the_clerks_browser_does_not_become_the_complainants(world):
    client = signed_in(world.handler)
    take_in(client, world)
    number = Complaint.objects.get().number
    assert client.get(f"/complaints/filed/{number}/").status_code == 302
    assert client.get(reverse("portal:case", args=[number])).status_code == 302


def test_it_is_found_by_the_senders_own_number(world):
    take_in(signed_in(world.handler), world, source="12345", outside_no="20260928-0012")
    assert Complaint.objects.get().number in text_of(signed_in(world.handler).get("/desk/all/?q=20260928-0012"))


def test_a_case_taken_in_walks_its_whole_way(world):
    take_in(signed_in(world.union_clerk), world)
    line = _line_of(world).to_decided()
    assert line.case.state == "decided"
    assert signed_in(world.lead).get(url_of(line)).status_code == 200


# --- the price --------------------------------------------------------------------------------------------------------
def test_filing_by_staff_costs_at_most_35_statements(world, django_assert_max_num_queries):
    actor = Actor.user(world.handler.person)
    details = {name: value for name, value in told(world).items() if name != "key"}
    with django_assert_max_num_queries(37):  # with the test's own savepoint around the door's transaction
        door.open_case("complaint", by=actor, key=key(), **details)
