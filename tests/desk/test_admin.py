"""The administration shows cases and touches none; the calendar is the administrator's."""

import pytest

from casework.engine.models import CalendarDay, Case, Clock, Event, WorkTask
from tests.engine.world import Line, make_world
from tests.parties.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", ["case", "event", "clock", "procedure", "worktask"])
def test_rows_of_a_case_are_listed_and_never_added(administrator, name):
    Line(make_world()).to_answered()
    assert administrator.get(f"/admin/engine/{name}/").status_code == 200
    assert administrator.get(f"/admin/engine/{name}/add/").status_code == 403


def test_nothing_of_a_case_is_changed_or_deleted(administrator):
    line = Line(make_world()).to_investigating()
    rows = [Case.objects.get(pk=line.pk), Event.objects.first(), Clock.objects.first(), WorkTask.objects.first()]
    for row in [*rows, line.case]:
        base = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"
        assert administrator.get(f"{base}change/").status_code == 200
        assert administrator.post(f"{base}change/", {}).status_code == 403
        assert administrator.post(f"{base}delete/", {"post": "yes"}).status_code == 403


def test_a_day_of_the_calendar_is_entered(administrator):
    administrator.post("/admin/engine/calendarday/add/", {"date": "2027-02-06", "name": "春节"})
    assert CalendarDay.objects.get().is_workday is False
