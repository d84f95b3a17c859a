"""A platform applies, three bodies review, the public objects, and it takes part (R23-R30)."""

import datetime as dt

import pytest

from casework.admissions.applications.amending_rows import look_at_coverage
from casework.admissions.models import CinemaSheet, Opinion
from casework.engine.access import roles_of
from casework.engine.errors import NotFound, Refused
from casework.engine.invariants import violations
from casework.engine.models import Case, Envelope
from casework.engine.record import verify
from casework.parties.models import Platform, Qualification, Unit, UnitContact
from tests.engine.world import at
from tests.parties.factories import make_campaign

from .applying import Applying, complete, join_in, make_applying_world, read_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_applying_world()


def opinions(application) -> list[tuple[int, int, str]]:
    return list(application.case.opinions.order_by("pk").values_list("round", "turn", "word"))


def names(application) -> list[str]:
    return [event["name"] for event in application.case.history]


# --- until it is complete ---------------------------------------------------------------------------------------------
def test_every_gap_is_named_at_once(world):
    application = Applying(world)
    with pytest.raises(Refused) as refused:
        application.submit(uscc="91430100MA4L16JQ9X", licence_until="2026-01-31", manual=[], name_county="")
    assert set(refused.value.fields) == {"uscc", "licence_until", "manual", "name_county"}
    assert "31 Jan 2026" in refused.value.fields["licence_until"][0]


def test_a_list_below_the_figures_is_sent_only_with_a_word_on_it_and_the_bodies_decide(world):
    """R24: the reviewer sees the figures; the register may not know a county."""
    application = Applying(world)
    sheet = read_list(application.case, world.applicant_clerk, application.now)
    CinemaSheet.objects.filter(pk=sheet.pk).update(outcomes={"doubtful": 2})
    with pytest.raises(Refused) as refused:
        application.submit(cinema_list=[str(sheet.attachment_id)])
    said = " ".join(refused.value.fields["about_list"])
    assert all(words in said for words in ("0 of 100 counties", "0 cinemas", "2 rows"))
    application.submit(cinema_list=[str(sheet.attachment_id)], about_list="两家新开业，尚未取得编码。")
    assert (application.case.state, application.case.cinema_sheet) == ("checking", sheet)


def test_what_is_missing_is_asked_for_once_and_papers_that_were_right_stay(world):
    application = Applying(world).submit()
    manual = application.case.paper("manual")
    application.do("claim", "handler")
    application.do("ask_supplement", "handler", items="发票样张缺附件")
    said = complete(application.case, world.applicant_lead, application.now, manual=[], account="补交发票附件")
    application.do("supply", "applicant_lead", **said)
    case = application.case
    assert (case.state, case.paper("manual")) == ("checking", manual)
    with pytest.raises(Refused, match="once already"):
        application.do("ask_supplement", "handler", items="还缺一项")


def test_silence_ends_an_application_only_by_people_and_after_its_days(world):
    application = Applying(world).submit()
    application.do("claim", "handler", when="2026-03-02 10:00")
    application.do("ask_supplement", "handler", items="发票样张缺附件")
    with pytest.raises(Refused, match="still has time"):
        application.do("let_lapse", "handler", told="已电话告知")
    application.time_passes("2026-03-17 00:05")
    assert application.case.state == "awaiting_supplement"
    application.do("let_lapse", "handler", told="3 月 10 日电话告知高女士")
    assert application.case.state == "refused"


def test_one_application_at_a_time_and_the_next_begins_from_the_last(world):
    application = Applying(world).submit()
    with pytest.raises(Refused) as refused:
        Applying(world)
    assert application.case.number in refused.value.fields["campaign"][0]
    application.do("withdraw_application", "applicant_lead")
    again = Applying(world, begun_from=application.pk)
    assert (again.case.uscc, again.case.contacts) == (application.case.uscc, application.case.contacts)
    assert again.case.papers == {}


# --- joint review -----------------------------------------------------------------------------------------------------
def test_all_three_agree_and_it_is_in_public_notice(world):
    application = Applying(world).to_notice()
    assert application.case.state == "public_notice"
    assert opinions(application) == [(1, 1, "agrees")] * 3
    assert [one.body for one in application.case.last_opinions] == [world.federation, world.bureau, world.association]


