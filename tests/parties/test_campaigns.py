"""The campaign is data: which one an event belongs to, and where each figure comes from."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from casework.parties.models import Campaign, Division, figure_groups, figure_source
from tests.parties.factories import make_campaign

pytestmark = pytest.mark.django_db

# LAW §9 and the notice, copied by hand from the papers.
EXPECTED = {
    "face_value": (200, "notice"),
    "extension_months": (3, "notice"),
    "extensions_per_voucher": (1, "campaign"),
    "voucher_confirm_days": (3, "campaign"),
    "extension_decide_days": (5, "campaign"),
    "screening_approve_days": (5, "campaign"),
    "screening_answer_days": (5, "campaign"),
    "screening_report_days": (5, "campaign"),
    "screening_check_days": (5, "campaign"),
    "balance_declare_days": (10, "campaign"),
    "balance_confirm_days": (5, "campaign"),
    "fee_included": (False, "campaign"),
    "special_hall_extra": (None, "campaign"),
    "county_percent": (90, "notice"),
    "county_total": (122, "law"),
    "cinema_minimum": (300, "notice"),
    "application_check_days": (5, "campaign"),
    "joint_review_days": (10, "campaign"),
    "public_notice_days": (5, "campaign"),
    "objection_days": (5, "campaign"),
    "amendment_days": (5, "campaign"),
    "coverage_mend_days": (20, "campaign"),
    "enrolment_check_days": (5, "campaign"),
    "enrolment_decide_days": (5, "campaign"),
    "enrolment_supplement_days": (10, "campaign"),
    "triage_days": (7, "law"),
    "redirect_days": (15, "law"),
    "time_bar_years": (3, "law"),
    "supplement_ask_days": (5, "law"),
    "supplement_answer_days": (10, "campaign"),
    "dispatch_days": (1, "campaign"),
    "acknowledge_days": (1, "campaign"),
    "send_back_days": (2, "campaign"),
    "send_back_limit_days": (5, "law"),
    "duty_from": (9, "campaign"),
    "duty_until": (22, "campaign"),
    "first_contact_hours": (2, "campaign"),
    "answer_days": (5, "campaign"),
    "settlement_days": (5, "campaign"),
    "simple_days": (5, "campaign"),
    "investigation_days": (15, "campaign"),
    "mediation_days": (60, "law"),
    "mediation_notice_days": (7, "law"),
    "evidence_hold_days": (7, "law"),
    "approval_days": (3, "campaign"),
    "outer_limit_days": (60, "law"),
    "outer_extension_days": (30, "law"),
    "remedy_days": (10, "campaign"),
    "report_check_days": (15, "law"),
    "report_extension_days": (15, "law"),
    "reporter_told_days": (5, "law"),
    "received_days": (5, "campaign"),
    "contest_days": (30, "campaign"),
    "return_visit_days": (3, "campaign"),
    "rating_days": (15, "campaign"),
    "redo_days": (10, "campaign"),
    "review_ask_days": (30, "law"),
    "review_days": (30, "law"),
    "rereview_ask_days": (30, "law"),
    "rereview_days": (30, "law"),
    "warn_days_before": (2, "campaign"),
    "urge_days_after": (1, "campaign"),
    "claim_idle_days": (5, "campaign"),
    "supervise_days_after": (5, "campaign"),
    "inspection_officers": (2, "law"),
    "inspection_sample_percent": (10, "campaign"),
    "inspection_redispatch_days": (2, "campaign"),
    "inspection_visit_days": (20, "campaign"),
    "inspection_verify_days": (3, "campaign"),
    "inspection_rectify_days": (10, "campaign"),
    "inspection_recheck_days": (10, "campaign"),
    "inspection_result_days": (20, "campaign"),
    "decision_days": (90, "law"),
    "legal_review_days": (5, "campaign"),
    "defence_days": (5, "law"),
    "deliberation_days": (10, "campaign"),
    "announcement_days": (30, "law"),
    "hearing_ask_days": (5, "law"),
    "hearing_notice_days": (7, "law"),
    "decision_publish_days": (20, "law"),
    "decision_review_days": (30, "law"),
    "entry_objection_days": (3, "campaign"),
    "repair_accept_days": (2, "law"),
    "repair_decide_days": (10, "law"),
    "decision_serve_days": (7, "law"),
    "fund_office": ("湖南省国家电影事业发展专项资金管理委员会办公室", "campaign"),
    "mask_years": (1, "campaign"),
    "erase_years": (3, "campaign"),
}


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-02-25", False),
        ("2026-02-26", True),
        ("2026-12-31", True),
        ("2027-03-31", True),
        ("2027-04-01", False),
    ],
)
def test_a_campaign_lasts_until_its_last_voucher_r14(day, found):
    campaign = make_campaign(year=2026)
    expected = campaign if found else None
    assert Campaign.objects.on(datetime.date.fromisoformat(day)) == expected


def test_where_two_campaigns_overlap_the_later_one_holds_r8():
    make_campaign(year=2026)
    later = make_campaign(year=2027)
    assert Campaign.objects.on(datetime.date(2027, 3, 1)) == later


def test_the_campaign_of_a_day_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        Campaign.objects.on(datetime.date(2026, 6, 1))


def test_every_figure_has_the_default_and_the_source_of_the_papers():
    campaign = Campaign()
    names = [name for _title, names in figure_groups() for name in names]
    assert {name: (getattr(campaign, name), figure_source(name)) for name in names} == EXPECTED


def test_every_figure_says_its_unit_and_its_source():
    with translation.override("en"):
        text = str(Campaign._meta.get_field("triage_days").help_text)
    assert text == "Working days. Source: Law, Consumer Rights Protection Law, art. 46."


def test_a_name_that_is_no_figure_is_refused():
    with pytest.raises(LookupError, match="starts_on"):
        figure_source("starts_on")


def test_110_of_122_counties_meet_the_share_r24():
    campaign = make_campaign()
    assert Division.objects.counties().count() == campaign.county_total
    assert campaign.counties_needed == 110


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": datetime.date(2026, 1, 1)}, "dates must follow each other"),
        ({"redeem_until": datetime.date(2026, 12, 1)}, "dates must follow each other"),
        ({"duty_from": 22, "duty_until": 9}, "On-site help must end"),
        ({"county_percent": 101}, "less than or equal to 100"),
    ],
)
def test_a_campaign_that_contradicts_itself_is_refused_in_words(wrong, words):
    campaign = make_campaign()
    for name, value in wrong.items():
        setattr(campaign, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match=words):
        campaign.full_clean()
