"""What must hold after every step, worked out here a second time and in another way than the engine does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from casework.engine import access, clocks, invariants, record, silence
from casework.engine.actors import Actor, seat_address
from casework.engine.acts import CLOCK, COMPLAINANT, ENGINE, HANDLING, TASK, Act
from casework.engine.door import Done, load
from casework.engine.errors import NotFound
from casework.engine.kinds import Kind, kind_of
from casework.engine.models import (
    Case,
    CaseParty,
    CasePerson,
    ContactDetails,
    Envelope,
    Event,
    Receipt,
    Recusal,
    WorkTask,
)
from casework.engine.models.procedures import WAITING
from casework.engine.reach import TOLD_OF
from notifications.models import Notification
from tests.blacklist import truths as decisions
from tests.complaints.truths import settled_with_both_consents

from . import daycount
from .daycount import Days, Told

if TYPE_CHECKING:
    from .town import Town

IN_A_UNIT = ("handler", "lead")
# What must hold of the cases of one kind, beside what holds of all.
TRUTHS = {"complaint": (settled_with_both_consents,), "penalty": decisions.TRUTHS}


class Watch:
    """Looks at everything that a step touched; raises AssertionError with what it saw."""

    def __init__(self, actors: dict[str, Actor], fired: Counter) -> None:
        self.actors, self.fired = actors, fired
        self.calendars = [Days()]
        self.seen = 0
        self.turn = 0
        # The cases to be looked at whole when an example ends; None: each after each step.
        self.later: set[int] | None = None
        self.members = [m for actor in actors.values() for m in actor.memberships]

    def look(self, town: Town) -> None:
        """After each step: the new events and the cases they belong to, and one person's view of all cases."""
        new = list(Event.objects.filter(pk__gt=self.seen).order_by("pk"))
        if new:
            self.seen = new[-1].pk
            cases = {case_id: load(case_id) for case_id in {event.case_id for event in new}}
            for event in new:
                self.fired[cases[event.case_id].kind, event.name] += 1
                self.reached_its_audience(event, cases[event.case_id])
            if self.later is None:
                self._whole(cases.values())
            else:
                self.later |= set(cases)
        self.turn += 1
        everybody = list(self.actors.values())
        if self.turn % 3 == 0:
            self._sees_what_is_theirs(everybody[self.turn // 3 % len(everybody)])

    def look_at_the_rest(self) -> None:
        """At the end of an example: what was not looked at after each step."""
        self._whole([load(case_id) for case_id in self.later or ()])

    def look_at_everybody(self) -> None:
        assert record.verify(Case.objects.all()) == []
        for actor in self.actors.values():
            self._sees_what_is_theirs(actor)

    # --- a case -------------------------------------------------------------------------------------------------------
    def _whole(self, cases: Collection[Case]) -> None:
        for case in cases:
            self.whole(case)
        assert list(invariants.violations(Case.objects.filter(pk__in=[case.pk for case in cases]))) == []

    def whole(self, case: Case) -> None:
        """Record, state, version, clocks, claim and receipts agree, each worked out from the record alone."""
        events = list(Event.objects.filter(case_id=case.pk).select_related("text").order_by("seq"))
        assert record.faults_in(case, events) == []
        assert [event.seq for event in events] == list(range(1, case.last_seq + 1))
        told = Told(case, events)
        assert told.faults == [], f"{told.faults} in {[e.name for e in events]}"
        assert (case.state, case.version) == (told.state, told.version)
        self._clocks(case, told, events)
        self._claim(case, events)
        self._silence(case, events)
        for holds in TRUTHS.get(case.kind, ()):
            holds(case, events)
        receipts = Receipt.objects.filter(case_id=case.pk)
        assert receipts.count() == receipts.values("actor", "key").distinct().count()
        done = receipts.exclude(event=None)
        assert done.count() == done.values("event").distinct().count(), "two forms made one event"

    def _silence(self, case: Case, events: list[Event]) -> None:
        """The clock's word on what waits for people outside moves nothing, and ends it only where they were told."""
        kind = kind_of(case)
        silent = {node.on_due for node in silence.silences(kind)}
        for place, event in enumerate(events):
            if event.actor_role != CLOCK:
                continue
            after = events[place + 1] if place + 1 < len(events) else None
            if event.name in silent:
                assert not event.target, f"{event} moved the case"
                followed = after is not None and after.actor_role == ENGINE and after.at == event.at and after.target
                assert not followed, f"{after} followed upon silence"
            elif self._ends(kind, event) and silence.waits_outside(kind.stage_by_state[event.source]):
                served = [e.seq for e in events[:place] if kind.acts[e.name].serves]
                told = [e.facts[TOLD_OF] for e in events[:place] if TOLD_OF in e.facts]
                assert max(told, default=0) >= max(served, default=0), f"{event}: nobody had been told"

    @staticmethod
    def _ends(kind: Kind, event: Event) -> bool:
        return bool(event.target) and not kind.stage_by_state[event.target].is_open

    def _claim(self, case: Case, events: list[Event]) -> None:
        """Since when the handler has it, and their last act in it, from the record alone."""
        handler, since, last = None, None, None
        for event in events:
            if "handler" in event.effects:
                handler = event.effects["handler"]
                since = last = event.at if handler else None
            elif handler and event.actor_id == handler and event.actor_role != "respondent":
                last = event.at
        assert (case.handler_id, case.claimed_at, case.touched_at) == (handler, since, last)
        assert bool(case.idle_at) <= bool(handler and case.is_open)

    def _clocks(self, case: Case, told: Told, events: list[Event]) -> None:
        rows = {(c.name, c.round): c for c in case.clocks.all()}
        assert set(rows) == {(r.name, r.number) for r in told.rounds}
        replayed = clocks.replay([(e.at, effect) for e in events for effect in e.effects.get("clocks", [])])
        assert set(replayed) == set(rows)
        for clock in told.rounds:
            row, again = rows[clock.name, clock.number], replayed[clock.name, clock.number]
            mine = (clock.started, clock.amount, clock.unit, clock.pauses, clock.ended)
            assert mine == (again["started"], again["amount"], again["unit"], again["pauses"], again["ended"])
            assert (row.started_at, row.ended_at, row.paused) == (clock.started, clock.ended, clock.paused)
            self._dates(case, clock, row)
        spec = kind_of(case).clock_by_name
        ours = [c.due_at for c in rows.values() if c.running and spec[c.name].whose in ("ours", "bodies")]
        assert case.due_at == min(ours, default=None)

    def _dates(self, case: Case, clock: daycount.Round, row: Any) -> None:
        if clock.ended:
            assert row.next_at is None
            return
        if clock.paused:
            assert (row.due_at, row.next_at) == (None, None)
            return
        duty = case.campaign.duty_from, case.campaign.duty_until
        ways = [daycount.due(clock, days, duty) for days in self.calendars]
        if kind_of(case).clock_by_name[clock.name].whose == "theirs":
            assert row.due_at in ways
            assert row.due_at >= ways[-1], "a party's own window was shortened"
        elif row.provisional:
            assert row.due_at == ways[0], f"{row}: due {row.due_at}, by hand {ways[0]}"
        else:
            assert row.due_at == ways[-1], f"{row}: due {row.due_at}, by hand {ways[-1]}"
        if clock.unit == "workdays" and len(self.calendars) == 1:
            start = daycount.last_day(clock.started) + daycount.DAY
            assert row.provisional == self.calendars[0].unknown(start, daycount.last_day(row.due_at))
        assert row.next_at in self._rungs(case, row)

    def _rungs(self, case: Case, row: Any) -> list[Any]:
        figures = case.campaign
        if row.rung == 0:
            return [daycount.warning(row.due_at, figures.warn_days_before, days) for days in self.calendars]
        if row.rung == 1:
            return [row.due_at]
        if row.rung == 2:
            return [daycount.supervision(row.due_at, figures.supervise_days_after, days) for days in self.calendars]
        return [None]

    # --- who is told --------------------------------------------------------------------------------------------------
    def reached_its_audience(self, event: Event, case: Case) -> None:
        """Everybody whom it concerns has a loud row, everybody who may read it a quiet one, and nobody else any."""
        spec = kind_of(case).acts[event.name]
        assert set(spec.tells) <= set(event.told)
        files = {event.actor_role} if event.seq == 1 else set()
        expected = self._audience(event, case, set(event.told) | files)
        told = Notification.objects.filter(event_no=event.pk)
        expected |= {f"unit:{p.unit_id}" for p in CaseParty.objects.filter(case=case, role__in=spec.posts_to)}
        loud = list(told.loud().values_list("address", flat=True))
        assert sorted(loud) == sorted(expected), f"{event}: told {loud}, should be {expected}"
        # Whoever reads it in the record sees it come up on their open pages.
        readers = {*event.told, *spec.tells, *spec.shown_to, "office", "joint_body", f"unit:{event.unit_id}"}
        readers |= {"field_lead", "field_above", "inspector"} if "field" in readers else set()
        quiet = list(told.filter(quiet=True).values_list("address", flat=True))
        watching = self._audience(event, case, readers) - expected
        if spec.parts:
            # Whoever of the office before read it until then, too: their open pages find it gone.
            assert watching <= set(quiet)
            quiet = [address for address in quiet if address in watching]
        assert sorted(quiet) == sorted(watching), f"{event}: on the pages of {quiet}, should be {watching}"

    def _audience(self, event: Event, case: Case, roles: set[str]) -> set[str]:
        out = set(Recusal.objects.filter(case=case).values_list("user", flat=True))
        people: set[int] = set()
        people |= self._of_the_office(event, case, roles, out)
        # Who came in later was told nothing of what was before.
        for party in CaseParty.objects.filter(case=case, involved_at__lte=event.at):
            own = {party.role, f"unit:{party.unit_id}"}
            own |= {"respondent"} if party.role not in ("field", "joint_body") else set()
            if roles & own:
                people |= self._in_units({party.unit_id}, IN_A_UNIT)
            if party.role == "field" and "field_lead" in roles:
                people |= self._in_units({party.unit_id}, ("lead",))
            if party.role == "field" and "field_above" in roles:
                people |= self._in_units({party.unit.parent_id}, IN_A_UNIT)
        people |= self._still_asked(case) if "still_asked" in roles else set()
        now, before = self._named(case)
        people |= (now if "inspector" in roles else set()) | (before if "former_inspector" in roles else set())
        above = case.office.parent_id
        if f"unit:{above}" in roles:
            people |= self._in_units({above}, IN_A_UNIT)
        found = {f"user:{user}" for user in people - out - {event.actor_id}}
        # Whoever files is told of it outside; where a unit opened it, there is nobody.
        seated = ContactDetails.objects.filter(case=case).exists()
        if seated and COMPLAINANT in roles and (event.actor_role != COMPLAINANT or event.seq == 1):
            found.add(seat_address(case.pk, COMPLAINANT))
        return found

    def _of_the_office(self, event: Event, case: Case, roles: set[str], out: set[int]) -> set[int]:
        handler = self._handler_then(event)
        handler = handler if handler not in out else None
        people = {handler} if handler and "handler" in roles else set()
        if "office" in roles or ("handler" in roles and not handler):
            people |= self._in_units({case.office_id}, IN_A_UNIT)
        return people | (self._in_units({case.office_id}, ("lead",)) if "lead" in roles else set())

    def _still_asked(self, case: Case) -> set[int]:
        """Of the units that decide together, those whose word still waits and is under no seal."""
        given = set(Envelope.objects.filter(case=case).values_list("unit", flat=True))
        asked = WorkTask.objects.filter(process__case=case, role="joint_body", status__in=WAITING)
        return self._in_units({task.unit_id for task in asked} - given, IN_A_UNIT)

    @staticmethod
    def _named(case: Case) -> tuple[set[int], set[int]]:
        """Who is named for the spot, and who was only before; read once for each loading."""
        rows = case.__dict__.get("named_rows")
        if rows is None:
            rows = list(CasePerson.objects.filter(case=case).values_list("user", "until"))
            case.__dict__["named_rows"] = rows
        now = {user for user, until in rows if until is None}
        return now, {user for user, _until in rows} - now

    @staticmethod
    def _handler_then(event: Event) -> int | None:
        """Whose the case was when the event had happened: time may do several things in one step."""
        until = Event.objects.filter(case=event.case_id, seq__lte=event.seq, effects__has_key="handler")
        return until.order_by("-seq").values_list("effects__handler", flat=True).first()

    def _in_units(self, units: set[int], roles: tuple[str, ...]) -> set[int]:
        return {m.user_id for m in self.members if m.unit_id in units and m.role in roles}

    # --- who sees, who may --------------------------------------------------------------------------------------------
    @staticmethod
    def rows_of(case: Case) -> tuple[list[CaseParty], set[int]]:
        """A case's involved parties, and who is recused from it."""
        parties = list(CaseParty.objects.filter(case=case, involved_at__isnull=False))
        return parties, set(Recusal.objects.filter(case=case).values_list("user", flat=True))

    def roles(self, actor: Actor, case: Case, rows: tuple[list[CaseParty], set[int]] | None = None) -> set[str]:
        """The roles of an actor in a case, from the rows."""
        parties, out = rows or self.rows_of(case)
        if actor.seat_name:
            return {actor.seat_name} if actor.case_id == case.pk else set()
        mine = [(m.unit_id, m.role) for m in self.members if m.user_id == actor.person.pk]
        found = {"auditor"} if any(role == "auditor" for _unit, role in mine) else set()
        at_office = {role for unit, role in mine if unit == case.office_id and role in IN_A_UNIT}
        if at_office and actor.person.pk not in out:
            found |= {"office"} | ({"lead"} & at_office)
            found |= {"handler"} if case.handler_id == actor.person.pk else set()
        if actor.person.pk not in out and not at_office:
            found |= self._from_above(actor, case)
        units = {unit for unit, role in mine if role in IN_A_UNIT}
        mine_too = [party for party in parties if party.unit_id in units and party.role not in ("field", "joint_body")]
        found |= self._decides(units, parties, found) if actor.person.pk not in out else set()
        found |= self._out_there(actor, case, parties) if actor.person.pk not in out else set()
        found |= {role for party in mine_too for role in (party.role, "respondent", f"unit:{party.unit_id}")}
        return found

    @staticmethod
    def _decides(units: set[int], parties: list[CaseParty], others: set[str]) -> set[str]:
        """Of a unit that decides with others: they read all."""
        here = {party.unit_id for party in parties if party.role == "joint_body"} & units
        reads = {"auditor"} if here and "office" not in others else set()
        return reads | ({"joint_body", *(f"unit:{unit}" for unit in here)} if here else set())

    def _out_there(self, actor: Actor, case: Case, parties: list[CaseParty]) -> set[str]:
        """Where work is given out: the unit that has it, those above it, and who is or was named for it."""
        desks = [m for m in self.members if m.user_id == actor.person.pk and m.role in IN_A_UNIT]
        desks = [m for m in desks if m.unit.kind in ("union", "film_office", "organiser")]
        now, before = self._named(case)
        found = {"inspector"} if actor.person.pk in now else set()
        found |= {"former_inspector"} if actor.person.pk in before else set()
        for party in [party for party in parties if party.role == "field"]:
            here = [m for m in desks if m.unit_id == party.unit_id]
            found |= {"field", f"unit:{party.unit_id}"} if here else set()
            found |= {"field_lead"} if any(m.role == "lead" for m in here) else set()
            above = any(party.unit.path.startswith(m.unit.path) for m in desks)
            found |= {"field_above"} if above and not here else set()
        return found

    def _from_above(self, actor: Actor, case: Case) -> set[str]:
        """Whose unit supervises the case's office reads; whose leads are asked in its stead act."""
        desks = [m for m in self.members if m.user_id == actor.person.pk and m.role in IN_A_UNIT]
        ours = [m for m in desks if m.unit.kind in ("organiser", "film_office")]
        found = {"auditor"} if any(case.office.path.startswith(m.unit.path) for m in ours) else set()
        leads = {m.unit_id for m in ours if m.role == "lead"}
        if not leads:
            return found
        asked = WorkTask.objects.filter(process__case=case, role="lead", status__in=WAITING, unit__in=leads)
        return found | ({"lead", "auditor"} if asked.exists() else set())

    def _sees_what_is_theirs(self, actor: Actor) -> None:
        cases = list(Case.objects.select_related("office"))
        if not actor.memberships:
            assert not access.visible_cases(actor).exists()
            return
        mine = {case.pk: self.roles(actor, case) for case in cases}
        assert {case.pk: set(access.roles_of(actor, case)) for case in cases} == mine
        assert set(access.visible_cases(actor).values_list("pk", flat=True)) == {pk for pk, r in mine.items() if r}

    def judge(self, actor: Actor, case: Case, spec: Act, roles: set[str], outcome: Any) -> None:
        """What came of an attempt, against what this actor was in the case before it."""
        if not roles:
            assert isinstance(outcome, NotFound), f"somebody without a role got {outcome!r} for {spec.name}"
        if not isinstance(outcome, Done):
            return
        assert roles - {"auditor"}, f"an auditor did {spec.name}"
        assert TASK in spec.by or roles & set(spec.by), f"{roles} did {spec.name}"
        if spec.apart_from:
            self._four_eyes(actor, spec, outcome.event)

    def _four_eyes(self, actor: Actor, spec: Act, event: Event) -> None:
        """Nobody who did what bars from it, under any account of theirs; where handling bars, nobody who took the case,
        was given it, or did a handler's act in it."""
        before, acts = Event.objects.filter(case=event.case_id, seq__lt=event.seq), kind_of(event.case).acts
        barred = {e.actor_id for e in before if acts[e.name].duty in spec.apart_from}
        if HANDLING in spec.apart_from:
            barred |= {e.effects["handler"] for e in before if e.effects.get("handler")}
            barred |= {e.actor_id for e in before if e.actor_role == "handler"}
        phones = {a.person.phone for a in self.actors.values() if a.person.pk in barred and a.person.phone}
        assert actor.person.pk not in barred
        assert actor.person.phone not in phones
