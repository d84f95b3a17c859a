"""What the phone fetches and sends, as JSON. Nothing else of the door is reachable from here.

Every refusal says how the case stands now, so that the phone knows what to do next: send again on the new version
(`may_report`), or send the report as evidence (keep_report).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casework.engine import door, present
from casework.engine.actors import Actor
from casework.engine.errors import Busy, DoorClosed, NotFound, Refused
from casework.engine.models import Case
from casework.ui.text import clean_text

from .data import phone_data, standing
from .whose import remember

# The acts that may come from a phone, and what may be said with each.
ACTS = {
    "start_visit": ("began_at",),
    "send_part": ("attachments",),
    "report_visit": ("report", "attachments"),
    "could_not_inspect": ("kind", "report", "attachments"),
    "keep_report": ("report", "attachments"),
}
KEY = re.compile(r"[0-9A-Za-z-]{8,64}")


class Damaged(ValueError):
    """This is no act as a phone sends it."""


def for_people(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """401 as JSON where the session is over: a page without network cannot follow anybody to the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"message": _("Please sign in; then it goes on by itself.")}, status=401)
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@require_GET
@for_people
def tasks(request: HttpRequest) -> JsonResponse:
    """Everything the phone needs, and the token for what it sends."""
    actor = Actor.user(request.user)
    response = JsonResponse({**phone_data(actor), "csrf": get_token(request), "now": timezone.now()})
    remember(response, request.user.pk)
    return response


@require_POST
@for_people
def act(request: HttpRequest, number: str, name: str) -> JsonResponse:
    """{key, seen, seq, person, details} → {state, version, seq, again, attachments with their seals}.

    `seen`: the version that the act before it returned; `seq`: the last event the phone knows of; `person`: whose phone
    it was when this was written, so that nothing is ever sent in somebody else's name.
    """
    case_id = Case.objects.filter(number=number, kind="inspection").values_list("pk", flat=True).first()
    if case_id is None:
        return _shut(NotFound())
    try:
        said = read_act(request.body, name)
    except Damaged:
        return JsonResponse({"message": _("This came damaged. Please send it again.")}, status=400)
    if said["person"] != request.user.pk:
        return JsonResponse({"message": _("This is somebody else's; it waits until they sign in again.")}, status=403)
    actor = Actor.user(request.user)
    try:
        done = door.perform(case_id, name, by=actor, key=said["key"], seen=said["seen"], **said["details"])
    except (NotFound, Busy) as error:
        return _shut(error)
    except DoorClosed as error:
        return _refused(error, case_id, actor, said["seq"])
    files = done.event.facts.get("attachments", [])
    return JsonResponse({**standing(done.case, actor), "again": done.again, "at": done.event.at, "attachments": files})


def read_act(body: bytes, name: str) -> dict[str, Any]:
    """The parts of a sent act that are its own to say. Raises Damaged."""
    try:
        said = _tidy(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise Damaged from error
    if name not in ACTS or not isinstance(said, dict) or not isinstance(said.get("details"), dict):
        raise Damaged
    if not isinstance(said.get("key"), str) or not KEY.fullmatch(said["key"]):
        raise Damaged
    details = {field: said["details"][field] for field in ACTS[name] if field in said["details"]}
    numbers = {field: _number(said.get(field)) for field in ("seen", "seq", "person")}
    return {**numbers, "key": said["key"], "details": details}


def _tidy(said: Any) -> Any:
    """As every form is cleaned on its way in (`ui.entrance`)."""
    if isinstance(said, str):
        return clean_text(said)
    if isinstance(said, list):
        return [_tidy(one) for one in said]
    if isinstance(said, dict):
        return {clean_text(name): _tidy(one) for name, one in said.items()}
    return said


def _number(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 2**31 else None


# --- what stands in the way -------------------------------------------------------------------------------------------
def _shut(error: DoorClosed) -> JsonResponse:
    response = JsonResponse({"message": str(error)}, status=error.code)
    if isinstance(error, Busy):
        response["Retry-After"] = "5"
    return response


def _refused(error: DoorClosed, case_id: int, actor: Actor, known: int | None) -> JsonResponse:
    """422 with the sentences of the form, or 409; both say how the case stands, and what was done since `known`."""
    case = door.load(case_id)
    said: dict[str, Any] = {"message": str(error), **standing(case, actor)}
    if isinstance(error, Refused):
        said["errors"] = _sentences(error.fields)
    if not said["may_report"]:
        said["happened"] = _happened(case, actor, known)
    return JsonResponse(said, status=error.code)


def _sentences(fields: Mapping[str, Any]) -> list[str]:
    return [str(text) for texts in fields.values() for text in texts]


def _happened(case: Case, actor: Actor, known: int | None) -> list[dict[str, Any]]:
    """What others did since the last event the phone knows of, as far as this person may read it."""
    view = present.view(actor, case, timezone.now())
    others = {event.seq for event in view.events if event.actor_id != actor.person.pk and event.seq > (known or 0)}
    rows = [row for row in view.timeline if row.seq in others]
    return [{"at": row.at, "who": str(row.who), "done": str(row.done)} for row in reversed(rows)]
