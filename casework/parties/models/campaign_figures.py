"""Every figure of a campaign, by subject (RULES R8-R16, R24; LAW §9). What applies is data, never code."""

from decimal import Decimal

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.parties.figures import (
    FigureSource,
    FigureUnit,
    MoneyFigure,
    NameFigure,
    RuleFigure,
    by_campaign,
    by_law,
    by_notice,
)

WORKING_DAYS = FigureUnit.WORKING_DAYS
DAYS = FigureUnit.DAYS

CONSUMER_LAW = _("Consumer Rights Protection Law, art. 46")
CONSUMER_RULES = _("Regulations for implementing the Consumer Rights Protection Law")
PETITION_TRANSFER = _("Regulations on Petition Work, art. 23")
PETITION_LIMIT = _("Regulations on Petition Work, art. 34")
PETITION_REVIEW = _("Regulations on Petition Work, art. 35")
PETITION_REREVIEW = _("Regulations on Petition Work, art. 36")
PENALTY_OFFICERS = _("Administrative Penalty Law, art. 42")
PENALTY_EVIDENCE = _("Administrative Penalty Law, art. 56")
CIVIL_SERVICE = _("by analogy with the Civil Procedure Law, art. 95")
PENALTY_PUBLISHING = _("by analogy with the rules on publishing administrative penalties, art. 9")
CREDIT_REPAIR = _("by analogy with the State Council Office's document No. 22 of 2025 on credit repair")
PENALTY_PRACTICE = _("after the practice of market regulation")
RECONSIDERATION = _("by analogy with the Administrative Reconsideration Law, art. 31")
HOTLINE_PRACTICE = _("after the practice of government hotlines")
INSPECTION_PRACTICE = _("after the practice of random inspections")
XIANGTAN = _("after Xiangtan's notice of 2021")
OWN_CHOICE = _("no rule gives a figure")


def measures(article: str):
    """An article of 市场监督管理投诉举报处理暂行办法, our model for complaints (LAW §1)."""
    return format_lazy(
        _("by analogy with the Interim Measures on Complaints and Reports, art. {article}"), article=article
    )


def penalty_law(article: str):
    """An article of 行政处罚法, our model for decisions that are no administrative penalties (LAW §0, §3)."""
    return format_lazy(_("by analogy with the Administrative Penalty Law, art. {article}"), article=article)


def notice(rule: str):
    """A rule of the campaign's notice, by its number in RULES."""
    return format_lazy(_("notice of 2021, {rule}"), rule=rule)


class VoucherFigures(models.Model):
    face_value = MoneyFigure(
        _("face value of a voucher"),
        max_digits=8,
        decimal_places=2,
        default=Decimal("200.00"),
        unit=FigureUnit.YUAN,
        source=FigureSource.NOTICE,
        reference=notice("R9"),
    )
    extension_months = by_notice(_("a voucher is extended by"), 3, FigureUnit.MONTHS, notice("R14"))
    extensions_per_voucher = by_campaign(_("extensions of one voucher"), 1, FigureUnit.COUNT, OWN_CHOICE)
    voucher_confirm_days = by_campaign(_("a platform confirms vouchers within"), 3, WORKING_DAYS, OWN_CHOICE)
    extension_decide_days = by_campaign(_("an extension is decided within"), 5, WORKING_DAYS, OWN_CHOICE)
    screening_approve_days = by_campaign(_("both organisers decide on a screening within"), 5, WORKING_DAYS, OWN_CHOICE)
    screening_answer_days = by_campaign(_("a union answers questions about it within"), 5, WORKING_DAYS, OWN_CHOICE)
    screening_report_days = by_campaign(_("a union reports after its day within"), 5, WORKING_DAYS, OWN_CHOICE)
    screening_check_days = by_campaign(_("the report on it is checked within"), 5, WORKING_DAYS, OWN_CHOICE)
    balance_declare_days = by_campaign(
        _("a platform declares its unused balance within; 0: none is asked to"), 10, WORKING_DAYS, OWN_CHOICE
    )
    balance_confirm_days = by_campaign(
        _("the organisers confirm an unused balance within"), 5, WORKING_DAYS, OWN_CHOICE
    )

    class Meta:
        abstract = True
        verbose_name = _("Vouchers and extension")


