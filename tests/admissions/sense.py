"""Details of the acts of applications that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.engine.forms import ActForm
from casework.parties.models import Cinema

from .applying import complete, read_list

Pick = Callable[[Sequence[Any]], Any]
MOODS = ("agrees", "refuses", "agrees", "lacks", "agrees")


def whole(form: ActForm, pick: Pick) -> dict[str, Any]:
    """With a list of no cinema and a word on it: so there is a coverage to be mended later."""
    short = {"cinema_list": [str(read_list(form.case, form.actor, form.now).attachment_id)]}
    return complete(form.case, form.actor, form.now, account="已逐项补充。", about_list="两家新开业。", **short)


def changed(form: ActForm, pick: Pick) -> dict[str, Any]:
    """A new list, which meets the figures."""
    sheet = read_list(form.case, form.actor, form.now, Cinema.objects.earliest("pk"))
    return {"why": "名单更新。", "cinema_list": [str(sheet.attachment_id)]}


def opinion(form: ActForm, pick: Pick) -> dict[str, Any]:
    """The three mostly think alike; nothing of the case changes while they say it."""
    return {
        "word": pick((*[MOODS[form.case.last_seq % len(MOODS)]] * 3, "agrees")),
        "reasons": "材料齐全与否，已逐项核对。",
    }


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "ApplicationForm": whole,
    "SupplementForm": whole,
    "OpinionForm": opinion,
    "AmendForm": changed,
}
