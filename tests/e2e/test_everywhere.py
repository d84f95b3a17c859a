"""Every page, at every stage of a case, for everyone who may open it, in both languages (inspection.py says at what).

Pages are found by following links. A run takes those on which several things stand that stood on no page before;
`EVERYWHERE=all make e2e ARGS=tests/e2e/test_everywhere.py` takes all of them, in half an hour.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.access.table import CODE, HOME, MATRIX, NO_METHOD, NOT_THERE, SIGN_IN, UNKNOWN

from .crawl import Found, Shape, Sort, crawl
from .inspection import Inspector
from .installation import Installation, Template
from .people import Person

pytestmark = pytest.mark.long

ALL = os.environ.get("EVERYWHERE") == "all"
# As many shapes make a page worth a look.
NEW = 4
# Those who are let in with a second factor or a password of their own, and the pages of the wizard, come in by forms.
IN_STORIES = {
    "account_change_password",
    "account_confirm_login_code",
    "account_logout",
    "account_reauthenticate",
    "complaints:answer",
    "complaints:filed",
    "go_on",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "ours:list",
    "ours:list_copy",
}
NO_PAGE = {CODE, HOME, NOT_THERE, NO_METHOD, SIGN_IN, UNKNOWN}
NO_PAGES = {
    *("desk:live", "desk:rows", "desk:new_code", "notifications:since", "ours:live"),  # parts of one
    *("files:thumb", "mfa_download_recovery_codes", "complaints:filed_paper"),  # files; printed like portal:paper
    *("portal:act", "portal:file", "set_language"),  # lead on to one
    *("inspect:worker", "inspect:manifest", "inspect:tasks"),  # behind one, which draws itself (test_phone_page.py)
}

FRAMED = ["/embed/platforms/", "/embed/cinemas/"]
STARTS = ["/", "/complaints/new/", "/track/", "/accounts/login/", *FRAMED]
DESK = ["/desk/", "/desk/mine/", "/desk/queue/", "/desk/all/", "/desk/intake/", "/desk/board/"]
ACCOUNT = [
    "/accounts/password/change/",
    "/accounts/password/set/",
    "/accounts/email/",
    "/accounts/confirm-email/",
    "/accounts/inactive/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-a-forged/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/Mw:forged/",
]
# Who opens what, besides what links lead to.
PEOPLE = {
    "complainant": [*STARTS, *ACCOUNT],
    "handler": [*DESK, "/accounts/2fa/", *ACCOUNT],
    "lead": [*DESK, "/desk/approve/", "/desk/team/", "/desk/absences/"],
    "cinema_clerk": ["/desk/party/"],
    "platform_clerk": ["/desk/party/"],
    "union_clerk": ["/desk/party/"],
    "union": ["/desk/"],
    "county_lead": ["/desk/field/"],
    "chen": ["/inspect/", "/desk/field/"],
    "administrator": ["/desk/"],
}
# Their pages are made of what the others' are made of.
ALIKE = {"bureau_lead": DESK, "auditor": DESK}


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A case at each stage. Without the clock: it would go on with them, months late."""
    template = Template(tmp_path_factory.mktemp("stages"), world="prepare_stages")
    running = Installation(template, tmp_path_factory.mktemp("everywhere") / "var")
    running.start("web")
    yield running
    running.stop()
    template.databases.drop_all()


@pytest.fixture(scope="module")
def reached() -> Iterator[set[str]]:
    """The names of the routes that anybody came to; in the end, none that shows pages is missing."""
    routes = set()
    yield routes
    missing = {name for name, row in MATRIX.items() if set(row.get.values()) - NO_PAGE} - routes - IN_STORIES - NO_PAGES
    assert not missing, ", ".join(sorted(missing))


@pytest.fixture(scope="module")
def known() -> set[Shape]:
    """The shapes of all pages that were looked over."""
    return set()


@pytest.fixture(scope="module")
def acts() -> set[Sort]:
    """The desk's forms of acts that somebody came to: they are the same for whoever else may do the act."""
    return set()


@pytest.mark.parametrize("user", [*PEOPLE, *(ALIKE if ALL else ())])
def test_every_page(user, person, installation, inspector, known, acts, reached):
    who = person(user, user="" if user == "complainant" else user)
    starts = (PEOPLE | ALIKE)[user]
    if user == "complainant":
        starts = starts + [f"/track/{link}/" for link in installation.elsewhere.links().values()]
    pages = list(crawl(who, starts, seen=set() if ALL else acts))
    reached |= {page.route for page in pages}
    acts |= {page.sort for page in pages if page.route == "desk:act"}
    for page in pages if ALL else telling(pages, known):
        known |= page.shapes
        inspector.opens(who, page.url)
        if page.route in ("desk:act", "field:act", "ours:act"):
            refused(who, inspector, page.url)


def telling(pages: list[Found], known: set[Shape]) -> Iterator[Found]:
    """Those worth a look, the one with the most that was seen nowhere before it first."""
    left = [page for page in pages if page.shapes]
    while left:
        page = max(left, key=lambda page: len(page.shapes - known))
        if len(page.shapes - known) < NEW:
            return
        left.remove(page)
        yield page


EMPTIED = """form => {
  form.noValidate = true;
  for (const field of form.querySelectorAll('textarea[required], input[required]:not([type=radio])')) field.value = '';
}"""


def refused(who: Person, inspector: Inspector, url: str) -> None:
    """The same form sent empty, where it asks for something."""
    form = who.page.locator("form.actform:has([required]):has(.btn-main)")
    if form.count():
        with who.may_get(422):
            form.evaluate(EMPTIED)
            form.locator(".btn-main").click()
            expect(who.page.locator(".errsum")).to_be_visible()
        inspector.looks_over(who, f"{who.name}, refused, {url}")
