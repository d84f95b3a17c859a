"""Every act knocked at the engine's door by every role, at every stage that a complaint goes through."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.acts import TASK, Act
from casework.engine.errors import DoorClosed, NotFound
from casework.engine.kinds import kind_named, kind_of
from casework.engine.models import Case, Recusal, WorkTask
from casework.engine.models.procedures import WAITING
from casework.parties.models import Unit
from tests.complaints import rights, settling
from tests.engine.property.details import make_details
from tests.engine.world import Line, make_file, make_world
from tests.parties.factories import make_membership, make_unit, make_user

from .cast import OFFICE, STRANGERS, people, undone

_keys = itertools.count(1)
# One of each side, in turn: over all stages every act that nobody may do is tried by each of them.
SIDES = ("handler", "lead", "complainant", "cinema")
# What a form needs of sense beyond its fields' types.
SENSE: dict[str, dict[str, Any]] = {
    "propose": {"finding": "not_upheld", "because": "on_its_face", "facts_found": "不违反规则。", "remedy_by": ""},
    "request_answers": {"cinema": "请说明。", "files_cinema": []},
    "ask_extension": {"until": "2026-11-10"},
    "grant_extension": {"until": "2026-11-10"},
    "ask_inspection": {"because": "看黄金场能不能兑换。", "visit_by": ""},
    "reissue_code": {"phone_end": "8000", "name": "林女士"},
}


def _answered_and_reported(line: Line) -> None:
    line.to_decided()
    line.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(line)])


def _closed(line: Line) -> None:
    _answered_and_reported(line)
    line.do("message", line.complainant, message="还有一个问题。")
    line.do("confirm_remedy", "handler")
    line.do("confirm_received", "complainant")


def _accepted(line: Line) -> None:
    line.do("claim", "handler")
    line.do("accept", "handler")


def _heard(line: Line) -> None:
    line.to_investigating()
    line.do("message", line.complainant, message="补充一点。")


def _refused(line: Line) -> None:
    line.do("claim", "handler")
    line.do("not_accept", "handler", because="not_ours", reason="不属活动范围。", other_ways="请拨打 12345。")


def _passed_to_us(line: Line) -> None:
    """To the bureau and on to the association, which has not confirmed it yet."""
    association, bureau = line.world.association, line.world.association.parent
    line.do("claim", "handler")
    line.do("pass_on", "handler", unit=bureau.pk, reason="请局里看。")
    line.do("claim", "bureau_lead")
    line.do("pass_on", "bureau_lead", unit=association.pk, reason="属协会。")


def _recusal_asked(line: Line) -> None:
    line.do("claim", "colleague")
    line.do("ask_recusal", "complainant", reason="承办人与影院相熟。")


STAGES: dict[str, Callable[[Line], Any]] = {
    "filed": lambda line: None,
    "claimed": lambda line: line.do("claim", "handler"),
    "accepted": _accepted,
    "asked, a message unread": _heard,
    "answered": Line.to_answered,
    "proposed": Line.to_proposed,
    "decided": Line.to_decided,
    "remedy reported": _answered_and_reported,
    "closed, a message unread": _closed,
    "not accepted": _refused,
    "passed to us": _passed_to_us,
    "recusal asked for": _recusal_asked,
    "something is missing": rights.something_missing,
    "sent elsewhere": rights.sent_elsewhere,
    "merged": rights.merged,
    "joined to a leading case": rights.joined,
    "leading a case": rights.leading,
    "more time asked for": rights.more_time_asked,
    "an inspection asked for": rights.inspection_asked,
    "remedy verified": Line.to_verified,
    "not arrived": rights.unpaid,
    "no word whether it arrived": rights.no_word,
    "under review": rights.under_review,
    "review proposes to uphold": rights.review_proposed,
    "review proposes to change": rights.review_changes,
    "its ending contested": rights.ending_contested,
    "its refusal contested": rights.refusal_contested,
    "terms offered": settling.offered,
    "terms agreed to": settling.both_agreed,
    "terms declined": settling.one_declined,
    "settlement proposed": settling.settled_proposed,
    "settled": settling.settled,
    "another remedy offered": settling.other_remedy_offered,
    "another remedy agreed to": settling.other_remedy_agreed,
    "data held": lambda line: line.to_closed().do("hold_data", "lead", reason="法院调取。"),
    "withdrawn": lambda line: line.do("withdraw", line.complainant),
}


@dataclass
class Tried:
    """Pairs of role and act: let in by the declaration, really done, and held back by a stated guard."""

    allowed: set[tuple[str, str]] = field(default_factory=set)
    through: set[tuple[str, str]] = field(default_factory=set)
    held_back: set[tuple[str, str]] = field(default_factory=set)


class Knocker:
    def __init__(self, stage: str) -> None:
        world = make_world()
        bureau = make_unit(Unit.Kind.ORGANISER, name="示例电影局", division="430000")
        world.association.parent = bureau
        world.association.save()
        world.bureau_lead = Actor.user(make_membership(user=make_user("局负责人"), unit=bureau, role="lead").user)
        self.actors = people(world)
        self.line = line = Line(world)
        STAGES[stage](line)
        Recusal.objects.create(case_id=line.pk, user=self.actors["recused"].person, since=line.now)
        other = Line(world)
        # Somebody else's, to which it might be joined.
        Line(world, phone="13700137000")
        self.actors |= {"complainant": line.complainant, "other_complainant": other.complainant}
        self.actors["deactivated"].person.is_active = False
        self.actors["deactivated"].person.save()
        self.case: Case = line.case
        self.kind = kind_of(self.case)
        self.tasks = list(WorkTask.objects.filter(process__case=line.pk, status__in=WAITING))

    # --- what should be -----------------------------------------------------------------------------------------------
    def allowed(self, spec: Act) -> set[str]:
        """The roles that the declaration lets do this here and now."""
        if spec not in self.kind.acts_from(self.case.state, self.case.matter) and not self._outlived(spec):
            return set()
        waiting = [task for task in self.tasks if spec.name in task.flow_task.acts]
        if self._finishes_a_task(spec) and not spec.direct and not waiting:
            return set()
        found = set().union(*(self._who(role) for role in spec.by if role != TASK))
        if TASK in spec.by:
            found |= set().union(*(self._owners(task) for task in waiting))
        return found

    def _outlived(self, spec: Act) -> bool:
        return not self.case.is_open and any(spec.name in task.flow_task.acts for task in self.tasks)

    def _finishes_a_task(self, spec: Act) -> bool:
        procedure = self.kind.stage_by_state[self.case.state].procedure
        flows = [*self.kind.asks, *([procedure] if procedure else [])]
        return any(spec.name in node.acts for flow in flows for node in flow.work_nodes())

    def _who(self, role: str) -> set[str]:
        involved = set(self.case.parties.filter(involved_at__isnull=False).values_list("role", flat=True))
        return {
            "complainant": {"complainant"},
            "respondent": involved | ({"two_hats"} if "cinema" in involved else set()),
            "office": set(OFFICE),
            "handler": {name for name, actor in self.actors.items() if self._handles(actor)},
            "lead": {"lead"},
        }.get(role, set())

    def _handles(self, actor: Actor) -> bool:
        return actor.person is not None and actor.person.pk == self.case.handler_id

    def _owners(self, task: WorkTask) -> set[str]:
        if task.role != "respondent":
            return self._who(task.role)
        return {"cinema", "two_hats"} if task.unit_id == self.line.world.cinema.unit.pk else {"platform"}

    # --- what is ------------------------------------------------------------------------------------------------------
    def goes_through(self, role: str, spec: Act) -> bool:
        """By either face of the door; for whom the case does not exist, it says no more than that."""
        actor = self.actors[role]
        page = {"by": actor, "seen": self.case.version, "read_to": self.case.last_seq, "at": self.line.now}
        calls = [partial(door.perform, self.case, spec.name, **page)]
        calls += [
            partial(door.complete_task, task.pk, act=spec.name, **page)
            for task in self.tasks
            if spec.name in task.flow_task.acts
        ]
        return any([self._knock(call, role, spec, actor) for call in calls])

    def _knock(self, call: Callable[..., Any], role: str, spec: Act, actor: Actor) -> bool:
        with undone():
            try:
                call(key=f"knock-{next(_keys)}", **self._details(role, spec, actor))
            except NotFound:
                return False
            except DoorClosed:
                assert role not in STRANGERS or role == "nobody", f"{role} hears why {spec.name} is not possible"
                return False
        return True

    def _details(self, role: str, spec: Act, actor: Actor) -> dict[str, Any]:
        if role in STRANGERS:
            return {}
        form_class = self.kind.form_class(spec)
        said = make_details(self.kind, form_class, self.case, actor, self.line.now, lambda options: options[0])
        return said | SENSE.get(spec.name, {})

    def is_guarded(self, role: str, spec: Act) -> bool:
        return any(guard(self.case, self.actors[role], self.line.now) for guard in spec.guards)


def knock_everywhere(stage: str, strangers_knocked: set[str]) -> Tried:
    """Every act by whoever may do it, and by a twelfth of the others of the case, another at the next stage; where
    nobody may do it, by one side, another each time, at every other stage.

    Whom the case does not concern is told the same at every stage: they try each act once, where somebody could do it,
    and it joins `strangers_knocked`.
    """
    knocker, tried = Knocker(stage), Tried()
    turn = list(STAGES).index(stage)
    for place, spec in enumerate(knocker.kind.acts.values()):
        if spec is knocker.kind.opening:
            continue
        allowed = knocker.allowed(spec)
        others = [role for role in knocker.actors if role not in allowed and role not in STRANGERS]
        shut = [SIDES[(turn + place) // 2 % len(SIDES)]] if (turn + place) % 2 else []
        roles = [*allowed, *others[(turn + place) % 12 :: 12]] if allowed else shut
        if allowed and spec.name not in strangers_knocked:
            strangers_knocked.add(spec.name)
            roles = list(knocker.actors)
        tried.allowed |= {(role, spec.name) for role in allowed}
        tried.through |= {(role, spec.name) for role in roles if knocker.goes_through(role, spec)}
        tried.held_back |= {(role, spec.name) for role in allowed if knocker.is_guarded(role, spec)}
    return tried


def acts_of_persons() -> set[str]:
    kind = kind_named("complaint")
    automatic = {"clock", "engine"}
    return {spec.name for spec in kind.acts.values() if spec is not kind.opening and set(spec.by) - automatic}
