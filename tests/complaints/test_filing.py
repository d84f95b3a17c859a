"""Filing as a person does it on a phone, with scripts off."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.engine.codes import access_code
from casework.engine.models import Attachment, Case, EventText
from casework.parties.models import Campaign
from complaints.models import Complaint
from tests.engine.attachments.factories import jpeg
from tests.engine.world import at, make_world

from .filing import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    time_machine.move_to(at("2026-09-28 20:14"))
    return make_world()


def test_a_complaint_is_filed_page_by_page_with_scripts_off(world):
    phone = Phone().to_check(world)
    assert phone.at == "check"
    for words in ("示例影城（天元店）", "系统不收券", "林女士", "138 0013 8000", "19:30"):
        assert words in phone.page
    phone.say("send")
    case = Complaint.objects.get()
    assert phone.response.url == f"/complaints/filed/{case.number}/"
    assert (case.topic, case.urgent, case.contact.phone) == ("refused_redemption", False, "+8613800138000")
    assert EventText.objects.get().values["wish"] == "补兑两张票"


def test_the_receipt_shows_number_code_and_qr_and_again_after_a_reload_p9(world):
    phone = Phone().to_check(world).say("send")
    case = Complaint.objects.get()
    for _ in range(2):
        page = phone.client.get(phone.response.url)
        text = page.content.decode()
        assert case.number in text
        assert access_code(case.contact) in text
        assert "data:image/png;base64," in text
        assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_nobody_else_sees_the_receipt(world):
    phone = Phone().to_check(world).say("send")
    number = Complaint.objects.get().number
    assert Client().get(phone.response.url).url == f"/track/?number={number}"


def test_sending_twice_makes_one_complaint_and_shows_the_same_receipt_p1(world):
    phone = Phone().to_check(world)
    url, form = phone.form("send")
    first, second = phone.client.post(url, form), phone.client.post(url, form)
    assert first.url == second.url
    assert Complaint.objects.count() == 1


def test_two_taps_before_the_cookie_arrives_make_one_complaint_p1(world):
    phone = Phone().to_check(world)
    url, form = phone.form("send")
    assert Client().post(url, form).url == Client().post(url, form).url
    assert Complaint.objects.count() == 1


def test_back_after_sending_says_that_it_was_sent(world):
    phone = Phone().to_check(world)
    url, form = phone.form("edit:story")
    phone.say("send")
    back = phone.client.post(url, form)
    assert back.status_code == 409
    assert Complaint.objects.get().number in back.content.decode()


def test_sending_changed_answers_under_the_same_key_makes_no_second_complaint(world):
    phone = Phone().to_check(world)
    url, form = phone.form("send")
    phone.client.post(url, form)
    again = phone.client.post(url, form | {"story": "换了说法"})
    assert (again.status_code, Complaint.objects.count()) == (409, 1)


def test_filing_again_begins_with_a_new_key(world):
    client = Client()
    Phone(client).to_check(world).say("send")
    Phone(client).to_check(world).say("send")
    assert Complaint.objects.count() == 2


def test_each_page_checks_only_its_own_answers_and_keeps_what_was_typed_p13(world):
    phone = Phone().begin().say()
    assert (phone.response.status_code, phone.at) == (422, "what")
    assert 'class="errsum"' in phone.page
    assert 'href="#id_category"' in phone.page
    phone.say(category="refused_redemption").say(platform="")
    assert (phone.response.status_code, phone.at) == (422, "where")
    phone.say(cinema=world.cinema.pk).say(happened_on="2026-12-01", happened_at="19:30")
    assert (phone.response.status_code, phone.at) == (422, "when")
    assert 'value="19:30"' in phone.page
    assert phone.page.count("id_happened_on-wrong") >= 1
    assert "id_story" not in phone.page


def test_the_phone_number_is_judged_in_words(world):
    phone = Phone().to_check(world, phone="1380013800")
    assert (phone.response.status_code, phone.at) == (422, "who")
    assert 'value="1380013800"' in phone.page
    assert "10" in re.search(r'id="id_phone-wrong".*?</span></span>', phone.page, re.DOTALL)[0]


def test_going_back_keeps_what_was_typed_and_asks_nothing(world):
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    phone.say("back", happened_on="2026-09-26")
    assert (phone.at, phone.response.status_code) == ("where", 200)
    phone.say(cinema=world.cinema.pk)
    assert 'value="2026-09-26"' in phone.page


def test_an_answer_can_be_changed_from_the_check(world):
    phone = Phone().to_check(world).say("edit:story")
    assert phone.at == "story"
    phone.say(story="说法改了一点。", wish="退钱")
    assert phone.at == "check"
    assert "说法改了一点。" in phone.page


def test_changing_the_category_asks_what_the_new_one_needs_r21(world):
    phone = Phone().to_check(world).say("edit:what").say(category="model_worker")
    assert phone.at == "proof"
    phone.say(proof_shown="complete")
    assert phone.at == "check"


def test_model_workers_are_asked_what_they_showed_and_their_papers_are_sealed_r21(world):
    phone = Phone().begin().say(category="model_worker").say(cinema=world.cinema.pk).say(happened_on="2026-09-26")
    assert phone.at == "proof"
    phone.say(proof_shown="complete").say(story="不让进。")
    assert 'data-sensitive="1"' in phone.page
    url, form = phone.form()
    phone.client.post(url, form | {"attachments_file": SimpleUploadedFile("证.jpg", jpeg())})
    assert Attachment.objects.get().sensitive


def test_film_and_price_are_asked_only_when_it_is_about_price(world):
    phone = Phone().begin().say(category="over_price").say(cinema=world.cinema.pk)
    assert "price_paid" in phone.page
    other = Phone().begin().say(category="poor_service").say(cinema=world.cinema.pk)
    assert "price_paid" not in other.page


def test_a_price_left_behind_by_another_category_is_not_sent(world):
    phone = Phone().begin().say(category="over_price").say(cinema=world.cinema.pk)
    phone.say(happened_on="2026-09-26", price_paid="45").say("back").say("back").say("back")
    phone.say(category="poor_service").say(cinema=world.cinema.pk).say(happened_on="2026-09-26")
    phone.say(story="态度差").say().say(name="林", phone="13800138000").say("send")
    assert Complaint.objects.get().price_paid is None


def test_both_sides_are_asked_for_and_one_is_enough(world):
    phone = Phone().begin().say(category="refused_redemption")
    assert 'name="platform"' in phone.page
    phone.say("search", q="天元")
    assert 'name="cinema"' in phone.page
    phone.say(platform=world.platform.pk, q="天元")
    assert phone.at == "when"


def test_a_platform_only_matter_asks_for_no_cinema_r16(world):
    phone = Phone().begin().say(category="extension_refused")
    assert 'name="cinema"' not in phone.page
    assert "示例平台" in phone.page


@pytest.mark.parametrize("words", ["天元", "株洲", "示例 天元", "43029901"])
def test_a_cinema_is_found_by_name_place_or_code_without_scripts(world, words):
    phone = Phone().begin().say(category="poor_service").say("search", q=words)
    assert phone.at == "where"
    assert f'name="cinema" value="{world.cinema.pk}"' in phone.page


def test_a_cinema_is_found_by_county(world):
    phone = Phone().begin().say(category="poor_service").say("search", county="430211")
    assert f'name="cinema" value="{world.cinema.pk}"' in phone.page
    assert f'name="cinema" value="{world.cinema.pk}"' not in phone.say("search", county="430102").page


def test_enter_in_the_search_box_searches_even_without_scripts(world):
    phone = Phone().begin().say(category="poor_service").say(q="天元")
    assert (phone.at, phone.response.status_code) == ("where", 200)
    assert f'value="{world.cinema.pk}"' in phone.page


@pytest.mark.parametrize(
    ("words", "found"), [("不让用券", "refused_redemption"), ("爆米花", "other_goods"), ("选座费", "surcharge")]
)
def test_categories_are_found_in_peoples_own_words(world, words, found):
    phone = Phone().begin().say("search", q=words)
    assert f'value="{found}"' in phone.page
    assert phone.page.count('name="category"') < 16


def test_a_search_that_finds_nothing_says_what_to_do(world):
    phone = Phone().begin().say("search", q="天气怎么样呢")
    assert phone.response.status_code == 200
    assert 'id="found-count"' in phone.page


def test_a_photo_sent_with_the_plain_form_is_in_the_case_p3(world):
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    phone.say(happened_on="2026-09-26").say(story="不收券")
    phone.say(attachments_file=SimpleUploadedFile("a.jpg", jpeg())).say(name="林", phone="13800138000")
    assert phone.at == "check"
    phone.say("send")
    assert Attachment.objects.get().case == Case.objects.get()


def test_a_file_that_cannot_be_taken_keeps_the_others_p3(world):
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    phone.say(happened_on="2026-09-26").say(story="不收券")
    good, bad = SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.txt", b"words")
    phone.say(attachments_file=[good, bad])
    assert (phone.at, phone.response.status_code) == ("evidence", 422)
    assert "b.txt" in phone.page
    assert str(Attachment.objects.get().pk) in phone.page


def test_somebody_elses_file_is_refused_and_the_page_says_so(world):
    other = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    other.say(happened_on="2026-09-26").say(story="不收券").say(attachments_file=SimpleUploadedFile("a.jpg", jpeg()))
    phone = Phone().to_check(world)
    url, form = phone.form("send", attachments=[str(Attachment.objects.get().pk)])
    answer = phone.client.post(url, form)
    assert (answer.status_code, Complaint.objects.count()) == (422, 0)
    assert 'data-page="evidence"' in answer.content.decode()


def test_an_incomplete_form_sent_straight_away_goes_to_its_first_fault(world):
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    url, form = phone.form("send")
    answer = phone.client.post(url.replace("when", "check"), form)
    assert answer.status_code == 422
    assert 'data-page="when"' in answer.content.decode()


# --- at the counter ---------------------------------------------------------------------------------------------------
def at_the_counter(world) -> Phone:
    phone = Phone().begin("?now=1").say(category="refused_redemption", at_the_cinema="yes")
    return phone.say(cinema=world.cinema.pk)


def test_at_the_counter_only_three_answers_are_asked(world):
    phone = at_the_counter(world)
    assert phone.at == "who"
    phone.say("send", phone="13800138000")
    case = Complaint.objects.get()
    assert (case.urgent, str(case.happened_on)) == (True, "2026-09-28")


def test_the_shortcut_from_the_first_page_switches_it_on(world):
    assert re.search(r'name="at_the_cinema" value="yes" checked', Phone().begin("?now=1").page)


def test_a_missing_phone_at_the_counter_keeps_the_page(world):
    phone = at_the_counter(world).say("send", phone="12")
    assert (phone.at, phone.response.status_code) == ("who", 422)


def test_outside_duty_hours_it_says_so_before_sending_and_names_the_duty_manager(world, time_machine):
    time_machine.move_to(at("2026-09-28 22:30"))
    cinema = world.cinema
    cinema.duty_manager, cinema.duty_phone = "周小样", "0731-0000 0101"
    cinema.save()
    page = at_the_counter(world).page
    assert "9:00–22:00" in page
    for words in ("周小样", "tel:073100000101", "tel:12345", 'id="duty-h"'):
        assert words in page


def test_in_duty_hours_it_says_by_when_somebody_calls(world):
    page = at_the_counter(world).page
    assert 'id="duty-h"' not in page
    assert "9:00–22:00" in page


# --- limits, headers, budgets -----------------------------------------------------------------------------------------
def test_no_answer_ever_stands_in_an_address(world):
    phone = Phone().to_check(world)
    assert "?" not in re.search(r'action="([^"]+)"', phone.page[phone.page.index('id="filing"') :])[1]
    assert phone.client.get("/complaints/new/who/").url == "/complaints/new/"


def test_filing_takes_at_most_25_statements(world, django_assert_max_num_queries):
    phone = Phone().to_check(world)
    url, form = phone.form("send")
    with django_assert_max_num_queries(25):
        assert phone.client.post(url, form).status_code == 302


def test_without_a_campaign_the_day_is_refused_with_a_way_on(world):
    Campaign.objects.all().delete()
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    phone.say(happened_on="2026-09-26")
    assert (phone.at, phone.response.status_code) == ("when", 422)
    assert "12345" in phone.page


@pytest.mark.parametrize(("email", "said"), [("lin@example.com", True), ("", False)])
def test_the_receipt_says_that_a_mail_comes_where_an_address_was_given(world, email, said):
    phone = Phone()
    phone.to_check(world)
    phone.say(go="send", email=email)
    page = phone.client.get(phone.response.url).content.decode()
    assert ("确认邮件马上发到您填写的邮箱" in page) == said
