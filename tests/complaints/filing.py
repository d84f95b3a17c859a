"""A phone that fills in the filing wizard without scripts: it posts what the last page's form carried."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

INPUT = re.compile(r"<(?:input|button)\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def carried(page: str) -> dict[str, list[str]]:
    """The hidden inputs of the wizard's form, as a browser would send them."""
    form = page[page.index('id="filing"') :]
    found: dict[str, list[str]] = {}
    for tag in INPUT.findall(form[: form.index("</form>")]):
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if given.get("type") == "hidden" and given.get("name") != "csrfmiddlewaretoken":
            found.setdefault(given["name"], []).append(given["value"])
    return found


class Phone:
    """A browser on the wizard: `page` is the last answer's text, `response` the answer itself."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.response: Any = None

    @property
    def page(self) -> str:
        return self.response.content.decode()

    @property
    def at(self) -> str:
        """The name of the page shown."""
        return re.search(r'data-page="(\w+)"', self.page)[1]

    def begin(self, query: str = "") -> Phone:
        self.response = self.client.get(f"/complaints/new/{query}")
        return self

    def say(self, go: str = "next", **typed: Any) -> Phone:
        """Fill in the page and press the button that says `go`."""
        self.response = self.client.post(f"/complaints/new/{self.at}/", {**carried(self.page), **typed, "go": go})
        return self

    def form(self, go: str = "next", **typed: Any) -> tuple[str, dict[str, Any]]:
        """What pressing the button would send: for sending it twice, or after the fact."""
        return f"/complaints/new/{self.at}/", {**carried(self.page), **typed, "go": go}

    def to_check(self, world: Any, **changes: Any) -> Phone:
        """Through all pages of a complaint about a refused voucher, up to "check your answers"."""
        said = {
            "category": "refused_redemption",
            "cinema": world.cinema.pk,
            "platform": "",
            "happened_on": "2026-09-26",
            "happened_at": "19:30",
            "story": "系统不收券，要看就付现金 45 元。",
            "wish": "补兑两张票",
            "name": "林女士",
            "phone": "138 0013 8000",
        } | changes
        self.begin().say(category=said["category"]).say(cinema=said["cinema"], platform=said["platform"])
        self.say(happened_on=said["happened_on"], happened_at=said["happened_at"])
        self.say(story=said["story"], wish=said["wish"]).say()
        return self.say(name=said["name"], phone=said["phone"])
