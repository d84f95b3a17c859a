"""What browsers are told, and that no page of ours needs more than that (issue 6 §7)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from casework.engine.codes import access_code
from tests.access.cast import make_cast
from tests.access.table import MATRIX
from tests.access.walker import SELF
from tests.desk.factories import signed_in
from tests.engine.world import Line, make_world

pytestmark = pytest.mark.django_db
NOW = "2026-09-30 10:00+08:00"


class Cut(HTMLParser):
    """What the policy would make a browser drop from a page, in silence."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        handlers = [name for name in given if name.startswith(("on", "hx-on", "data-hx-on")) or name == "style"]
        self.found += [f"<{tag} {name}={given[name]!r}>" for name in handlers]
        if tag == "style" or (tag == "script" and not given.get("src") and "json" not in (given.get("type") or "")):
            self.found.append(f"<{tag}>")
        for name in ("src", "href", "action", "formaction"):
            if (given.get(name) or "").strip().lower().startswith(("javascript:", "http://", "//")):
                self.found.append(f"<{tag} {name}={given[name]!r}>")


def test_the_finder_finds():
    page = '<p style="x"><a href="javascript:x" onclick="y"><script>z</script><style></style><script src="//cdn/x">'
    assert len(Cut(page).found) == 6
    assert Cut('<script type="application/json">{}</script><link href="/static/x.css">').found == []


def test_no_page_holds_anything_that_the_policy_cuts():
    with time_machine.travel(NOW):
        cast = make_cast()
        pages = dict(_pages(cast))
    assert len(pages) > 60
    assert {url: cut for url, page in pages.items() if (cut := Cut(page).found)} == {}


def _pages(cast):
    """Every page that one of these may open, and some of the administration's, as (address, text)."""
    for role in ("lead", "cinema", "complainant"):
        for name, row in MATRIX.items():
            if name.endswith(SELF) or name == "set_language":
                continue
            answer = cast.browsers[role].get(reverse(name, kwargs=row.args(cast, cast.target(role))))
            if "html" in answer.get("Content-Type", ""):
                yield f"{role}: {name}", answer.content.decode()
    admin = cast.browsers["administrator"]
    for address in ("", "parties/film/", "parties/film/add/", "parties/user/", "parties/campaign/add/"):
        answer = admin.get(f"/admin/{address}")
        assert answer.status_code == 200
        yield f"admin: {address}", answer.content.decode()


def test_the_policy_lets_in_our_own_files_and_nothing_written_into_a_page(client):
    policy = dict(part.strip().split(" ", 1) for part in client.get("/")["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in str(policy)


def test_no_script_of_ours_writes_styles():
    """htmx carries a style attribute over into the next content, and the policy cuts it there."""
    scripts = sorted(Path("static/js").glob("*.js"))
    assert scripts
    assert [script.name for script in scripts if re.search(r"\.style\b|[\"']style[\"']", script.read_text())] == []


def test_htmx_writes_no_styles_and_evaluates_nothing(client):
    page = client.get("/").content.decode()
    assert '"includeIndicatorStyles": false' in page
    assert '"allowEval": false' in page


@pytest.mark.parametrize("address", ["/", "/track/", "/accounts/login/", "/no-such-page/"])
def test_every_answer_brings_the_headers(client, address):
    answer = client.get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_cookies_are_for_this_site_and_for_no_script(client):
    client.get("/track/")
    client.post("/i18n/setlang/", {"language": "en"})
    line = Line(make_world())
    client.post("/track/", {"number": line.case.number, "code": access_code(line.case.contact)})
    for name in (settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        assert client.cookies[name]["samesite"] == "Lax", name
        assert client.cookies[name]["httponly"], name


def test_pages_of_a_case_are_kept_by_no_proxy():
    line = Line(make_world())
    answer = signed_in(line.world.handler).get(f"/desk/cases/{line.case.number}/")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    clerk = signed_in(line.world.cinema_clerk).get("/desk/party/")
    assert "private" in clerk["Cache-Control"]


def test_a_form_of_another_site_does_nothing():
    line = Line(make_world())
    client = Client(enforce_csrf_checks=True)
    client.force_login(line.world.handler.person)
    answer = client.post(
        f"/desk/cases/{line.case.number}/acts/claim/", {"key": "k"}, HTTP_ORIGIN="https://evil.example"
    )
    assert answer.status_code == 403
    assert line.case.handler is None
