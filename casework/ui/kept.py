"""What a person typed, given back: to copy, or to send once more with one press. Needs no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

OF_THE_PAGE = {"csrfmiddlewaretoken", "again", "held"}
# Fields of a request that are the machinery's, not the person's words.
MACHINERY = OF_THE_PAGE | {"key", "seen", "read_to", "proof"}
# What no page shows or holds, and no press sends again.
SECRET = re.compile(r"passw|secret|otp|recovery", re.I)
# What a choice or a file stands for in a form; nobody typed it. A short number may be a row, or somebody's answer.
CODE = re.compile(r"[a-z][a-z0-9_:.-]*|[0-9a-f-]{32,36}")
SHORT_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class Kept:
    """Something a person typed, given back. `name`: of the field it goes on in, where it can be sent again."""

    label: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Again:
    """A posted form that one press sends again. `words` are shown and may be changed, `hidden` go along."""

    url: str
    words: list[Kept]
    hidden: list[tuple[str, str]]
    files_lost: bool = False


def posted(request: HttpRequest) -> QueryDict:
    """What was posted; nothing where it cannot be read: too large, broken off, not understood."""
    try:
        return request.POST
    except Exception:  # whatever is wrong with it was said already: the page about it must still come
        return QueryDict()


def kept_words(request: HttpRequest) -> list[Kept]:
    """The words of a POST whose form cannot be shown again, to copy them."""
    found = pairs(posted(request))
    return [Kept("", text) for name, text in found if name not in MACHINERY and not CODE.fullmatch(text)]


def again(request: HttpRequest) -> Again | None:
    """The same POST once more; nothing for one without content or with a secret in it."""
    data = posted(request)
    if not data or any(SECRET.search(name) for name in data):
        return None
    return again_of(request.get_full_path(), list(pairs(data)), files_lost=bool(request.FILES))


def again_of(url: str, fields: list, *, files_lost: bool) -> Again:
    """`fields` as (name, value), in their order."""
    words = [Kept("", text, name) for name, text in fields if _is_word(name, text)]
    hidden = [(name, text) for name, text in fields if not _is_word(name, text)]
    return Again(url, words, hidden, files_lost)


def pairs(data: QueryDict) -> list[tuple[str, str]]:
    """Every field with something in it, but secrets and what a page gives anew each time."""
    found = [(name, text) for name, texts in data.lists() for text in texts if text]
    return [(name, text) for name, text in found if name not in OF_THE_PAGE and not SECRET.search(name)]


def from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages posted it. Another site's form is never offered for sending: one press of the reader
    would then do what that site wants."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return origin == here
    referer = urlsplit(request.headers.get("Referer", ""))
    return f"{referer.scheme}://{referer.netloc}" == here


def _is_word(name: str, text: str) -> bool:
    return name not in MACHINERY and not CODE.fullmatch(text) and not SHORT_NUMBER.fullmatch(text)
