"""DESIGN §6, PAINS 35: what is not urgent waits for office hours, on the days that the State Council works."""

import pytest
from django.db import transaction

from notifications import outside
from notifications.deliveries import deliver
from notifications.hours import OfficeHours
from notifications.models import Delivery
from notifications.passing_on import pass_on
from notifications.services import announce

from .factories import SEAT, at, tell, tell_outside

CASES = {
    "in the morning before they begin": ("2026-09-29 06:30", "2026-09-29 09:00"),
    "at their first minute": ("2026-09-29 09:00", "2026-09-29 09:00"),
    "at their last minute": ("2026-09-29 17:59", "2026-09-29 17:59"),
    "when they are over": ("2026-09-29 18:00", "2026-09-30 09:00"),
    "on a Friday night": ("2026-10-16 22:10", "2026-10-19 09:00"),
    "on a Sunday at noon": ("2026-10-18 12:00", "2026-10-19 09:00"),
    "in the National Day holiday": ("2026-10-02 10:00", "2026-10-08 09:00"),
    "at Spring Festival": ("2026-02-16 10:00", "2026-02-24 09:00"),
    "on the Saturday worked for Spring Festival": ("2026-02-28 10:00", "2026-02-28 10:00"),
    "on the Friday night before it": ("2026-02-27 20:00", "2026-02-28 09:00"),
    "after midnight of it": ("2026-02-28 00:05", "2026-02-28 09:00"),
}


@pytest.mark.parametrize(("moment", "goes"), CASES.values(), ids=CASES.keys())
def test_the_next_moment_within_office_hours(moment, goes):
    assert OfficeHours().next_moment(at(moment)) == at(goes)


def test_the_hours_are_a_setting_and_may_last_until_midnight(settings):
    settings.MAIL_HOURS = (13, 24)
    assert OfficeHours().next_moment(at("2026-09-29 12:59")) == at("2026-09-29 13:00")
    assert OfficeHours().next_moment(at("2026-09-29 23:59")) == at("2026-09-29 23:59")


@pytest.mark.django_db
class TestDeliveries:
    def test_what_happens_at_night_is_told_in_the_morning_and_what_is_urgent_at_once(self, postbox):
        night = at("2026-10-16 22:10")
        calm, urgent = tell_outside(now=night, event_no=1), tell_outside(now=night, event_no=2, urgent=True)
        assert (calm.due_at, urgent.due_at) == (at("2026-10-19 09:00"), night)
        assert deliver(night) == 1
        assert deliver(at("2026-10-19 08:59")) == 0
        assert deliver(at("2026-10-19 09:00")) == 1

    def test_what_its_reader_has_just_done_disturbs_nobody_at_night(self, postbox):
        """Also where the first attempt failed: they are still waiting for it."""
        night = at("2026-10-16 22:10")
        with transaction.atomic():
            announce(event_no=1, case_no="TS26-000001", topic="file", addresses=[], outside=[SEAT])
        pass_on(night)
        postbox.to_recipient.append("451 later")
        assert deliver(night) == 0
        assert deliver(at("2026-10-16 22:12")) == 1

    def test_a_pause_that_ends_at_night_goes_on_until_the_morning(self, postbox):
        postbox.to_recipient.extend(["451 later"] * 3)
        delivery = tell_outside(now=at("2026-09-29 17:55"))
        for minute in ("17:55", "17:57"):
            deliver(at(f"2026-09-29 {minute}"))
        assert deliver(at("2026-09-29 18:30")) == 0
        waiting = Delivery.objects.get(pk=delivery.pk)
        assert (waiting.attempts, waiting.due_at) == (2, at("2026-09-30 09:00"))

    def test_the_calendar_is_asked_once_for_many(self, known):
        asked = []
        workdays = known.knowledge.workdays
        counted = outside.Knowledge(
            known.knowledge.contacts, known.knowledge.letter, lambda first: asked.append(first) or workdays(first)
        )
        outside._registered[:] = [counted]
        for event_no in range(5):
            tell(SEAT, event_no=event_no + 1)
        assert pass_on(at("2026-10-16 22:10")) == 5
        assert len(asked) == 1
