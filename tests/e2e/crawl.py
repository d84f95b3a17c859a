"""Every page that somebody comes to by following links, in one browser's session, without drawing it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve

from .people import Person

# Parts of an address that say which case, file or message, and nothing about what the page looks like.
WHICH = {"number", "pk", "token", "seq", "delivery", "grant", "task", "key", "last_id", "code", "slug", "digest"}
# Pages that look different for each case or file.
OF_A_CASE = {
    "desk:case",
    "portal:link",
    "portal:case",
    "respondent:case",
    "field:case",
    "ours:case",
    "files:redact",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What an element looks like: the marks that its looks and its meaning hang on, and the tag it stands in.
Shape = tuple
# What kind of page an address leads to: the name of its route, and what of its parts makes a difference.
Sort = tuple


@dataclass(frozen=True)
class Found:
    """A page: its address, the name of its route, what kind of page it is, and the shapes of its elements (none where
    there is nothing to be looked at by itself)."""

    url: str
    route: str
    sort: Sort
    shapes: frozenset[Shape]


class _Reader(HTMLParser):
    """The addresses that a page leads to, and the shapes of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.shapes: set[Shape] = set()
        self._within = [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        kinds = [f"{name}={given[name]}" for name in ("role", "type", "aria-live", "aria-current") if name in given]
        self.shapes.add((self._within[-1], tag, *sorted(given.get("class", "").split()), *kinds))
        if tag not in VOID:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while len(self._within) > 1 and self._within.pop() != tag:
            pass


def crawl(who: Person, starts: list[str], seen: Collection[Sort] = ()) -> Iterator[Found]:
    """One page of each sort that can be come to from `starts`, without those of a sort that was `seen` before."""
    waiting, seen = list(starts), set(seen)
    while waiting:
        url = waiting.pop(0)
        sort = _sort(url)
        if sort is None or sort in seen:
            continue
        seen.add(sort)
        answer = who.context.request.get(who.url + url)
        arrived = answer.url.removeprefix(who.url)
        if (landed := _sort(arrived)) != sort:
            if landed is None or landed in seen:
                continue
            seen.add(landed)
        if not answer.ok or "html" not in answer.headers.get("content-type", ""):
            yield Found(arrived, sort[0], sort, frozenset())
            continue
        text = answer.text()
        page = _Reader(text)
        # A part of a page is looked at within its page.
        is_whole = text.lstrip()[:9].lower() == "<!doctype"
        yield Found(arrived, landed[0], landed, frozenset(page.shapes if is_whole else ()))
        waiting += [link for href in page.links if (link := _ours(href, arrived))]


def _ours(href: str, base: str) -> str:
    parts = urlsplit(urljoin(base, href))
    return "" if parts.scheme or parts.netloc else parts._replace(fragment="").geturl()


def _sort(url: str) -> Sort | None:
    """Two pages of one sort differ in what they say, not in what they are. None for what is not ours."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.namespaces[:1] == ["admin"]:
        return None
    ignored = set() if match.view_name in OF_A_CASE else WHICH
    which = [str(value) for name, value in match.kwargs.items() if name not in ignored]
    return (match.view_name, *which, *sorted(parse_qs(parts.query)))
