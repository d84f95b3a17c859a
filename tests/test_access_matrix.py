"""Who gets what, for every route, file and list there is (issue 4 §6; PITFALLS workflow 18; P20, P50).

The sockets and the acts of the matrix are in `tests/access/`, beside its table.

The routes come from the URL configuration; only the answers are written by hand, in `tests/access/table.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from casework.engine.models import Event, Recusal
from notifications.addresses import sign_seat
from tests.access.cast import (
    DESK,
    EVERYBODY,
    NO_ACCOUNT,
    NOT_INVOLVED,
    OFFICE,
    PHRASE,
    STRANGERS,
    Cast,
    make_cast,
    undone,
)
from tests.access.table import CODE, FILES, HOME, MATRIX, OK, OWN, SIGN_IN
from tests.access.walker import patterns, routes

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = "2026-09-30 10:00+08:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW):  # it ticks: sockets wait for it
        yield


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """Made once: every test undoes what it does, and at the end there never was anybody."""
    with django_db_blocker.unblock(), time_machine.travel(NOW), undone():
        yield make_cast()


@pytest.fixture
def cast(shared, db) -> Cast:
    return shared


def answer(response) -> object:
    """What a response says, in the words of the table."""
    if response.status_code >= 400:
        return response.status_code
    url = response.headers.get("Location", "")
    if url.startswith("/accounts/login/"):
        return SIGN_IN
    if url.startswith("/track/?number="):
        return CODE
    return HOME if url == "/desk/" else OK


def ask(client: Client, method: str, url: str, body: dict) -> tuple[object, bytes]:
    with undone(client):
        response = getattr(client, method)(url, body)
        return answer(response), b"".join(response) if response.status_code == 200 else b""


# --- routes -----------------------------------------------------------------------------------------------------------
def test_every_route_is_in_the_matrix_and_every_row_has_its_route():
    found = {name for name, _route, _pattern in patterns()}
    assert sorted(found - set(MATRIX)) == [], "add it to the matrix (tests/access/table.py)"
    assert sorted(set(MATRIX) - found) == [], "these routes are gone: take them out of the matrix"


def test_every_route_answers_every_role_as_the_matrix_says(cast):
    wrong, told = [], []
    for name, row in MATRIX.items():
        own = OWN in row.get.values()
        for role in ("nobody", "lead", "other_cinema") if own else EVERYBODY:
            case = cast.target(role)
            url, body = reverse(name, kwargs=row.args(cast, case)), row.body(cast, case)
            for method, wanted in (("get", row.get[role]), ("post", row.post[role])):
                got, page = ask(cast.browsers[role], method, url, body if method == "post" else {})
                if wanted != got and wanted != OWN:
                    wrong.append(f"{name} {method} {role}: wanted {wanted}, got {got}")
                typed = case.number in str(body)
                if role in STRANGERS and not typed and case.number.encode() in page:
                    told.append(f"{name} {method} {role}")
    assert wrong == []
    assert told == [], "a page tells a number to whom the case does not exist"


def test_the_administration_is_the_administrators_and_has_no_hand_on_a_case(cast):
    """All of it as one group: nobody else gets past its sign-in, and there every case is only to be looked at."""
    case = cast.case
    values = {"object_id": case.pk, "app_label": "engine", "content_type_id": 1, "url": "x", "id": 1}
    for name, _route, pattern in patterns(admin=True):
        if not name.startswith("admin:") or name.endswith(("login", "logout", ":None")):
            continue
        parts = ["app_label"] if name == "admin:app_list" else getattr(pattern.pattern, "converters", {})
        url = reverse(name, kwargs={part: values[part] for part in parts})
        everybody = name in ("admin:index", "admin:engine_case_change")
        for role in (r for r in EVERYBODY if r != "administrator") if everybody else ("nobody", "lead"):
            # Onwards to its sign-in, or not there; no page of it.
            assert ask(cast.browsers[role], "get", url, {}) in ((OK, b""), (404, b"")), f"{name}: {role}"
    desk = cast.browsers["administrator"]
    for model in admin.site._registry:
        if model._meta.app_label not in ("engine", "complaints") or model.__name__ == "CalendarDay":
            continue
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert desk.get(reverse(f"{base}_changelist")).status_code == 200
        assert ask(desk, "post", reverse(f"{base}_add"), {})[0] == 403
        if row is not None:
            assert ask(desk, "post", reverse(f"{base}_change", args=[row.pk]), {"number": "x"})[0] == 403
            assert ask(desk, "post", reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"})[0] == 403


def test_a_seats_bell_opens_by_its_token_and_by_no_other(cast):
    url = "/notifications/since/0?seat="
    mine = cast.browsers["nobody"].get(url + sign_seat(cast.line.complainant.address, "0")).json()
    assert {row["case_no"] for row in mine["notifications"]} == {cast.case.number}
    for role in EVERYBODY:
        assert cast.browsers[role].get(f"{url}forged").status_code == 403


# --- files ------------------------------------------------------------------------------------------------------------
def test_every_file_in_every_form_opens_for_whom_the_matrix_says(cast):
    forms = {name.split(":")[1] for name, route, _p in patterns() if name.startswith("files:") and "pk" in route}
    assert forms - {"remove", "prepared", "arriving"} == {form for _whose, form in FILES}, "add the form to the matrix"
    for (whose, form), wanted in FILES.items():
        args = {"pk": cast.files[whose], **({"number": 1} if form == "page" else {})}
        url = reverse(f"files:{form}", kwargs=args)
        got = {role: ask(cast.browsers[role], "get", url, {})[0] for role in EVERYBODY}
        assert {r for r, a in got.items() if a == OK} == set(wanted), f"{whose}: {form}"
        assert {a for r, a in got.items() if r not in wanted} <= {404}, f"{whose}: {form}"


def test_what_was_prepared_and_not_given_is_not_seen_by_the_party(cast):
    """The platform's copy waits for its tick; the cinema was given its own, and reads no more pages than it has."""
    platform, cinema = cast.browsers["platform"], cast.browsers["cinema"]
    assert platform.get(reverse("files:copy", args=[cast.files["photo"]])).status_code == 404
    assert cinema.get(reverse("files:page", args=[cast.files["photo"], 2])).status_code == 404


