"""The objection to an entry: by the party or by anybody, checked within three working days by somebody who took no part
in the decision, what is wrong corrected at once by the decision's own act (公示规定 art. 12; LAW §9; issue 9 §3)."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blacklist.decisions.papers import letters_of
from blacklist.listing.entries import the_list
from blacklist.listing.publishing import publish_all
from blacklist.models import EntryObjection, LetterKind
from casework.engine import codes, present
from casework.engine.errors import NotFound, Refused
from casework.engine.models import Case, CaseDuty, ContactDetails
from casework.engine.record import verify
from casework.engine.tick import tick
from tests.desk.factories import signed_in
from tests.engine.attachments.factories import jpeg
from tests.engine.world import at

from .deciding import Deciding, make_deciding_world
from .objecting import PERSON, START, WHY, Objecting

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _now(time_machine, settings):
    # What Redis keeps grows old by its own clock, which no test can move.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    time_machine.move_to(at(START), tick=False)


@pytest.fixture
def world():
    return make_deciding_world()


@pytest.fixture
def decision(world):
    """Handled by `handler`, cleared by `lead`, decided by `union_judge` and `bureau_judge`."""
    found = Deciding(world).to_in_force()
    publish_all(found.now)
    return found


# --- who objects ------------------------------------------------------------------------------------------------------
def test_anybody_objects_from_the_entry_and_gets_number_code_and_day(world, decision):
    client = Client(headers=ENGLISH)
    url = f"/list/{decision.case.number}/object/"
    assert url in client.get(f"/list/{decision.case.number}/").content.decode()
    assert "What is wrong with this entry?" in client.get(url).content.decode()
    said = {"wrong": "act_or_facts", "why": WHY, "key": "once", **PERSON}
    receipt = client.post(url, said, follow=True).content.decode()
    case = EntryObjection.objects.get()
    assert (case.state, case.by_public, case.about_id) == ("checking", True, decision.pk)
    for words in (case.number, "By ", "Keep the number and the access code"):
        assert words in receipt
    followed = client.get(f"/track/case/{case.number}/").content.decode()
    assert WHY in followed
    code = codes.access_code(case.contact)
    elsewhere = Client(headers=ENGLISH).post("/track/", {"number": case.number, "code": code}, follow=True)
    assert WHY in elsewhere.content.decode()
    assert "The act or what is said of it" in followed


def test_sent_twice_it_is_there_once_and_many_may_object(world, decision):
    client = Client(headers=ENGLISH)
    url = f"/list/{decision.case.number}/object/"
    said = {"wrong": "other", "why": WHY, "key": "once", **PERSON}
    addresses = {client.post(url, said).headers["Location"] for _twice in range(2)}
    assert (len(addresses), EntryObjection.objects.count()) == (1, 1)
    client.post(url, said | {"key": "another"})
    Objecting(world, decision, "cinema_clerk")
    assert EntryObjection.objects.filter(about=decision.pk, state="checking").count() == 3


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(world, decision):
    url = f"/list/{decision.case.number}/object/"
    response = Client(headers=ENGLISH).post(url, {"why": WHY, "key": "once", **PERSON, "phone": "12"})
    text = response.content.decode()
    assert response.status_code == 422
    assert WHY in text
    assert "Please choose: What is wrong" in text
    assert "id_phone-wrong" in text
    assert not EntryObjection.objects.exists()


def test_only_what_is_on_the_list_is_objected_to(world, decision):
    hidden = Deciding(world, violation="surcharge")
    assert Client().get(f"/list/{hidden.case.number}/object/").status_code == 404
    with pytest.raises(Refused) as refused:
        Objecting(world, hidden)
    assert set(refused.value.fields) == {"decision"}


def test_the_party_objects_at_its_desk_to_its_own_entry_and_nobody_elses_unit_does(world, decision):
    assert Objecting(world, decision, "cinema_clerk").case.by_public is False
    with pytest.raises(Refused):
        Objecting(world, decision, "colleague", unit=world.association.pk)


def test_the_party_hands_in_evidence_with_it_at_its_desk(world, decision):
    browser, url = signed_in(world.cinema_clerk), "/desk/ours/open/objection/"
    opened = browser.get(url, headers=ENGLISH).content.decode()
    assert decision.case.number in opened
    assert 'name="attachments_file"' in opened
    photo = SimpleUploadedFile("proof.jpg", jpeg(), content_type="image/jpeg")
    said = {"decision": decision.case.number, "wrong": "not_us", "key": "once", "attachments_file": photo}
    missing = browser.post(url, said, headers=ENGLISH)
    assert missing.status_code == 422
    kept = re.search(r'name="attachments" value="([0-9a-f-]{36})"', missing.content.decode()).group(1)
    browser.post(url, {**said, "attachments_file": [], "attachments": kept, "why": WHY})
    assert EntryObjection.objects.get().attachments.count() == 1


def test_anybody_hands_in_evidence_without_an_account(world, decision):
    photo = SimpleUploadedFile("proof.jpg", jpeg(), content_type="image/jpeg")
    said = {"wrong": "not_us", "why": WHY, "key": "once", "attachments_file": photo, **PERSON}
    Client().post(f"/list/{decision.case.number}/object/", said)
    assert EntryObjection.objects.get().attachments.count() == 1


# --- who checks -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("opened", "due"), [("2026-10-12 10:00", "2026-10-16"), ("2026-12-31 23:30", "2027-01-07")])
def test_it_is_checked_within_three_working_days_also_over_new_year(world, decision, opened, due):
    """The third working day after it came in ends at the midnight that begins `due`; 1 to 3 January rest."""
    objecting = Objecting(world, decision, when=opened)
    assert objecting.case.clocks.get(name="check").due_at == at(f"{due} 00:00")


@pytest.mark.parametrize("who", ["handler", "lead"])
def test_nobody_with_a_duty_in_the_decision_checks_it(world, decision, who):
    objecting = Objecting(world, decision)
    with pytest.raises(Refused, match="the one that it is about"):
        objecting.do("claim", who)
    objecting.reject()
    assert objecting.case.state == "rejected"


def test_who_gets_a_duty_in_the_decision_while_checking_it_does_not_go_on(world, decision):
    objecting = Objecting(world, decision)
    objecting.do("claim", "colleague")
    CaseDuty.objects.create(case=decision.case, user=world.colleague.person, duty="handling")
    with pytest.raises(Refused, match="took part in the decision"):
        objecting.do("reject_objection", "colleague", finding="right", reasons="经核对，公示内容无误。")
    objecting.do("put_back", "colleague", reason="参与了该决定。")


def test_whoever_presided_at_the_hearing_does_not_check_it_either(world):
    decision = Deciding(world).to_hearing().fix_hearing().hold_hearing()
    decision.vote("union_judge", "record").vote("bureau_judge", "record")
    decision.do("receive_decision", "cinema_clerk")
    publish_all(decision.now)
    objecting = Objecting(world, decision, when="2026-10-20 10:00")
    with pytest.raises(Refused, match="the one that it is about"):
        objecting.do("claim", "second_lead")


# --- what comes of it -------------------------------------------------------------------------------------------------
def test_sustained_the_decision_is_corrected_by_its_own_act_with_a_new_letter(world, decision):
    before = letters_of(decision.case).filter(kind=LetterKind.DECISION).get()
    objecting = Objecting(world, decision)
    objecting.sustain("9 月 20 日晚拒绝兑换三张有效票券，有监控为证。")
    corrected = decision.case
    assert (objecting.case.state, corrected.facts) == ("sustained", "9 月 20 日晚拒绝兑换三张有效票券，有监控为证。")
    event = corrected.events.get(name="correct_decision")
    assert (event.actor_role, objecting.case.number in event.text.values["reason"]) == ("engine", True)
    letters = letters_of(corrected).filter(kind=LetterKind.DECISION)
    assert (letters.count(), "三张" in letters.last().canonical) == (2, True)
    assert letters.last().canonical.count("湖南省电影局") == before.canonical.count("湖南省电影局") > 0
    assert verify(Case.objects.filter(pk__in=[decision.pk, objecting.pk])) == []


def test_where_data_of_the_party_were_wrong_the_facts_stay_and_the_letter_says_the_right_name(world, decision):
    unit, facts = decision.case.unit, decision.case.facts
    objecting = Objecting(world, decision, wrong="name_or_code")
    unit.name = "示例影城（株洲天元店）"
    unit.save()
    objecting.sustain()
    assert decision.case.facts == facts
    assert unit.name in letters_of(decision.case).filter(kind=LetterKind.DECISION).last().canonical


def test_a_decision_that_ended_meanwhile_is_not_written_anew(world, decision):
    objecting = Objecting(world, decision)
    decision.time_passes("2027-03-28 09:00")
    assert decision.case.state == "ended"
    with pytest.raises(Refused) as refused:
        objecting.sustain("另一说法。")
    assert set(refused.value.fields) == {"facts"}
    objecting.do("sustain_objection", "colleague", found="日期有误，已更正。", facts="")
    assert letters_of(decision.case).filter(kind=LetterKind.DECISION).count() == 1


def test_rejected_whoever_objected_reads_the_reasons(world, decision):
    objecting = Objecting(world, decision)
    objecting.reject()
    assert objecting.case.state == "rejected"
    assert "经核对，公示内容无误。" in objecting.shown_to(objecting.seat)


@pytest.mark.parametrize(("day", "words"), [(START, "may ask until 28 Oct 2026"), ("2026-11-02 10:00", "湖南省电影局")])
def test_whether_measures_should_hold_belongs_to_a_review_or_above(world, decision, time_machine, day, words):
    time_machine.move_to(at(day), tick=False)
    objecting = Objecting(world, decision, "cinema_clerk", when=day, wrong="measures_or_dates")
    objecting.reject("review")
    page = signed_in(world.cinema_clerk).get(f"/desk/ours/{objecting.case.number}/", headers=ENGLISH)
    assert words in page.content.decode()
    assert not decision.case.events.filter(name="correct_decision").exists()


@pytest.mark.parametrize("by", [None, "cinema_clerk"])
def test_whoever_objected_withdraws_it(world, decision, by):
    objecting = Objecting(world, decision, by)
    objecting.do("withdraw_objection", by or objecting.seat)
    assert objecting.case.state == "withdrawn"
    tick(objecting.now + dt.timedelta(days=30))
    assert not objecting.case.clocks.filter(ended_at=None).exists()


# --- what nobody learns -----------------------------------------------------------------------------------------------
def test_the_party_learns_nothing_of_who_else_objects(world, decision):
    objecting = Objecting(world, decision)
    with pytest.raises(NotFound):
        present.view(world.cinema_clerk, objecting.case)
    objecting.sustain("9 月 20 日晚拒绝兑换三张有效票券。")
    browser = signed_in(world.cinema_clerk)
    assert browser.get(f"/desk/ours/{objecting.case.number}/").status_code == 404
    page = browser.get(f"/desk/ours/{decision.case.number}/").content.decode()
    letters = "".join(letter.canonical for letter in letters_of(decision.case))
    assert "三张" in page
    for secret in (PERSON["name"], PERSON["phone"], PERSON["email"], WHY):
        assert secret not in page
        assert secret not in letters


def test_whoever_objected_cannot_be_named_in_the_corrected_facts(world, decision):
    with pytest.raises(Refused) as refused:
        Objecting(world, decision).sustain("据刘举反映，当晚为三张票券。")
    assert set(refused.value.fields) == {"facts"}


def test_whoever_objected_reads_no_more_of_the_decision_than_the_entry_says(world, decision):
    objecting = Objecting(world, decision)
    objecting.sustain("当晚三号厅拒绝兑换，值班经理在场。")
    assert "值班经理" not in objecting.shown_to(objecting.seat)
    assert "值班经理" in objecting.shown_to(world.colleague)


def test_the_office_is_told_who_reads_what_before_it_answers(world, decision):
    """The corrected facts are for nobody outside, and no party reads what the public objects."""
    objecting = Objecting(world, decision)
    objecting.do("claim", "colleague")
    page = signed_in(world.colleague).get(
        f"/desk/cases/{objecting.case.number}/acts/sustain_objection/", headers=ENGLISH
    )
    preview = page.content.decode().partition('class="preview"')[2].partition("</form>")[0]
    assert "person who objects will read" in preview
    assert "party will read" not in preview
    assert decision.case.facts not in preview


def test_name_and_phone_are_kept_apart_from_the_record(world, decision):
    objecting = Objecting(world, decision)
    contact = ContactDetails.objects.get(case=objecting.pk)
    assert (contact.name, contact.phone) == ("刘举", "+8613800138000")
    assert "刘举" not in str([(e.facts, e.text.values) for e in objecting.case.events.select_related("text")])


# --- the entry --------------------------------------------------------------------------------------------------------
def test_the_entry_says_that_it_is_being_checked_and_no_longer_than_that(
    world, decision, django_assert_max_num_queries
):
    def says() -> list[bool]:
        cache.clear()
        page = Client(headers=ENGLISH).get(f"/list/{decision.case.number}/").content.decode()
        return ["Objection being checked" in page, the_list().entry(decision.case.number).objected]

    assert says() == [False, False]
    objecting = Objecting(world, decision)
    assert says() == [True, True]
    cache.clear()
    with django_assert_max_num_queries(5):
        assert Client().get("/list.json").json()["entries"][0]["objection_being_checked"] is True
    objecting.reject()
    assert says() == [False, False]
