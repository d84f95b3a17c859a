"""The page on which a clerk takes in what somebody tells: its form, its receipt, and the same matter told before."""

import re

import pytest
import time_machine
from django.test import Client

from casework.engine import codes
from casework.engine.attachments.store import store
from casework.engine.models import Attachment, Recusal
from casework.parties.models import Unit
from complaints.models import Complaint
from tests.access.cage import photo
from tests.engine.world import Line, at
from tests.parties.factories import make_unit

from .factories import HTMX, marks_in, signed_in, text_of
from .intake import NOW, URL, make_intake_world, person, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_intake_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at(NOW), tick=False):
        yield


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
def test_the_pages_cost_the_same_however_many_cases_there_are(world, django_assert_max_num_queries):
    for number in range(5):
        Line(world, phone=f"1390013900{number}")
    client = signed_in(world.handler)
    with django_assert_max_num_queries(8):
        client.get(URL)
    with django_assert_max_num_queries(6):
        client.post(f"{URL}similar/", {"phone": "13900139001", "cinema": str(world.cinema.pk)}, **HTMX)