def test_a_seat_that_ended_with_an_old_code_opens_no_file(cast):
    """A new code ends every seat taken under the old one: the files are no exception."""
    contact = cast.case.contact
    contact.code_round += 1
    contact.save()
    url = reverse("files:copy", args=[cast.files["photo"]])
    assert cast.browsers["complainant"].get(url).status_code == 404
    assert cast.case.number.encode() not in cast.browsers["complainant"].get("/track/").content


# --- lists, counts, search, bells -------------------------------------------------------------------------------------
def test_no_list_no_search_and_no_count_knows_a_case_that_is_not_the_readers(cast):
    """P20, P50: by number, by a phrase of the filing, by cinema; not even a count changes."""
    numbers = [cast.case.number, cast.unclaimed.case.number]
    lists = [f"/{route}" for route, names in routes() if not names and not route.startswith("accounts/")]
    asked = [{"state": "any"}, {"list": "all", "n": numbers}, {"group": "waiting"}, {"group": "ended"}]
    asked += [{"q": words, "state": "any"} for words in (*numbers, PHRASE, "示例影城", "林女士")]
    for role in (r for r in STRANGERS if r != "other_complainant"):
        for url in lists:
            home = "/desk/party/" if role in NOT_INVOLVED else "/desk/"
            for query in asked if url.startswith(home) and role in (*DESK, *NOT_INVOLVED) else asked[:1]:
                response = cast.browsers[role].get(url, query)
                body = b"".join(response).decode(errors="replace")
                given = query.get("q", query.get("n", ""))
                assert not [n for n in numbers if n in body and n not in given], f"{role}: {url} {query}"
                _counts_nothing(response, f"{role}: {url} {query}")
    found = cast.browsers["colleague"].get("/desk/all/", {"q": PHRASE}).content.decode()
    assert all(number in found for number in numbers), "else the silence says nothing"


def _counts_nothing(response, where: str) -> None:
    context = response.context or {}
    links = [link for part in context.get("rail") or [] for link in part["links"]] + list(context.get("nav") or [])
    assert [link for link in links if link.get("count")] == [], where
    assert not any((context.get("counts") or {}).values()), where


def test_the_bell_of_a_stranger_has_nothing_and_the_recuseds_forgets(cast):
    """The recused was told of the filing as a colleague; since the recusal that never was."""
    assert cast.browsers["handler"].get("/notifications/since/0").json()["notifications"]
    for role in STRANGERS:
        if role in NO_ACCOUNT:
            continue
        told = cast.browsers[role].get("/notifications/since/0").json()
        assert (told["notifications"], told["unread"]) == ([], 0), role


def test_take_the_most_urgent_takes_only_from_the_own_queue(cast):
    """An auditor and a recused member sit at the same desk, and still nothing is theirs to take."""
    able = {role for role in EVERYBODY if _takes(cast, role)}
    assert able == set(OFFICE)


def _takes(cast: Cast, role: str) -> bool:
    with undone(cast.browsers[role]):
        cast.browsers[role].post("/desk/take/", {"key": "take"})
        return cast.unclaimed.case.handler_id is not None


def test_an_auditor_opens_sensitive_papers_only_with_the_look_recorded(cast):
    """Reading all does not mean reading unseen: what cannot be recorded is not opened."""
    url = reverse("files:copy", args=[cast.files["papers"]])
    response = cast.browsers["auditor"].get(url)
    looks = Event.objects.filter(case=cast.line.pk, name="look").count()
    assert (response.status_code, looks) in ((200, 1), (404, 0))


def test_an_auditor_who_is_recused_does_not_see_the_case(cast):
    Recusal.objects.create(case_id=cast.line.pk, user=cast.actors["auditor"].person, since=cast.line.now)
    browser = cast.browsers["auditor"]
    assert browser.get(f"/desk/cases/{cast.case.number}/").status_code == 404
    assert cast.case.number not in browser.get("/desk/all/", {"state": "any"}).content.decode()
