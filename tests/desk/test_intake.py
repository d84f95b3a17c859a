"""Taking in what somebody tells by phone, letter, visit or transfer from 12345 (P11)."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.engine import codes, door
from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.errors import Refused
from casework.engine.models import Attachment, Case, Event, Recusal
from casework.parties.models import Unit
from complaints.models import Complaint
from notifications.models import Notification
from tests.access.cage import photo
from tests.engine.world import Line, at, filing, key, make_world
from tests.parties.factories import make_membership, make_unit, make_user

from .factories import HTMX, marks_in, signed_in, url_of

pytestmark = pytest.mark.django_db
URL = "/desk/intake/"
NOW = "2026-09-28 20:14"


@pytest.fixture
def world():
    world = make_world()
    world.union = make_unit(Unit.Kind.UNION, name="天元区总工会", division="430211")
    world.union_clerk = person(world.union, "handler")
    return world


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(NOW), tick=False):
        yield


def person(unit: Unit, role: str, name: str = "登记员") -> Actor:
    user = make_user(name)
    make_membership(user=user, unit=unit, role=role)
    return Actor.user(user)


def told(world, **changes) -> dict[str, object]:
    """What a clerk types in of a phone call."""
    said = filing(world) | {
        "source": "phone",
        "story": "说是系统不收券，要看就付现金四十五块。",
        "summary": "影院以系统为由拒收票券，要求付现。",
        "key": "key-of-the-form",
    }
    return said | changes


def take_in(client: Client, world, **changes):
    return client.post(URL, told(world, **changes))


def text_of(response) -> str:
    return response.content.decode()


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
    assert f'href="{URL}"' in text_of(signed_in(world.union_clerk).get("/desk/"))


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


# --- the form ---------------------------------------------------------------------------------------------------------
def test_sent_twice_is_one_case_p1(world):
    client = signed_in(world.handler)
    assert take_in(client, world).url == take_in(client, world).url
    assert Complaint.objects.count() == 1


def test_sent_again_with_other_answers_leads_to_the_receipt_and_keeps_what_was_typed(world):
    client = signed_in(world.handler)
    url = take_in(client, world).url
    again = take_in(client, world, wish="还要道歉")
    assert again.status_code == 422
    assert url in text_of(again)
    assert "还要道歉" in text_of(again)
    assert Complaint.objects.count() == 1


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(world):
    response = take_in(signed_in(world.handler), world, category="", happened_on="2026-12-01", phone="1380013")
    text = text_of(response)
    assert response.status_code == 422
    for name in ("category", "happened_on", "phone"):
        assert f'id="id_{name}-wrong"' in text
    for words in ("四十五块", "影院以系统为由", "1380013", "林女士", "示例影城（天元店）"):
        assert words in text
    assert marks_in(response.content)["key"] == "key-of-the-form"


@pytest.mark.parametrize(
    ("ways", "enough"),
    [
        ({}, False),
        ({"phone": "13800138000"}, True),
        ({"email": "lin@example.org"}, True),
        ({"address": "株洲市天元区示例路 1 号"}, True),
        ({"email": "lin@", "address": ""}, False),
    ],
)
def test_there_must_be_one_way_to_reach_them(world, ways, enough):
    none = {"phone": "", "email": "", "address": ""}
    response = take_in(signed_in(world.handler), world, source="letter", **none | ways)
    assert (response.status_code == 302) is enough
    if enough:
        contact = Complaint.objects.get().contact
        assert contact.address == ways.get("address", "")


def test_a_transfer_from_12345_needs_its_number_and_no_sentence_hides_in_it(world):
    client = signed_in(world.handler)
    assert 'id="id_outside_no-wrong"' in text_of(take_in(client, world, source="12345"))
    assert 'id="id_outside_no-wrong"' in text_of(take_in(client, world, outside_no="林女士说影院"))


def test_somebody_at_the_counter_on_the_phone_is_urgent_and_needs_no_story(world):
    said = {"at_the_cinema": "yes", "story": "", "name": "", "happened_on": "2026-09-28"}
    assert take_in(signed_in(world.union_clerk), world, **said).status_code == 302
    assert Complaint.objects.get().urgent


def test_with_scripts_off_the_search_draws_the_page_again_unjudged(world):
    client = signed_in(world.handler)
    for press in ({"go": "search"}, {"go": "send", "q_was": ""}):
        page = client.post(URL, {"key": "k", "q": "天元", "story": "先写的话", **press})
        assert page.status_code == 200
        text = text_of(page)
        assert "先写的话" in text
        assert "errsum" not in text
        assert re.search(r'name="cinema" value="\d+" checked', text)
    assert not Complaint.objects.exists()


def test_typing_finds_cinemas_as_radio_buttons(world):
    found = signed_in(world.union_clerk).post(f"{URL}cinemas/", {"q": "天元"}, **HTMX)
    assert f'value="{world.cinema.pk}" checked' in text_of(found)
    assert "<html" not in text_of(found)
    assert "checked" not in text_of(signed_in(world.handler).post(f"{URL}cinemas/", {"q": "没有"}, **HTMX))


def test_papers_of_a_model_worker_are_sensitive_r21(world):
    """Also a file that the script uploaded before the matter was chosen."""
    early = store(upload=photo("身份证"), uploader=world.handler.address)
    said = {"category": "model_worker", "proof_shown": "complete", "platform": "", "attachments": [str(early.pk)]}
    take_in(signed_in(world.handler), world, **said, attachments_file=photo("证书"))
    assert [file.sensitive for file in Attachment.objects.filter(case__isnull=False)] == [True, True]


def test_every_answer_of_the_wizard_is_asked_here_too(world):
    text = text_of(signed_in(world.handler).get(URL))
    fields = ["category", "at_the_cinema", "platform", "happened_on", "happened_at", "film", "hall", "price_paid"]
    fields += ["service_fee", "proof_shown", "story", "wish", "summary", "name", "phone", "email", "address", "source"]
    assert [name for name in [*fields, "outside_no"] if f'name="{name}"' not in text] == []


# --- the receipt ------------------------------------------------------------------------------------------------------
def test_number_and_code_are_spelled_to_be_read_out(world):
    client = signed_in(world.union_clerk)
    page = client.get(take_in(client, world).url)
    case = Complaint.objects.get()
    code = codes.access_code(case.contact)
    text = text_of(page)
    assert case.number in text
    assert code in text
    said = [sign.sign for group in page.context["code_spelled"] for sign in group]
    assert "".join(said) == code.replace("-", "")
    assert [len(group) for group in page.context["number_spelled"]] == [4, 3, 3, 1]
    assert "最迟" in text
    assert f'href="{URL}"' in text
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_code_is_shown_in_this_browser_for_two_hours_only(world):
    client = signed_in(world.union_clerk)
    url = take_in(client, world).url
    code = codes.access_code(Complaint.objects.get().contact)
    assert code not in text_of(signed_in(world.union_clerk).get(url))
    with time_machine.travel(at("2026-09-28 22:13"), tick=False):
        assert code in text_of(client.get(url))
    with time_machine.travel(at("2026-09-28 22:14"), tick=False):
        late = client.get(url)
        assert code not in text_of(late)
        assert Complaint.objects.get().number in text_of(late)


def test_what_was_told_is_read_back_and_printed_with_the_code_and_gone_with_it(world):
    """The caller hears and takes along what was written down; the union reads nothing of it afterwards."""
    client = signed_in(world.union_clerk)
    url = take_in(client, world).url
    for words in ("四十五块", world.cinema.name, "2026年9月", "湖南省电影行业协会"):
        assert words in text_of(client.get(url))
    assert "影院以系统为由" not in text_of(client.get(url)), "the clerk's summary is no caller's to read"
    assert "今天" not in text_of(client.get(url)).partition("intake-receipt")[2]
    with time_machine.travel(at("2026-09-28 22:14"), tick=False):
        late = text_of(client.get(url))
    assert "四十五块" not in late
    assert world.cinema.name not in late


# --- the same matter --------------------------------------------------------------------------------------------------
def similar(client: Client, **details) -> list[tuple[str, str]]:
    shown = client.post(f"{URL}similar/", details, **HTMX).context["similar"]
    return [(one.case.number, str(one.why)) for one in shown]


def test_open_cases_of_the_same_phone_or_cinema_of_the_last_30_days_are_shown(world):
    mine = Line(world).case.number
    Line(world, "2026-08-20 10:00", happened_on="2026-08-19")
    other = Line(world, cinema="", phone="13900139000").case.number
    withdrawn = Line(world)
    withdrawn.do("withdraw", withdrawn.complainant)
    client = signed_in(world.handler)
    assert similar(client, phone="138 0013 8000") == [(mine, "同一手机号")]
    assert similar(client, cinema=str(world.cinema.pk)) == [(mine, "同一影院")]
    assert similar(client, phone="13900139000", cinema=str(world.cinema.pk)) == [
        (other, "同一手机号"),
        (mine, "同一影院"),
    ]
    assert similar(client, phone="1", cinema="99999999999999999999", outside_no="") == []


def test_the_same_number_from_outside_is_shown_however_old(world):
    take_in(signed_in(world.handler), world, source="12345", outside_no="20260928-0012")
    number = Complaint.objects.get().number
    with time_machine.travel(at("2026-12-28 10:00"), tick=False):
        assert similar(signed_in(world.handler), outside_no="20260928-0012") == [(number, "来件编号相同")]


def test_a_recused_person_is_shown_nothing_of_the_case_p20(world):
    line = Line(world)
    Recusal.objects.create(case_id=line.pk, user=world.handler.person, since=line.now)
    assert similar(signed_in(world.handler), phone="13800138000") == []
    assert len(similar(signed_in(world.colleague), phone="13800138000")) == 1


def test_another_office_is_shown_nothing(world):
    Line(world)
    city = person(make_unit(Unit.Kind.ASSOCIATION, name="示例市电影协会", division="430200"), "lead")
    assert similar(signed_in(city), phone="13800138000") == []


# --- the price --------------------------------------------------------------------------------------------------------
def test_filing_by_staff_costs_at_most_35_statements(world, django_assert_max_num_queries):
    actor = Actor.user(world.handler.person)
    details = {name: value for name, value in told(world).items() if name != "key"}
    with django_assert_max_num_queries(37):  # with the test's own savepoint around the door's transaction
        door.open_case("complaint", by=actor, key=key(), **details)


def test_the_pages_cost_the_same_however_many_cases_there_are(world, django_assert_max_num_queries):
    for number in range(5):
        Line(world, phone=f"1390013900{number}")
    client = signed_in(world.handler)
    with django_assert_max_num_queries(8):
        client.get(URL)
    with django_assert_max_num_queries(6):
        client.post(f"{URL}similar/", {"phone": "13900139001", "cinema": str(world.cinema.pk)}, **HTMX)


def _line_of(world) -> Line:
    """The complaint that was taken in, to be walked on."""
    line = object.__new__(Line)
    line.world, line.now, line.pk = world, at(NOW), Complaint.objects.get().pk
    line.complainant = Actor.seat(line.pk, "complainant")
    return line


def test_a_case_taken_in_walks_its_whole_way(world):
    take_in(signed_in(world.union_clerk), world)
    line = _line_of(world).to_decided()
    assert line.case.state == "decided"
    assert signed_in(world.lead).get(url_of(line)).status_code == 200
