"""The commands an operator runs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from casework.engine import tick
from casework.engine.models import Case, EventText, WorkTask

from .world import Line, make_world

pytestmark = pytest.mark.django_db


def run(name, *args):
    out = StringIO()
    call_command(name, *args, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_verify_record_says_that_all_is_whole_or_fails():
    line = Line(make_world()).to_investigating()
    assert "1" in run("verify_record")
    EventText.objects.filter(event__case=line.pk, event__seq=1).update(values={"story": "改过"})
    with pytest.raises(CommandError):
        run("verify_record", line.case.number)


def test_check_invariants_finds_an_open_case_without_holder_and_a_lost_procedure():
    line = Line(make_world())
    run("check_invariants")
    Case.objects.filter(pk=line.pk).update(holder=None)
    with pytest.raises(CommandError):
        run("check_invariants")
    Case.objects.filter(pk=line.pk).update(holder=line.world.association)
    line.case.procedures.update(status="DONE")
    assert WorkTask.objects.filter(process__case=line.pk, finished=None).exists()
    with pytest.raises(CommandError, match="2"):
        run("check_invariants")


def test_check_invariants_finds_a_procedure_that_nobody_can_go_on_with():
    line = Line(make_world())
    WorkTask.objects.filter(process__case=line.pk, finished=None).update(status="ERROR")
    with pytest.raises(CommandError, match="1"):
        run("check_invariants")


def test_tick_runs_once_and_says_only_what_it_did():
    Line(make_world())
    # Long overdue: one rung of the ladder a round, warning left out.
    assert [run("tick") for _ in range(3)] == ["clocks=1\n", "clocks=1\n", ""]


def test_the_clock_goes_on_when_the_database_was_away(monkeypatch):
    class Stopped(BaseException):
        """By whoever runs the test."""

    rounds = iter([OperationalError("server closed the connection unexpectedly"), {"clocks": 1}, Stopped()])

    def one_round():
        done = next(rounds)
        if isinstance(done, BaseException):
            raise done
        return done

    out = StringIO()
    monkeypatch.setattr(tick, "tick", one_round)
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    with pytest.raises(Stopped):
        call_command("tick", loop=True, every=0, stdout=out)
    assert out.getvalue() == "clocks=1\n"
