"""The demo on awkward days: it is dated back from whichever day it is loaded on."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.demo import loading
from casework.demo.former import former_campaign
from casework.demo.moments import Moments
from casework.engine.budgets import SHANGHAI
from casework.engine.models import Case, Event
from inspections.models import Inspection

pytestmark = pytest.mark.django_db


def test_on_a_holiday_night_in_january_it_reaches_back_into_last_years_campaign(monkeypatch):
    """R8: a campaign begins on 26 February. 2027-01-02 is a Saturday; a few of the stories suffice."""
    alone = [story for story in loading.STORIES if not {"merge", "join"} & {step.act for step in story.steps}]
    # What is left of the campaign before, and what it pays for, is that one's.
    alone = [story for story in alone if story.kind not in ("balance", "screening")]
    monkeypatch.setattr(loading, "STORIES", alone[::5])
    with time_machine.travel(dt.datetime(2027, 1, 2, 2, 30, tzinfo=SHANGHAI), tick=False):
        drawn = Inspection.objects.filter(of_plan__isnull=False)
        assert loading.load() - drawn.count() == len(loading.STORIES)
        running = Case.objects.exclude(campaign=former_campaign())
        assert set(running.values_list("campaign__year", flat=True)) == {2026}
        staff = [timezone.localtime(at) for at in Event.objects.exclude(actor=None).values_list("at", flat=True)]
        assert max(staff).date() <= dt.date(2026, 12, 31)
        assert all(at.weekday() < 5 for at in staff)


def test_a_moment_is_counted_in_workdays_back_from_today():
    """2026-10-08 is the first workday after the holiday of National Day; 2026-09-30 is the one before it."""
    moments = Moments(dt.datetime(2026, 10, 8, 11, 0, tzinfo=SHANGHAI))
    assert moments.read("1 09:30") == dt.datetime(2026, 9, 30, 9, 30, tzinfo=SHANGHAI)
    assert moments.read("-6m") == dt.datetime(2026, 10, 8, 10, 54, tzinfo=SHANGHAI)


def test_a_moment_later_today_is_refused():
    with pytest.raises(ValueError, match="may still be to come"):
        Moments(dt.datetime(2026, 10, 8, 11, 0, tzinfo=SHANGHAI)).read("0 17:00")


def test_where_debug_is_off_it_is_refused_unless_one_knows(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--i-know"):
        call_command("load_demo", if_empty=True)


def test_without_the_demo_no_sign_ins_are_printed():
    out = StringIO()
    call_command("demo_signins", stdout=out)
    assert out.getvalue() == ""
