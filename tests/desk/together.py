"""A leading case with others joined to it, for tests of the desk."""

from __future__ import annotations

import re
from typing import Any

from tests.complaints import rights
from tests.engine.world import Line

from .factories import HTMX, marks_in, url_of

BOX = re.compile(r'name="also" value="([^"]*)"')
FINDING = {
    "finding": "upheld",
    "facts_found": "影院拒绝兑换。",
    "evidence": ["account"],
    "rule": "R33",
    "remedy_by": "cinema",
    "remedy": "补兑。",
}


def three(world, **changes: Any) -> list[Line]:
    """Three people's complaints about one evening, not yet accepted; the first leads."""
    leading = Line(world)
    leading.do("claim", "handler")
    others = [
        rights.somebody_elses(
            leading, phone=f"1390013900{n}", story=f"第{n}位投诉人：前台说系统不收券。\n第二行。", **changes
        )
        for n in (1, 2)
    ]
    for other in others:
        other.do("join", "handler", leading=leading.pk, reason="同一场次、同一影院。")
    return [leading, *others]


def each(lines: list[Line], act: str, who: str, **details: Any) -> None:
    """One by one, as if each stood for itself."""
    for line in lines:
        line.do(act, who, **details)


def sheet(client, line: Line, act: str):
    """The act's form as the desk draws it."""
    return client.get(url_of(line, act), **HTMX)


def boxes(response) -> list[str]:
    """What the boxes for the other cases would send, whether they can be ticked or not."""
    return BOX.findall(response.content.decode())


def form_of(response, *ticked: Line, **details: Any) -> dict[str, Any]:
    """The form as it is sent, with the boxes of these cases ticked."""
    numbers = [line.case.number for line in ticked]
    chosen = [box for box in boxes(response) if box.split("|")[0] in numbers]
    assert len(chosen) == len(ticked)
    return marks_in(response.content) | {"also": chosen} | details


def send(client, line: Line, act: str, *ticked: Line, **details: Any):
    """Open the form, tick these, send it."""
    return client.post(url_of(line, act), form_of(sheet(client, line, act), *ticked, **details), **HTMX)


def states(lines: list[Line]) -> list[str]:
    return [line.case.state for line in lines]
