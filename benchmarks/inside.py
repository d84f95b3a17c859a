"""What the measurements do on the measured database itself, each call a process: `python -m benchmarks.inside NAME …`.

Prints one line of JSON. Cases are filed and acted on through the engine's door; only `grow` copies (benchmarks.copies).
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import uuid
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import lists
from benchmarks.bare.models import Complaint, History
from benchmarks.browser import HOST
from benchmarks.copies import copy_up_to
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.models import Case
from casework.parties.models import Cinema, Platform, User
from complaints.categories import BODY, CATEGORIES
from tests.e2e.elsewhere import session_of

REVIEWER = "lin"
STORY = "买了两张 19:50 的票，售票员说今天人多，系统不收券，要看就付现金 45 元。" * 3
# What is complained of the association or a union goes to the film bureau, not into the measured queue.
OF_PARTIES = [category for category in CATEGORIES if BODY not in category.answers]
# What the database says about a transaction's edges is no statement of ours.
EDGES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def filing(number: int = 0) -> dict[str, Any]:
    """The fields of the wizard's last page for one complaint, of yesterday: just after midnight `begin` files some
    before today."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    category = OF_PARTIES[number % len(OF_PARTIES)]
    cinemas = list(Cinema.objects.order_by("code").values_list("pk", flat=True))
    return {
        "category": category.code,
        "at_the_cinema": "no",
        "cinema": cinemas[number % len(cinemas)],
        "platform": Platform.objects.get(unit__name="示例平台").pk,
        "happened_on": yesterday.isoformat(),
        "happened_at": "00:10",
        "proof_shown": "complete" if category.proof else "",
        "story": STORY,
        "wish": "补兑两张票，并说明原因",
        "name": "林女士",
        "phone": f"138{number:08d}",
    }


def begin(count: int) -> dict[str, Any]:
    """The baseline's tables, and `count` complaints through the door, one minute apart. What the browsers need."""
    with connection.schema_editor() as editor:
        for model in (Complaint, History):
            editor.create_model(model)
    now = timezone.now()
    for number in range(count):
        said = filing(number) | ({"at_the_cinema": "yes"} if number % 25 == 24 else {})
        at = now - dt.timedelta(minutes=count - number)
        door.open_case("complaint", by=Actor.filer(), key=uuid.uuid4().hex, at=at, **said)
    return {"session": session_of(REVIEWER), "filing": filing()}


def read_lists(rows: int, turns: int) -> dict[str, Any]:
    return lists.run(rows, turns)


def grow(total: int) -> int:
    return copy_up_to(total)


def claim(count: int) -> list[dict[str, Any]]:
    """`count` cases claimed by the reviewer, with what the accepting form's hidden fields say."""
    reviewer = Actor.user(User.objects.get(username=REVIEWER))
    found = []
    for case in Case.objects.filter(state="submitted", handler=None).order_by("-pk")[:count]:
        key = uuid.uuid4().hex
        done = door.perform(case.pk, "claim", by=reviewer, key=key, seen=case.version)
        found.append({"number": case.number, "seen": done.case.version, "read_to": done.case.last_seq})
    return found


def count(session: str) -> dict[str, dict[str, Any]]:
    """By what is measured: how many statements it takes, their time in the database in ms, and the slowest of them."""
    reviewer = Client(SERVER_NAME=HOST)
    reviewer.cookies["sessionid"] = session
    said = filing()
    (mine,) = claim(1)
    number = mine.pop("number")
    accept = {**mine, "key": uuid.uuid4().hex, "remark": ""}
    return {
        "file": _count(*[lambda: Client(SERVER_NAME=HOST).post("/complaints/new/check/", _sent(said))] * 2),
        "queue": _count(*[lambda: reviewer.get("/desk/queue/")] * 2),
        "since": _count(*[lambda: reviewer.get("/notifications/since/0")] * 2),
        "accept": _count(None, lambda: reviewer.post(f"/desk/cases/{number}/acts/accept/", accept)),
    }


def plans(session: str) -> list[str]:
    """Every statement of the queue page, the slowest first, with the database's plan for it."""
    reviewer = Client(SERVER_NAME=HOST)
    reviewer.cookies["sessionid"] = session
    reviewer.get("/desk/queue/")
    with CaptureQueriesContext(connection) as captured:
        reviewer.get("/desk/queue/")
    found = sorted(_own(captured.captured_queries), key=lambda query: -float(query["time"]))
    return [f"{float(query['time']) * 1000:.0f} ms  {query['sql']}\n{_plan(query['sql'])}" for query in found]


def _sent(said: dict[str, Any]) -> dict[str, Any]:
    """The wizard's last page as a new form."""
    return {**said, "key": str(uuid.uuid4()), "go": "send"}


def _count(warm_up: Any, call: Any) -> dict[str, Any]:
    if warm_up:
        warm_up()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    if response.status_code not in (200, 302):
        raise AssertionError(f"{response.status_code}: {response.content.decode()[:2000]}")
    own = _own(captured.captured_queries)
    slowest = max(own, key=lambda query: float(query["time"]))
    return {
        "statements": len(own),
        "ms": round(1000 * sum(float(query["time"]) for query in own)),
        "slowest": f"{float(slowest['time']) * 1000:.0f} ms {slowest['sql'][:160]}",
    }


def _own(queries: list[dict[str, str]]) -> list[dict[str, str]]:
    return [query for query in queries if not query["sql"].startswith(EDGES)]


def _plan(sql: str) -> str:
    words = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS)"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"{words} {sql}")
            return "\n".join(f"    {row[-1]}" for row in cursor.fetchall())
    except Exception as error:
        return f"    (no plan: {error})"


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[name](*[json.loads(argument) for argument in arguments])) + "\n")