class PriceFigures(models.Model):
    """How a price paid is compared with the film's lowest release price (R10); read by `casework.parties.prices`."""

    fee_included = RuleFigure(
        _("the lowest release price includes the network service fee"),
        default=False,
        unit=FigureUnit.YES_NO,
        source=FigureSource.CAMPAIGN,
        reference=XIANGTAN,
    )
    special_hall_extra = MoneyFigure(
        _("a special hall may cost more by (empty: it may, and no amount is laid down; 0: it may not)"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        unit=FigureUnit.YUAN,
        source=FigureSource.CAMPAIGN,
        reference=XIANGTAN,
    )

    class Meta:
        abstract = True
        verbose_name = _("Price of a ticket")


class AdmissionFigures(models.Model):
    county_percent = by_notice(_("counties a platform must cover"), 90, FigureUnit.PERCENT, notice("R24"))
    county_total = by_law(_("counties of the province"), 122, FigureUnit.COUNT, _("national division codes"))
    cinema_minimum = by_notice(_("cinemas a platform must have"), 300, FigureUnit.COUNT, notice("R24"))
    application_check_days = by_campaign(_("check whether an application is complete"), 5, WORKING_DAYS, OWN_CHOICE)
    joint_review_days = by_campaign(_("each body gives its opinion within"), 10, WORKING_DAYS, OWN_CHOICE)
    public_notice_days = by_campaign(_("public notice before admission"), 5, WORKING_DAYS, OWN_CHOICE)
    objection_days = by_campaign(_("answer an objection to an admission"), 5, WORKING_DAYS, OWN_CHOICE)
    amendment_days = by_campaign(_("look at what a platform changes"), 5, WORKING_DAYS, OWN_CHOICE)
    coverage_mend_days = by_campaign(_("a platform mends its coverage within"), 20, WORKING_DAYS, OWN_CHOICE)
    enrolment_check_days = by_campaign(_("a film office confirms a cinema's facts"), 5, WORKING_DAYS, OWN_CHOICE)
    enrolment_decide_days = by_campaign(_("a cinema's enrolment is decided"), 5, WORKING_DAYS, OWN_CHOICE)
    enrolment_supplement_days = by_campaign(_("a cinema sends what is missing"), 10, WORKING_DAYS, OWN_CHOICE)

    class Meta:
        abstract = True
        verbose_name = _("Admission of platforms and cinemas")

    @property
    def counties_needed(self) -> int:
        """Counties that meet the share, the figure itself included: 110 of 122 (R24)."""
        return -(-self.county_total * self.county_percent // 100)


class FilingFigures(models.Model):
    triage_days = by_law(_("decide on acceptance and tell"), 7, WORKING_DAYS, CONSUMER_LAW)
    redirect_days = by_law(_("tell the right way for what is not ours"), 15, DAYS, PETITION_TRANSFER)
    time_bar_years = by_law(_("a complaint may reach back"), 3, FigureUnit.YEARS, measures("15"))
    supplement_ask_days = by_law(_("ask once for what is missing"), 5, WORKING_DAYS, RECONSIDERATION)
    supplement_answer_days = by_campaign(_("supply what is missing"), 10, WORKING_DAYS, OWN_CHOICE)
    dispatch_days = by_campaign(_("pass to the unit that handles it"), 1, WORKING_DAYS, HOTLINE_PRACTICE)
    acknowledge_days = by_campaign(_("the unit confirms that it has it"), 1, WORKING_DAYS, HOTLINE_PRACTICE)
    send_back_days = by_campaign(_("the unit may send it back"), 2, WORKING_DAYS, HOTLINE_PRACTICE)
    send_back_limit_days = by_law(_("sending back is never later than"), 5, WORKING_DAYS, PETITION_TRANSFER)

    class Meta:
        abstract = True
        verbose_name = _("Receipt and acceptance")


class OnSiteFigures(models.Model):
    duty_from = by_campaign(_("on-site help from"), 9, FigureUnit.CLOCK_HOUR, OWN_CHOICE)
    duty_until = by_campaign(_("on-site help until"), 22, FigureUnit.CLOCK_HOUR, OWN_CHOICE)
    first_contact_hours = by_campaign(_("first contact when someone is at the cinema"), 2, FigureUnit.HOURS, OWN_CHOICE)

    class Meta:
        abstract = True
        verbose_name = _("On-site help")


class HandlingFigures(models.Model):
    answer_days = by_campaign(_("a respondent answers"), 5, WORKING_DAYS, OWN_CHOICE)
    settlement_days = by_campaign(_("each side says whether it agrees to a settlement"), 5, WORKING_DAYS, OWN_CHOICE)
    simple_days = by_campaign(_("handling where the facts are not disputed"), 5, WORKING_DAYS, HOTLINE_PRACTICE)
    investigation_days = by_campaign(_("investigation"), 15, WORKING_DAYS, OWN_CHOICE)
    mediation_days = by_law(_("mediation, tests not counted"), 60, DAYS, CONSUMER_RULES)
    mediation_notice_days = by_law(_("tell that mediation has ended"), 7, WORKING_DAYS, measures("21"))
    evidence_hold_days = by_law(_("decide on evidence held"), 7, WORKING_DAYS, PENALTY_EVIDENCE)
    approval_days = by_campaign(_("approval of a finding"), 3, WORKING_DAYS, OWN_CHOICE)
    outer_limit_days = by_law(_("outer limit of any case"), 60, DAYS, PETITION_LIMIT)
    outer_extension_days = by_law(_("extension of the outer limit, once"), 30, DAYS, PETITION_LIMIT)
    remedy_days = by_campaign(_("a respondent carries out the remedy"), 10, WORKING_DAYS, OWN_CHOICE)

    class Meta:
        abstract = True
        verbose_name = _("Investigation and decision")


class ReportFigures(models.Model):
    report_check_days = by_law(_("verify a report"), 15, WORKING_DAYS, measures("23"))
    report_extension_days = by_law(_("extension for verifying a report"), 15, WORKING_DAYS, measures("23"))
    reporter_told_days = by_law(_("tell a named reporter after the decision"), 5, WORKING_DAYS, measures("31"))

    class Meta:
        abstract = True
        verbose_name = _("Reports of violations")


class AfterwardsFigures(models.Model):
    received_days = by_campaign(_("a complainant says whether the remedy arrived"), 5, WORKING_DAYS, OWN_CHOICE)
    contest_days = by_campaign(_("contest how a case ended"), 30, DAYS, PETITION_REVIEW)
    return_visit_days = by_campaign(_("return visit after closing"), 3, WORKING_DAYS, HOTLINE_PRACTICE)
    rating_days = by_campaign(_("rating remains open"), 15, DAYS, HOTLINE_PRACTICE)
    redo_days = by_campaign(_("do again what did not satisfy, once"), 10, WORKING_DAYS, OWN_CHOICE)
    review_ask_days = by_law(_("ask for a review"), 30, DAYS, PETITION_REVIEW)
    review_days = by_law(_("answer a review"), 30, DAYS, PETITION_REVIEW)
    rereview_ask_days = by_law(_("ask for a second review"), 30, DAYS, PETITION_REREVIEW)
    rereview_days = by_law(_("answer a second review"), 30, DAYS, PETITION_REREVIEW)

    class Meta:
        abstract = True
        verbose_name = _("After the decision")


class ReminderFigures(models.Model):
    warn_days_before = by_campaign(_("warn before a date is due"), 2, WORKING_DAYS, OWN_CHOICE)
    urge_days_after = by_campaign(_("urge after a date has passed"), 1, WORKING_DAYS, HOTLINE_PRACTICE)
    claim_idle_days = by_campaign(
        _("a claim on which nothing is done goes back to the queue after; 0: never"), 5, WORKING_DAYS, OWN_CHOICE
    )
    supervise_days_after = by_campaign(_("supervise after a date has passed"), 5, WORKING_DAYS, HOTLINE_PRACTICE)

    class Meta:
        abstract = True
        verbose_name = _("Reminders")


class InspectionFigures(models.Model):
    inspection_officers = by_law(_("officers at an inspection, at least"), 2, FigureUnit.PERSONS, PENALTY_OFFICERS)
    inspection_sample_percent = by_campaign(_("share drawn at random"), 10, FigureUnit.PERCENT, INSPECTION_PRACTICE)
    inspection_redispatch_days = by_campaign(
        _("give out again an inspection that was sent back"), 2, WORKING_DAYS, HOTLINE_PRACTICE
    )
    inspection_visit_days = by_campaign(_("an inspection outside a plan is made"), 20, DAYS, OWN_CHOICE)
    inspection_verify_days = by_campaign(_("verify an inspection's report"), 3, WORKING_DAYS, OWN_CHOICE)
    inspection_rectify_days = by_campaign(_("put right what an inspection found"), 10, WORKING_DAYS, OWN_CHOICE)
    inspection_recheck_days = by_campaign(_("check again what was put right"), 10, WORKING_DAYS, OWN_CHOICE)
    inspection_result_days = by_campaign(_("publish an inspection's result"), 20, WORKING_DAYS, INSPECTION_PRACTICE)

    class Meta:
        abstract = True
        verbose_name = _("Inspections")


class PenaltyFigures(models.Model):
    decision_days = by_law(_("decide on a penalty, from its opening"), 90, DAYS, penalty_law("60"))
    legal_review_days = by_campaign(_("review the draft of a decision"), 5, WORKING_DAYS, OWN_CHOICE)
    defence_days = by_law(_("a party states its defence"), 5, WORKING_DAYS, PENALTY_PRACTICE)
    deliberation_days = by_campaign(_("each body gives its word on the measures"), 10, WORKING_DAYS, OWN_CHOICE)
    decision_serve_days = by_law(_("serve a decision"), 7, WORKING_DAYS, penalty_law("61"))
    announcement_days = by_law(_("served, after a public announcement of"), 30, DAYS, CIVIL_SERVICE)
    hearing_ask_days = by_law(_("a party asks for a hearing"), 5, WORKING_DAYS, penalty_law("64"))
    hearing_notice_days = by_law(_("a hearing is told ahead by"), 7, WORKING_DAYS, penalty_law("64"))
    decision_publish_days = by_law(_("publish a decision, from its day"), 20, WORKING_DAYS, PENALTY_PUBLISHING)
    decision_review_days = by_law(_("review a penalty decision"), 30, DAYS, PETITION_REVIEW)
    entry_objection_days = by_campaign(_("check an objection to an entry of the list"), 3, WORKING_DAYS, OWN_CHOICE)
    repair_accept_days = by_law(_("accept an application for repair, or not"), 2, WORKING_DAYS, CREDIT_REPAIR)
    repair_decide_days = by_law(_("decide on a repair"), 10, WORKING_DAYS, CREDIT_REPAIR)
    fund_office = NameFigure(
        _("office that is told who is disqualified from subsidies"),
        max_length=80,
        default="湖南省国家电影事业发展专项资金管理委员会办公室",
        unit=FigureUnit.NAME,
        source=FigureSource.CAMPAIGN,
        reference=_("as the province calls it"),
    )

    class Meta:
        abstract = True
        verbose_name = _("Penalty decisions")


class RetentionFigures(models.Model):
    mask_years = by_campaign(_("mask a complainant's data after closing"), 1, FigureUnit.YEARS, OWN_CHOICE)
    erase_years = by_campaign(_("erase a complainant's data after closing"), 3, FigureUnit.YEARS, OWN_CHOICE)

    class Meta:
        abstract = True
        verbose_name = _("Keeping of personal data")


FIGURE_GROUPS: list[type[models.Model]] = [
    VoucherFigures,
    PriceFigures,
    AdmissionFigures,
    FilingFigures,
    OnSiteFigures,
    HandlingFigures,
    ReportFigures,
    AfterwardsFigures,
    ReminderFigures,
    InspectionFigures,
    PenaltyFigures,
    RetentionFigures,
]
