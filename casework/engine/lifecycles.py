"""docs/lifecycles.md, printed from the code: a diagram and tables of every registered kind, Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from .acts import ANY_STATE, CLOCK, ENGINE, FIELD, FIELD_ABOVE, FIELD_LEAD, FORMER, INSPECTOR, TASK, Act
from .kinds import Kind, Matter, phrase
from .stages import Stage
from .ways import matters_of, moves_from, states_of

HEAD = """# Lifecycles of the kinds of case

Printed from the code by `manage.py lifecycles`; a test fails when it is stale. Do not edit by hand.
"""


def render(kinds: list[Kind]) -> str:
    """The whole document."""
    parts = [HEAD]
    for kind in kinds:
        for language, heading in (("zh-hans", "中文"), ("en", "English")):
            with override(language):
                parts += ["\n".join(_matter(kind, matter, heading)) for matter in matters_of(kind)]
    return "\n".join(parts) + "\n"


def _matter(kind: Kind, matter: str, heading: str) -> Iterator[str]:
    found = kind.matter(matter)
    names = f"`{kind.name}`, `{matter}`" if matter else f"`{kind.name}`"
    yield f"## {found.label} ({names}, {found.prefix}) · {heading}\n"
    stages = [stage for stage in kind.stages if stage.state in states_of(kind, matter)]
    yield from _diagram(kind, matter, stages)
    yield from _stage_table(kind, matter, stages)
    yield from _move_table(kind, matter, stages)
    yield from _step_table(kind, matter)


def _diagram(kind: Kind, matter: str, stages: list[Stage]) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    for stage in stages:
        yield f"    {stage.state}: {stage.label}"
    for act in _acts(kind, matter):
        for source in act.sources:
            if act.target is not None:
                yield f"    {source or '[*]'} --> {act.target}: {act.label}"
    yield from (f"    {stage.state} --> [*]" for stage in stages if not stage.is_open)
    yield "```\n"


def _acts(kind: Kind, matter: str) -> list[Act]:
    return [act for act in kind.acts.values() if act.is_for(matter)]


def _table(head: list[Any], rows: list[list[Any]]) -> Iterator[str]:
    yield "| " + " | ".join(str(cell) for cell in head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def _stage_table(kind: Kind, matter: str, stages: list[Stage]) -> Iterator[str]:
    head = [_("State"), _("Words"), _("Class"), _("Procedure and tasks"), _("Clocks"), _("Words for the public")]
    yield from _table(head, [_stage_row(kind, matter, stage) for stage in stages])


def _stage_row(kind: Kind, matter: str, stage: Stage) -> list[Any]:
    names = {clock.name: clock.label for clock in kind.clocks}
    clocks = [f"▶ {names[name]}" for name in stage.runs] + [f"⏸ {names[name]}" for name in stage.pauses]
    clocks += [f"■ {names[name]}" for name in stage.stops]
    work = str(stage.waits_for)
    if stage.procedure is not None:
        work = f"{stage.procedure.__name__}: " + "、".join(str(node.label) for node in stage.procedure.work_nodes())
    public = phrase(stage.public, kind.matter(matter))
    return [f"`{stage.state}`", stage.label, category(stage), work, "<br>".join(clocks) or stage.no_clock, public]


def category(stage: Stage) -> str:
    """The class of a state in words."""
    return {"open": _("open"), "closed": _("closed"), "final": _("final")}[stage.category]


def _move_table(kind: Kind, matter: str, stages: list[Stage]) -> Iterator[str]:
    said = kind.matter(matter)
    rows = [
        [
            stage.label,
            act.label,
            kind.stage_by_state[act.target].label,
            who(act, said),
            told(act, said),
            phrase(act.public, said),
        ]
        for stage in stages
        for act in moves_from(kind, stage.state, matter)
    ]
    head = [_("From"), _("Act"), _("Next"), _("By whom"), _("Who is told"), _("Words for the public")]
    yield from _table(head, rows)


def _step_table(kind: Kind, matter: str) -> Iterator[str]:
    said, steps = kind.matter(matter), [act for act in _acts(kind, matter) if act.is_step]
    head = [_("Step"), _("Where"), _("By whom"), _("Who is told")]
    yield from _table(head, [[act.label, _where(kind, act), who(act, said), told(act, said)] for act in steps])


def _where(kind: Kind, act: Act) -> str:
    if ANY_STATE in act.sources:
        return _("every open state")
    return "、".join(str(kind.stage_by_state[state].label) for state in act.sources)


def role_words(matter: Matter) -> dict[str, str]:
    """The roles in words."""
    return {
        "complainant": str(matter.filer),
        "respondent": _("respondents"),
        "handler": _("handler"),
        "office": _("the office"),
        "lead": _("lead"),
        "anyone": _("anyone"),
        FIELD: _("the unit in the field"),
        FIELD_LEAD: _("lead of the unit in the field"),
        FIELD_ABOVE: _("the unit above it"),
        INSPECTOR: _("inspectors"),
        FORMER: _("former inspectors"),
        CLOCK: _("the clock"),
        ENGINE: _("the system"),
        TASK: _("whose task it is"),
    }


def who(act: Act, matter: Matter) -> str:
    return "、".join(role_words(matter).get(role, role) for role in act.by)


def told(act: Act, matter: Matter) -> str:
    return "、".join(role_words(matter).get(role, role) for role in act.tells) or "—"
