"""The desk where both sides may agree: what the handler writes and records, what the lead reads before approving."""

import pytest
import time_machine

from casework.engine.models import Event
from complaints.models import Consent
from tests.complaints import settling
from tests.complaints.settling import OTHER_TERMS, TERMS
from tests.engine.world import Line, at, make_world

from .factories import HTMX, marks_in, signed_in, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(at("2026-10-09 17:00"), tick=False):
        yield


def page(line: Line, who, act: str = "", query: str = "", **headers) -> str:
    return signed_in(who).get(url_of(line, act) + query, **headers).content.decode()


def send(line: Line, who, act: str, **typed):
    client = signed_in(who)
    drawn = client.get(url_of(line, act), **HTMX).content
    said = marks_in(drawn) | {"terms": line.case.settlement_id or ""} | typed
    return client.post(url_of(line, act), said, **HTMX)


# --- offering ---------------------------------------------------------------------------------------------------------
def test_terms_begin_with_what_those_complained_of_offered_and_with_nothing_of_the_complainants(world):
    line = Line(world).to_answered()
    form = page(line, world.handler, "offer_settlement", **HTMX)
    assert "示例影城（天元店）：补兑票券" in form
    for words in ("补兑两张票，并说明原因", "系统不收券，要看就付现金", "林女士"):
        assert words not in form


def test_the_handler_offers_terms_from_the_desk_and_both_sides_are_asked(world):
    line = Line(world).to_investigating()
    answer = send(line, world.handler, "offer_settlement", parties=["cinema"], terms=TERMS, owed_by="cinema")
    assert answer.status_code == 200
    assert settling.words(line) == {"complainant": "", "cinema": ""}
    form = page(line, world.handler, "offer_settlement", **HTMX)
    assert TERMS in form, "other terms begin with those on the table"


def test_before_sending_it_says_who_will_read_the_terms(world):
    line = Line(world).to_investigating()
    assert "投诉人和被征询的一方会看到：" in page(line, world.handler, "offer_settlement", **HTMX)


# --- the panel --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["handler", "lead"])
def test_the_page_shows_the_terms_and_who_has_said_what_when_and_how_within_twenty_statements(
    world, who, django_assert_max_num_queries
):
    line = Line(world)
    settling.offered(line)
    settling.agrees(line, "cinema_clerk")
    settling.record(line, "complainant", "no")
    settling.offer(line, terms=OTHER_TERMS)
    settling.agrees(line, "cinema_clerk")
    settling.record(line, "complainant", way="visit")
    client, url = signed_in(getattr(world, who)), url_of(line)
    with django_assert_max_num_queries(20):
        text = client.get(url).content.decode()
    for words in (OTHER_TERMS, "值班经理，在自己的网页上", "来访，由林小例登记", "9月29日", "以前提出的方案", TERMS):
        assert words in text, words


def test_whose_word_is_awaited_is_said_with_its_day(world):
    line = Line(world)
    settling.offered(line)
    text = page(line, world.handler)
    assert "说明是否同意方案" in text
    assert "10月12日（周一）24:00" in text


# --- recording --------------------------------------------------------------------------------------------------------
def test_what_a_side_told_on_the_phone_is_recorded_from_the_desk(world):
    line = Line(world)
    settling.offered(line)
    row = Consent.objects.get(side="complainant")
    assert 'type="date" name="told_on" value="2026-10-09"' in page(line, world.handler, "record_consent", **HTMX)
    said = {"consent": row.pk, "said": "yes", "way": "phone", "told_on": "2026-10-09", "result": "同意补兑。"}
    assert send(line, world.handler, "record_consent", **said).status_code == 200
    text = page(line, world.handler)
    assert "电话，由林小例登记" in text
    assert "谁的意见：投诉人" in text, "the record says whose word it was"


def test_a_word_is_recorded_also_after_the_day_has_passed_without_one(world):
    line = Line(world)
    settling.offered(line)
    line.ticks("2026-10-13 00:00")
    assert settling.words(line)["complainant"] == "unsaid"
    assert "电话征询后登记" in page(line, world.handler)


