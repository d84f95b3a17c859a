"""Small checklists for the tests of this room."""

from itertools import count
from typing import Any

from casework.parties.models import Unit
from inspections.answers import load_version
from inspections.models import Checklist, ChecklistVersion, Item, Section
from inspections.publishing import publish
from tests.parties.factories import make_user

_numbers = count(1)


def make_draft(*items: dict[str, Any], checklist: Checklist | None = None) -> ChecklistVersion:
    """A whole draft with one section that has these questions; `item()` makes one."""
    checklist = checklist or Checklist.objects.create(
        code=f"list-{next(_numbers)}", name="示例清单", for_kinds=[Unit.Kind.CINEMA]
    )
    section = Section.objects.create(version=ChecklistVersion.objects.create(checklist=checklist), title="兑换")
    for fields in items:
        Item.objects.create(section=section, **fields)
    return load_version(section.version_id)


def item(code: str, kind: str = Item.Kind.YES_NO, **fields: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "question": f"示例问题 {code}", **fields}


def make_published(*items: dict[str, Any]) -> ChecklistVersion:
    version = make_draft(*(items or [item("posted")]))
    publish(version, by=make_user())
    return load_version(version.pk)


def said(value: str = "", note: str = "", *photos: str) -> dict[str, Any]:
    """One answer as a phone sends it."""
    return {"value": value, "note": note, "photos": list(photos)}