def test_one_that_disagrees_makes_the_three_read_all_and_say_it_once_more(world):
    application = Applying(world).to_review().opinions("agrees", "refuses", "agrees")
    assert application.case.state == "joint_review"
    shown = [row for row in application.case.opinions.all() if row.word == Opinion.Word.REFUSES]
    assert shown[0].reasons == "bureau_judge 认为 refuses"
    application.opinions("agrees", "agrees", "agrees")
    assert application.case.state == "public_notice"
    assert opinions(application) == [(1, 1, "agrees"), (1, 1, "refuses"), (1, 1, "agrees"), *[(1, 2, "agrees")] * 3]


@pytest.mark.parametrize(
    ("second", "state"),
    [(("agrees", "refuses", "lacks"), "refused"), (("agrees", "lacks", "agrees"), "awaiting_supplement")],
)
def test_the_second_time_one_refusal_refuses_and_a_lack_asks_the_platform(world, second, state):
    application = Applying(world).to_review().opinions("lacks", "agrees", "agrees").opinions(*second)
    assert application.case.state == state
    assert list(violations(Case.objects.filter(pk=application.pk))) == []


def test_each_entry_into_the_review_is_a_round_of_its_own(world):
    application = (
        Applying(world).to_review().opinions("lacks", "agrees", "agrees").opinions("lacks", "agrees", "agrees")
    )
    application.do(
        "supply",
        "applicant_clerk",
        **complete(application.case, world.applicant_clerk, application.now, account="已补"),
    )
    application.do("find_complete", "handler")
    application.opinions("agrees", "agrees", "agrees")
    assert application.case.state == "public_notice"
    assert opinions(application)[-3:] == [(2, 1, "agrees")] * 3
    assert application.case.clocks.filter(name="joint_review", ended_at__isnull=False).count() == 2


def test_silence_of_a_body_is_no_consent_and_its_lead_hears_of_it(world):
    application = Applying(world).to_review().opinions("agrees", who=("bureau_judge",))
    application.time_passes("2026-03-17 00:05")
    assert (application.case.state, Envelope.objects.count()) == ("joint_review", 1)
    assert "become_overdue" in names(application)


# --- public notice ----------------------------------------------------------------------------------------------------
def test_after_its_days_without_an_objection_the_platform_is_qualified(world):
    application = Applying(world).to_notice()
    application.time_passes("2026-03-09 23:50")
    assert application.case.state == "public_notice"
    application.time_passes("2026-03-10 00:05")
    case = application.case
    assert case.state == "qualified"
    right = Qualification.objects.get(unit=world.applicant)
    assert (right.since, right.until) == (dt.date(2026, 3, 10), world.campaign.redeem_until)
    assert right.deciding_case == case.number
    platform = Platform.objects.get(unit=world.applicant)
    assert (platform.service_phone, str(platform.manual)) == ("0731-8888 8888", case.paper("manual"))
    assert UnitContact.objects.filter(unit=world.applicant).count() == 4
    assert verify(Case.objects.all()) == []


def test_an_objection_that_is_open_on_the_last_day_holds_the_notice_there(world):
    application = Applying(world).to_notice()
    objection = application.object()
    application.time_passes("2026-03-10 00:05")
    assert (application.case.state, "hold_notice" in names(application)) == ("public_notice", True)
    application.time_passes("2026-03-13 10:00")
    application.answer(objection)
    application.time_passes("2026-03-13 10:30")
    assert application.case.state == "qualified"


def test_whoever_gave_an_opinion_answers_no_objection(world):
    application = Applying(world).to_notice()
    objection = application.object()
    with pytest.raises(Refused, match="took part"):
        application.answer(objection, who="lead")
    application.answer(objection)
    assert application.case.state == "public_notice"


