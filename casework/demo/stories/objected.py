"""Somebody passing by objects to the entry of the list: it is being checked by a colleague who took no part."""

from __future__ import annotations

from blacklist.models import Decision

from ..people import YUHU, ZHOU
from ..script import COMPLAINANT, Step, Story, does, example_phone


def entry() -> str:
    return Decision.objects.get(unit__name=YUHU, published_at__isnull=False).number


BEING_CHECKED = Story(
    Step(
        "1 11:20",
        COMPLAINANT,
        "object_to_entry",
        {
            "decision": entry,
            "wrong": "name_or_code",
            "why": "名单上的影院编码与售票处张贴的不一样，请核对。",
            "name": "程小例",
            "phone": example_phone(196),
        },
    ),
    (does("1 14:10", ZHOU, "claim"),),
    kind="objection",
)

OBJECTED = (BEING_CHECKED,)
