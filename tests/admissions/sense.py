"""Details of the acts of applications that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.engine.forms import ActForm

from .applying import complete

Pick = Callable[[Sequence[Any]], Any]
MOODS = ("agrees", "refuses", "lacks")


def whole(form: ActForm, pick: Pick) -> dict[str, Any]:
    return complete(form.actor, form.now, account="已逐项补充。")


def opinion(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The three mostly think alike; nothing of the case changes while they say it."""
    return {"word": pick((*[MOODS[form.case.last_seq % 3]] * 3, "agrees")), "reasons": "材料齐全与否，已逐项核对。"}


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "ApplicationForm": whole,
    "SupplementForm": whole,
    "OpinionForm": opinion,
}