def test_while_the_finding_is_being_approved_only_a_withdrawal_is_recorded(world):
    line = Line(world)
    settling.settled_proposed(line)
    form = page(line, world.handler, "record_consent", **HTMX)
    assert 'name="said" id="record_consent-said_0" value="no"' in form
    assert 'value="yes"' not in form


# --- proposing --------------------------------------------------------------------------------------------------------
MISSING = {
    settling.one_declined: "投诉人不同意",
    Line.to_answered: "请先提出和解方案",
}


@pytest.mark.parametrize("stage", MISSING, ids=lambda stage: stage.__name__)
def test_settled_is_not_offered_without_both_consents_and_the_form_says_why(world, stage):
    line = Line(world)
    stage(line)
    form = page(line, world.handler, "propose", **HTMX)
    assert 'value="settled"' not in form
    assert MISSING[stage] in form


def test_a_draft_that_chose_settled_is_told_why_it_cannot_be_sent(world):
    line = Line(world)
    settling.one_declined(line)
    answer = send(line, world.handler, "propose", finding="settled", facts_found="双方同意。")
    assert answer.status_code == 422
    assert "投诉人不同意" in answer.content.decode()
    assert "双方同意。" in answer.content.decode(), "nothing typed is lost"


def test_with_both_consents_the_terms_are_the_remedy(world):
    line = Line(world)
    settling.both_agreed(line)
    form = page(line, world.handler, "propose", **HTMX)
    assert 'value="settled"' in form
    assert TERMS in form
    typed = {"finding": "settled", "facts_found": "双方同意。", "remedy_by": "platform", "remedy": "别的。"}
    assert send(line, world.handler, "propose", **typed).status_code == 200
    assert (line.case.last_proposal.remedy, line.case.last_proposal.remedy_by) == (TERMS, "cinema")


# --- approving --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["", "?list=approve"])
def test_the_lead_reads_the_terms_and_both_consents_with_their_dates_within_twenty_statements(
    world, query, django_assert_max_num_queries
):
    line = Line(world)
    settling.settled_proposed(line)
    client, url = signed_in(world.lead), url_of(line) + query
    with django_assert_max_num_queries(20):
        text = client.get(url).content.decode()
    for words in (TERMS, "双方同意的记录", "值班经理，在自己的网页上", "9月29日", "双方同意的方案"):
        assert words in text, words


def test_a_lead_is_told_why_a_settlement_cannot_be_approved_any_more(world):
    line = Line(world)
    settling.settled_proposed(line)
    line.do("withdraw_consent", "complainant")
    text = page(line, world.lead)
    assert "投诉人撤回了同意。请退回认定。" in text


def test_the_lead_who_has_the_form_open_reads_of_the_withdrawal_first(world):
    line = Line(world)
    settling.settled_proposed(line)
    client = signed_in(world.lead)
    drawn = marks_in(client.get(url_of(line, "approve"), **HTMX).content)
    line.do("withdraw_consent", "complainant")
    answer = client.post(url_of(line, "approve"), drawn, **HTMX)
    assert answer.status_code in (409, 422)
    assert "撤回了对方案的同意" in answer.content.decode()
    assert line.case.state == "awaiting_approval"


def test_after_a_replaced_remedy_the_desk_shows_what_stands_and_who_agreed_to_it(world):
    line = Line(world)
    settling.other_remedy_agreed(line)
    assert "按双方同意的办法落实" in page(line, world.handler)
    line.do("replace_remedy", "handler")
    text = page(line, world.handler)
    assert OTHER_TERMS in text
    assert "双方同意的记录" in text


def test_what_a_side_wrote_with_its_no_is_read_by_the_office(world):
    line = Line(world)
    settling.offered(line)
    settling.declines(line, "complainant", "还要书面道歉。")
    assert "还要书面道歉。" in page(line, world.colleague)
    assert Event.objects.get(case=line.pk, name="decline_settlement").text.values == {"message": "还要书面道歉。"}
