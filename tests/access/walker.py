"""Every address of the system, from the URL configuration itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qs

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.http import urlencode

# What a reader's own browser does to itself: signing out, the language.
SELF = ("logout", "setlang")


def patterns(
    resolver: URLResolver | None = None, before: str = "", space: str = "", *, admin: bool = False
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address as (name with its name space, route, pattern). The administration's own with `admin` only."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", route, pattern
        elif admin or pattern.namespace != "admin":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, route, inner, admin=admin)


def routes() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every route as (route, [(part, name)]); those by regular expression are allauth's own."""
    for _name, route, pattern in patterns():
        if "^" not in route and "(" not in route:
            names = list(pattern.pattern.converters)
            parts = [f"<{part.split('>')[0]}>" for part in route.split("<")[1:]]
            # A part's converter stands before the names of the prefixes: each pattern knows its own only.
            known = [part.strip("<>").split(":")[-1] for part in parts]
            assert known[-len(names) :] == names if names else True
            yield route, list(zip(parts, known, strict=True))


def addresses(
    values: Mapping[str, Iterable], queries: Iterable[str] = (), of_a_case: Iterable[str] = ()
) -> Iterator[str]:
    """Every address with every one of the values that its parts may have (by name; "int:name" before "name").

    `queries` are asked of the lists and pages of the desk, `of_a_case` of its pages of one case.
    """
    for route, names in routes():
        choices = [values.get(part.strip("<>"), values.get(name, [1])) for part, name in names]
        for filled in itertools.product(*choices):
            url = route
            for (part, _name), value in zip(names, filled, strict=True):
                url = url.replace(part, str(value), 1)
            yield f"/{url}"
            if url.startswith("desk/") and {name for _part, name in names} <= {"number"}:
                yield from (f"/{url}?{query}" for query in [*queries, *(of_a_case if names else ())])


def fetch_all(client: Client, urls: Iterable[str]) -> dict[str, bytes]:
    """What comes back, headers too, from every address that answers at all.

    Where no page came, neither bare nor with a query of each name, a guard stands before the view: it is not asked
    again with each other act or task. What is only posted to says so whatever the address is filled with: once.
    """
    found, pages = {}, set()
    shut: set[tuple[str, ...]] = set()
    posted_to = {None}
    for url in dict.fromkeys(urls):
        path, _mark, query = url.partition("?")
        asked = (path, *sorted(parse_qs(query)))
        route = _route(path)
        if any(part in url for part in SELF) or route in posted_to or (asked in shut and path not in pages):
            continue
        headers = {"HX-Request": "true"} if "part=" in url else {}
        response = client.get(url, headers=headers)
        shut.add(asked)
        if response.status_code == 200:
            pages.add(path)
        if response.status_code == 405:
            posted_to.add(route)
        if response.status_code < 400:
            found[url] = b"".join(response) + str(response.headers).encode()
    return found


def _route(path: str) -> str | None:
    """The route that the address is of; None: of none, as its parts were filled with what they do not take."""
    try:
        return resolve(path).route
    except Resolver404:
        return None


def sung(found: Mapping[str, bytes], canaries: Mapping[str, str]) -> list[str]:
    """Which canary was heard where, as it is or written into an address."""
    return [
        f"{where}: {url}"
        for url, body in found.items()
        for where, text in canaries.items()
        if text.encode() in body or urlencode({"": text})[1:].encode() in body
    ]
