"""Playing the stories: all steps of all of them in the order of time, through the door, the clock acting in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from casework.engine import door, tick
from casework.engine.actors import CLOCK_ACTOR, ENGINE_ACTOR, Actor
from casework.engine.attachments.store import store
from casework.engine.models import Case, Clock, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit, User
from complaints.categories import ROLES

from .enrolling import Stated
from .inspecting import Visited
from .moments import Moments
from .pictures import Picture
from .script import CLOCK, COMPLAINANT, PUBLIC, Step, Story

# What is due at a moment is done by a clock that looks about every second.
A_SECOND = dt.timedelta(seconds=1)
A_MINUTE = dt.timedelta(minutes=1)


class Play:
    """Performs stories as if each act had happened at its own moment."""

    def __init__(self, *, people: Mapping[str, User], moments: Moments) -> None:
        self.moments = moments
        self.actors = {username: Actor.user(user) for username, user in people.items()}
        self.actors |= {PUBLIC: ENGINE_ACTOR, CLOCK: CLOCK_ACTOR}
        self.cases: dict[Story, int] = {}
        self.clock_was_here = dt.datetime.combine(moments.earliest, dt.time.min, tzinfo=moments.now.tzinfo)

    def perform(self, stories: Iterable[Story]) -> None:
        """Everything that happened until now. Raises what the door raises: a story that cannot happen is a mistake."""
        for moment, story, step, key in self._in_order(stories):
            self._run_clock(moment)
            if step is story.filing:
                opens = self._file if story.kind == "complaint" else self._open
                self.cases[story] = opens(story, step, moment, key)
            else:
                self._act(self.cases[story], step, moment, key)
        self._run_clock(self.moments.now)

    def _in_order(self, stories: Iterable[Story]) -> list[tuple[dt.datetime, Story, Step, str]]:
        found = [
            (self.moments.read(step.when), story, step, f"demo:{number}:{place}")
            for number, story in enumerate(stories)
            for place, step in enumerate((story.filing, *story.steps))
        ]
        return sorted(found, key=lambda row: row[0])

    def _run_clock(self, until: dt.datetime) -> None:
        """What fell due since the last step and until this one, each at its own moment: warnings, silence, lateness."""
        while (due := self._next_due(until)) is not None:
            tick.climb(due + A_SECOND)
            tick.finish_tasks(due + A_SECOND)
            tick.end_claims(due + A_SECOND)
            tick.ask_to_call(due + A_SECOND)
            self.clock_was_here = due

    def _next_due(self, until: dt.datetime) -> dt.datetime | None:
        span = (self.clock_was_here, until - A_SECOND)
        clocks = Clock.objects.filter(next_at__gt=span[0], next_at__lte=span[1])
        tasks = WorkTask.objects.filter(due_at__gt=span[0], due_at__lte=span[1], status__in=WAITING)
        claims = Case.objects.filter(idle_at__gt=span[0], idle_at__lte=span[1])
        rungs, days = clocks.order_by("next_at").values_list("next_at"), tasks.order_by("due_at").values_list("due_at")
        looks = claims.order_by("idle_at").values_list("idle_at")
        calls = Case.objects.filter(reach_at__gt=span[0], reach_at__lte=span[1]).order_by("reach_at")
        found = [*rungs[:1], *days[:1], *looks[:1], *calls.values_list("reach_at")[:1]]
        return min((row[0] for row in found), default=None)

    def _open(self, story: Story, step: Step, moment: dt.datetime, key: str) -> int:
        details = {name: value() if callable(value) else value for name, value in step.details.items()}
        opener = self.actors.get(step.who) or Actor.filer(uploads=key)
        if "attachments" in details:
            details["attachments"] = _store(details["attachments"], opener)
        return door.open_case(story.kind, by=opener, key=key, at=moment, **details).case.pk

    def _file(self, story: Story, step: Step, moment: dt.datetime, key: str) -> int:
        filer = self.actors.get(step.who) or Actor.filer(uploads=key)
        details = {name: value() if callable(value) else value for name, value in step.details.items()}
        details["happened_on"] = self._day_of_event(step, details.pop("days_later"), moment).isoformat()
        for role in ROLES:
            details[role] = Unit.objects.get(name=details[role]).pk if details.get(role) else ""
        details["attachments"] = _store(details["attachments"], filer)
        return door.open_case(story.kind, by=filer, key=key, at=moment, **details).case.pk

    def _day_of_event(self, step: Step, days_later: int, moment: dt.datetime) -> dt.date:
        if not days_later:
            return moment.date()
        filed = 0 if step.when.startswith("-") else int(step.when.split()[0])
        return self.moments.workday(filed + days_later)

    def _act(self, case_id: int, step: Step, moment: dt.datetime, key: str) -> None:
        case = door.load(case_id)
        actor = Actor.seat(case, COMPLAINANT, uploads=key) if step.who == COMPLAINANT else self.actors[step.who]
        details = {name: value(case) if callable(value) else value for name, value in step.details.items()}
        for name, value in details.items():
            if name == "attachments" or (isinstance(value, tuple) and value and isinstance(value[0], Picture)):
                details[name] = _store(value, actor)
        if isinstance(details.get("report"), Visited):
            details["report"] = details["report"].said(case, moment, details["attachments"])
        if isinstance(details.get("stated"), Stated):
            details |= details.pop("stated").said(case)
        if "to" in details and details["to"] in self.actors:
            details["to"] = self.actors[details["to"]].person.pk
        door.perform(case, step.act, by=actor, key=key, seen=case.version, read_to=case.last_seq, at=moment, **details)
        self._look(case_id, moment + A_MINUTE, key)

    def _look(self, case_id: int, moment: dt.datetime, key: str) -> None:
        """The complainants of the demo hear the bell and open the page."""
        case = door.load(case_id)
        if case.unreached_seq and moment < self.moments.now:
            seat = Actor.seat(case, COMPLAINANT)
            door.perform(case, "be_reached", by=seat, key=f"{key}:look", at=moment, way="page")


def _store(pictures: Iterable[Picture], actor: Actor) -> list[Any]:
    return [
        store(upload=picture.upload(), uploader=actor.uploader, sensitive=picture.sensitive).pk for picture in pictures
    ]
