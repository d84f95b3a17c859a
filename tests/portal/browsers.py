"""A complainant's browser, without scripts: it opened its case with number and code, and posts the forms it sees."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from casework.engine.codes import access_code
from complaints.models import Complaint

MARK = re.compile(r'name="(key|seen|read_to)" value="([^"]*)"')


def opened(case: Complaint) -> Client:
    """A browser that typed number and code."""
    client = Client()
    client.post("/track/", {"number": case.number, "code": access_code(case.contact)})
    return client


def page_of(client: Client, case: Complaint) -> str:
    return client.get(f"/track/case/{case.number}/").content.decode()


def form_of(page: str, act: str) -> dict[str, str]:
    """The hidden fields of an act's form on the tracking page."""
    start = page.index(f'{act}/"', page.index("<main"))
    return dict(MARK.findall(page[start : page.index("</form>", start)]))


def do(client: Client, case: Complaint, act: str, page: str = "", **typed: Any) -> Any:
    """Send the act's form as it stands on `page` (the page as it is now)."""
    form = form_of(page or page_of(client, case), act)
    return client.post(f"/track/case/{case.number}/{act}/", form | typed)