def test_an_objection_that_stands_brings_it_back_to_the_bodies_and_others_wait_for_the_next_notice(world):
    application = Applying(world).to_notice()
    first, second = application.object(), application.object("客服电话打不通。")
    application.answer(first, "sustained")
    assert (application.case.state, application.case.review_round) == ("joint_review", 2)
    application.opinions("agrees", "agrees", "agrees")
    application.time_passes("2026-03-11 10:00")
    application.answer(second)
    application.time_passes("2026-03-20 00:05")
    assert application.case.state == "qualified"


# --- qualified --------------------------------------------------------------------------------------------------------
def test_it_expires_with_the_last_day_to_redeem_and_not_with_the_campaigns_end(world):
    application = Applying(world).to_qualified()
    application.time_passes("2027-03-31 23:00")
    assert application.case.state == "qualified"
    application.time_passes("2027-04-01 00:05")
    assert application.case.state == "expired"


def test_whoever_leaves_is_on_the_list_until_that_day_and_may_apply_for_next_year(world):
    application = Applying(world).to_qualified()
    with pytest.raises(Refused) as refused:
        Applying(world, start="2026-04-01 10:00")
    assert "takes part" in refused.value.fields["campaign"][0]
    application.do("leave_campaign", "applicant_lead", when="2026-06-01 10:00", reason="业务调整")
    assert application.case.state == "withdrawn"
    assert Qualification.objects.get(unit=world.applicant).until == dt.date(2026, 6, 1)
    coming = make_campaign(year=2027)
    again = Applying(world, start="2026-12-01 10:00", begun_from=application.pk, campaign=coming.pk)
    assert again.case.service_phone == "0731-8888 8888"


def test_nobody_but_the_three_bodies_and_the_platform_knows_of_it(world):
    application = Applying(world).to_review()
    assert roles_of(world.union_judge, application.case) >= {"joint_body"}
    assert not roles_of(world.cinema_clerk, application.case)
    with pytest.raises(NotFound):
        application.do("withdraw_application", "platform_clerk")


# --- what changes -----------------------------------------------------------------------------------------------------
def test_a_change_is_in_force_once_the_association_accepted_it(world):
    application = Applying(world).to_qualified()
    application.do("propose_amendment", "applicant_clerk", why="换了客服电话", service_phone="400-000-0000")
    (change,) = application.case.amendments.all()
    assert Platform.objects.get(unit=world.applicant).service_phone == "0731-8888 8888"
    application.do("accept_amendment", "handler", amendment=change.pk)
    assert Platform.objects.get(unit=world.applicant).service_phone == "400-000-0000"
    assert (application.case.service_phone, application.case.state) == ("400-000-0000", "qualified")
    application.do(
        "propose_amendment", "applicant_lead", why="换县级联系人", name_county="新联系人", phone_county="0731-1"
    )
    application.do("decline_amendment", "handler", amendment=change.pk + 1, reason="电话有误，请核对。")
    assert application.case.contacts["county"]["name"] == "联系人county"


def test_a_change_that_changes_nothing_is_refused(world):
    application = Applying(world).to_qualified()
    with pytest.raises(Refused, match="what changes"):
        application.do("propose_amendment", "applicant_clerk", why="换了客服电话")


def test_looking_at_the_coverage_of_all_costs_the_same_for_any_number(world, django_assert_num_queries):
    Applying(world).to_qualified()
    Applying(join_in(world)).to_qualified()
    with django_assert_num_queries(3):
        assert look_at_coverage(at("2026-03-10 09:00")) == 0


def test_coverage_that_falls_below_the_floor_is_told_and_mended(world):
    application = Applying(world).to_qualified()
    application.time_passes("2026-03-10 09:00")
    assert "note_shortfall" not in names(application)
    Unit.objects.filter(pk=world.cinema.pk).update(active=False)
    application.time_passes("2026-03-10 10:00")
    application.time_passes("2026-03-10 11:00")
    assert names(application).count("note_shortfall") == 1
    assert application.case.clocks.filter(name="coverage", ended_at=None).exists()
    Unit.objects.filter(pk=world.cinema.pk).update(active=True)
    application.time_passes("2026-03-11 10:00")
    assert names(application)[-1] == "note_mended"
    assert not application.case.clocks.filter(name="coverage", ended_at=None).exists()
