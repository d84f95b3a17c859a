"""The demo: what a visitor finds after the first `make run`."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from blacklist.models import Decision, EntryObjection, Letter, LetterKind, Measure, Repair
from casework.admissions.models import Enrolment, PlatformApplication
from casework.demo import loading
from casework.demo.newcomers import LUKOU, LUSONG, LUSONG_OFFICE
from casework.demo.people import ASSOCIATION, FEDERATION, FILM_BUREAU, PASSWORD, SIGN_INS
from casework.engine import invariants, record
from casework.engine.calendar import Calendar
from casework.engine.codes import code_opens
from casework.engine.kinds import kind_named
from casework.engine.models import Case, Clock, ContactDetails, Envelope, Event, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit, User
from casework.vouchers.balances.services import Standing, standings
from casework.vouchers.figures import pool_figures
from casework.vouchers.models import ExtensionRequest, Screening, UnusedBalance
from complaints.categories import BY_CODE
from complaints.models import AnswerRequest, Complaint
from complaints.price import price_of
from inspections.models import Inspection, Plan
from notifications.models import Delivery, Notification


@pytest.mark.long
class LoadedDemo(TestCase):
    """Loaded once for all that is looked at here."""

    @classmethod
    def setUpTestData(cls):
        out = StringIO()
        call_command("load_demo", i_know=True, stdout=out)
        cls.printed = out.getvalue()

    def test_there_is_a_complaint_in_every_stage_and_of_every_category(self):
        assert set(Complaint.objects.values_list("state", flat=True)) == set(kind_named("complaint").stage_by_state)
        assert set(Complaint.objects.values_list("topic", flat=True)) == set(BY_CODE)

    def test_a_plan_is_drawn_one_awaits_a_lead_and_inspections_stand_at_several_turns(self):
        assert set(Plan.objects.values_list("state", flat=True)) == {"drafting", "drawn"}
        states = set(Inspection.objects.values_list("state", flat=True))
        assert {"dispatched", "acknowledged", "reported", "rectifying", "closed"} <= states
        assert Inspection.objects.filter(published_at__isnull=False).exists()

    def test_a_union_asks_for_vouchers_and_has_them_in_part(self):
        requests = ExtensionRequest.objects
        assert set(requests.values_list("state", flat=True)) == {"confirming", "deciding", "decided"}
        decided = requests.get(state="decided")
        assert (decided.granted, decided.refused) == (37, 3)

    def test_a_platform_is_reviewed_under_seal_and_another_is_in_public_notice(self):
        applications = PlatformApplication.objects
        assert set(applications.values_list("state", flat=True)) == {"joint_review", "public_notice"}
        assert Envelope.objects.filter(case=applications.get(state="joint_review").pk).count() == 1
        assert applications.get(state="public_notice").objections.open().count() == 1

    def test_a_cinema_is_with_its_film_office_one_was_proposed_and_one_may_begin(self):
        states = dict(Enrolment.objects.values_list("state", "parties__unit__name").filter(parties__role="cinema"))
        assert states == {"checking": LUSONG, "draft": LUKOU}
        assert Enrolment.objects.get(state="checking").field_unit.name == LUSONG_OFFICE

    def test_a_platform_has_declared_what_is_left_and_one_organiser_is_still_to_confirm(self):
        """R15."""
        case = UnusedBalance.objects.get(platform__name="示例平台")
        assert (case.state, case.declaration.count, case.declaration.amount) == ("confirming", 336, 6_520_550)
        waiting = WorkTask.objects.filter(process__case=case, role="joint_body", status__in=WAITING)
        assert [task.unit.name for task in waiting] == [FILM_BUREAU]
        found = {one.unit.name: one.standing for one in standings(case.campaign).platforms}
        assert found == {"示例平台": Standing.DECLARED, "示例惠民票务平台": Standing.POOLED}

    def test_one_screening_was_paid_from_the_pool_and_another_waits_for_the_film_bureau(self):
        """R15."""
        held, waits = Screening.objects.order_by("pk")
        assert (held.state, held.photos.count(), waits.state) == ("settled", 2, "proposed")
        assert [one.unit.name for one in waits.approved] == [FEDERATION]
        figures = pool_figures(held.campaign)
        assert (figures.pooled, figures.spent, figures.balance) == (4_860_000, 401_200, 4_458_800)

    def test_two_decisions_are_in_force_one_waits_for_the_association_and_one_for_the_cinema(self):
        """R36-R40."""
        found = list(Decision.objects.order_by("pk"))
        assert [one.state for one in found] == ["in_force", "in_force", "deliberation", "notified"]
        since_summer, in_force, deliberated, _notified = found
        held = Measure.objects.in_force(timezone.localdate()).order_by("case", "-kind").values_list("case", "kind")
        assert list(held) == [(since_summer.pk, "record"), (in_force.pk, "subsidy"), (in_force.pk, "record")]
        waiting = WorkTask.objects.filter(process__case=deliberated, role="joint_body", status__in=WAITING)
        assert [task.unit.name for task in waiting] == [ASSOCIATION]

    def test_the_funds_office_was_told_of_one(self):
        """R39."""
        told = Decision.objects.get(fund_told_at__isnull=False)
        assert Letter.objects.get(kind=LetterKind.FUND_NOTICE).number == told.fund_letter

    def test_the_repair_of_one_waits_for_the_film_bureau(self):
        repair = Repair.objects.get()
        assert (repair.state, repair.confirmed) == ("verifying", True)
        waiting = WorkTask.objects.filter(process__case=repair, role="joint_body", status__in=WAITING)
        assert [task.unit.name for task in waiting] == [FILM_BUREAU]

    def test_somebody_objects_to_the_entry_and_a_colleague_who_took_no_part_checks_it(self):
        """LAW §9."""
        case = EntryObjection.objects.get()
        assert (case.state, case.by_public, case.about.state) == ("checking", True, "in_force")
        assert not case.about.duties.filter(user=case.handler).exists()

    def test_reports_come_by_name_and_without_and_what_is_about_a_union_is_the_film_bureaus(self):
        reports = Complaint.objects.filter(matter="report")
        assert set(reports.values_list("anonymous", flat=True)) == {True, False}
        assert reports.filter(origin__isnull=False, state="submitted").exists()
        assert Complaint.objects.get(topic="body").office.name == FILM_BUREAU

    def test_every_example_cinema_and_the_example_platform_are_complained_of(self):
        taking_part = Unit.objects.filter(name__startswith="示例", qualifications__isnull=False)
        unnamed = taking_part.exclude(pk__in=Case.objects.values("parties__unit"))
        assert not unnamed.exists()

    def test_the_record_is_whole_and_no_open_case_lacks_a_holder(self):
        assert record.verify(Case.objects.all()) == []
        assert list(invariants.violations()) == []
        stages = kind_named("complaint").stages
        assert not Complaint.objects.filter(state__in=[s.state for s in stages if s.is_open], holder=None).exists()

    def test_something_is_due_by_tonight_and_something_overdue(self):
        """On a rest day "tonight" is the end of the next workday."""
        now, calendar = timezone.localtime(), Calendar.load(timezone.localdate())
        running = Clock.objects.filter(ended_at=None, due_at__isnull=False)
        overdue = running.filter(overdue_at__isnull=False)
        assert {"triage", "investigation", "remedy"} <= set(overdue.values_list("name", flat=True))
        day = now.date()
        while not calendar.is_workday(day):
            day += dt.timedelta(days=1)
        tonight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=now.tzinfo)
        due = running.filter(due_at=tonight).values_list("name", flat=True)
        assert {"triage", "investigation", "approval"} <= set(due)
        assert AnswerRequest.objects.waiting().filter(due_at=tonight).exists()

    def test_somebody_stands_at_the_counter_and_nobody_has_claimed_it(self):
        case = Complaint.objects.get(urgent=True, state="submitted", handler=None)
        assert timezone.now() - case.opened_at < dt.timedelta(minutes=10)

    def test_answers_are_in_waiting_silent_late_and_withdrawn_from(self):
        assert set(AnswerRequest.objects.values_list("status", flat=True)) == set(AnswerRequest.Status.values)

    def test_a_model_worker_with_complete_proof_is_upheld(self):
        """R22: nothing excuses the refusal."""
        case = Complaint.objects.get(topic="model_worker", proof_shown="complete", state="awaiting_approval")
        assert case.proposals.get().finding == "upheld"

    def test_somebody_paid_more_than_the_lowest_release_price(self):
        """R10."""
        compared = []
        for case in Complaint.objects.filter(topic="over_price").select_related("campaign"):
            words = Event.objects.get(case=case, seq=1).text.values
            compared.append(price_of(case, words["film"]).comparison.is_over)
        assert compared
        assert all(compared)

    def test_a_settlement_rests_on_what_each_side_said_and_another_still_waits_for_a_word(self):
        case = Complaint.objects.get(finding="settled")
        agreed = {(row.side, row.said, row.way) for row in case.proposals.get().settlement.consents.all()}
        assert agreed == {("complainant", "yes", "phone"), ("cinema", "yes", "page"), ("platform", "yes", "page")}
        (waiting,) = Complaint.objects.exclude(settlement=None)
        assert {row.side: row.said for row in waiting.consents} == {"complainant": "", "cinema": "yes"}

    def test_three_peoples_complaints_about_one_evening_are_handled_together(self):
        leading = Complaint.objects.get(joined__isnull=False, joined__state="investigating")
        assert set(leading.joined.values_list("state", flat=True)) == {"awaiting_approval", "investigating"}
        rests = leading.joined.get(state="awaiting_approval").proposals.get().evidence
        assert f"answer:{leading.answer_requests.get().pk}" in rests

    def test_a_union_took_in_a_call(self):
        case = Complaint.objects.get(source="phone")
        assert Event.objects.get(case=case, seq=1).unit.kind == Unit.Kind.UNION

    def test_nobody_but_complainants_and_the_clock_acts_at_night_or_on_a_rest_day(self):
        calendar = Calendar.load(loading.Moments(timezone.now()).earliest)
        moments = [timezone.localtime(at) for at in Event.objects.exclude(actor=None).values_list("at", flat=True)]
        assert moments
        assert all(calendar.is_workday(at.date()) and 8 <= at.hour < 20 for at in moments)

    def test_nothing_happens_in_the_future_and_bells_tell_when_it_happened(self):
        assert not Event.objects.filter(at__gt=timezone.now()).exists()
        when = dict(Event.objects.values_list("pk", "at"))
        assert all(created == when[no] for no, created in Notification.objects.values_list("event_no", "created_at"))

    def test_bells_show_a_few(self):
        for user in User.objects.filter(username__in=["lin", "zhou", "tang", "tianyuan1", "xingguang", "pingtai"]):
            assert 1 <= Notification.objects.told_to(f"user:{user.pk}").unread().count() <= 12

    def test_mails_arrived_but_for_a_mistyped_address_and_today_s_are_still_to_go(self):
        states = set(Delivery.objects.values_list("state", flat=True))
        assert {"sent", "failed"} <= states <= {"sent", "failed", "waiting"}
        assert set(Delivery.objects.filter(state="failed").values_list("sent_to", flat=True)) == {"x***@example.con"}
        number, _code = loading.followed_case()
        assert Delivery.objects.filter(case_no=number, address__startswith="seat:", state="sent").exists()
        assert not Notification.objects.to_pass_on().exists()

    def test_every_mail_that_went_went_in_office_hours_or_was_urgent_or_confirmed_a_filing(self):
        calendar = Calendar.load(loading.Moments(timezone.now()).earliest)
        others = Delivery.objects.exclude(notification__topic="file", address__startswith="seat:")
        gone = others.filter(urgent=False, ended_at__isnull=False).values_list("ended_at", flat=True)
        moments = [timezone.localtime(at) for at in gone]
        assert moments
        assert all(calendar.is_workday(at.date()) and 9 <= at.hour <= 18 for at in moments)
        confirmed = Delivery.objects.filter(notification__topic="file", address__startswith="seat:", state="sent")
        assert confirmed
        assert all(row.ended_at - row.created_at < dt.timedelta(minutes=1) for row in confirmed)

    def test_every_printed_sign_in_works(self):
        for row in SIGN_INS:
            with self.subTest(row.username):
                assert row.username in self.printed
                assert row.chinese in self.printed
                assert row.english in self.printed
                client = Client()
                said = {"login": row.username, "password": PASSWORD}
                assert client.post(reverse("account_login"), said).status_code == 302
                assert client.session["_auth_user_id"] == str(User.objects.get(username=row.username).pk)

    def test_no_two_people_share_a_phone(self):
        """Two accounts with one phone would count as one person when duties are separated."""
        phones = list(User.objects.values_list("phone", flat=True))
        complainants = list(ContactDetails.objects.exclude(phone="").values_list("phone", flat=True))
        assert len(phones) == len(set(phones))
        assert not set(phones) & set(complainants)
        assert all(phone.startswith("+8613800138") for phone in [*phones, *complainants])

    def test_the_printed_number_and_code_open_a_complaint(self):
        number, code = loading.followed_case()
        assert f"{number}，查询码 {code}" in self.printed
        assert code_opens(ContactDetails.objects.get(case__number=number), code)

    def test_later_starts_print_the_same_sign_ins(self):
        out = StringIO()
        call_command("demo_signins", stdout=out)
        assert out.getvalue().strip() in self.printed

    def test_if_empty_changes_nothing_the_second_time(self):
        before = (Case.objects.count(), Event.objects.count(), Unit.objects.count(), User.objects.count())
        out = StringIO()
        call_command("load_demo", if_empty=True, i_know=True, stdout=out)
        assert "not loaded" in out.getvalue()
        assert (Case.objects.count(), Event.objects.count(), Unit.objects.count(), User.objects.count()) == before

    def test_a_database_in_use_is_refused(self):
        with pytest.raises(CommandError, match="empty database only"):
            call_command("load_demo", i_know=True)
