"""The checklists that come with the system, published as version 1. What the association makes of them is its own."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

CHECKLISTS = Path(__file__).parent / "data" / "checklists.json"
# As far apart as models.checklists.STEP, which a migration does not import.
STEP = 10


def load_checklists(checklist_model, version_model, section_model, item_model) -> None:
    """Write the checklists that are missing. The models are given, as a migration has its own."""
    for data in json.loads(CHECKLISTS.read_text(encoding="utf-8")):
        known = {"name": data["name"], "for_kinds": data["for_kinds"]}
        checklist, created = checklist_model.objects.get_or_create(code=data["code"], defaults=known)
        if not created:
            continue
        version = version_model.objects.create(checklist=checklist, number=1)
        sections = section_model.objects.bulk_create(
            section_model(version=version, order=place, title=section["title"])
            for place, section in _placed(data["sections"])
        )
        item_model.objects.bulk_create(
            item_model(section=section, version=version, order=place, **_fields(item, item_model))
            for section, source in zip(sections, data["sections"], strict=True)
            for place, item in _placed(source["items"])
        )
        version_model.objects.filter(pk=version.pk).update(published_at=timezone.now())


def _placed(rows: list[Any]) -> Iterator[tuple[int, Any]]:
    return zip(count(STEP, STEP), rows, strict=False)


def _fields(item: dict[str, Any], item_model) -> dict[str, Any]:
    """What the file says of a question; its answers are a list there, one a line in the database. A migration's model
    does not have yet what later ones add, and fill in."""
    has = {field.name for field in item_model._meta.fields}
    said = {name: value for name, value in item.items() if name in has}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in said.items()}
