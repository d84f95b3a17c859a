"""The signatures of a stored letter: the one with which it went out, and those that were added under later keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from ..models import Letter, LetterSignature
from . import signing


def signatures_of(letter: Letter) -> list[str]:
    """Those by keys that are still ours; none where all of them are gone."""
    found = [letter.signature] if signing.knows(letter.key) else []
    # A letter of the present key costs no look.
    return found or [again.signature for again in letter.signed_again.all() if signing.knows(again.key)]


def holds(letter: Letter) -> bool:
    """Whether one of ours signed exactly the words that are stored."""
    return any(signing.holds(letter.canonical, signature) for signature in signatures_of(letter))


def sign_again(now: dt.datetime | None = None) -> Iterator[tuple[Letter, bool]]:
    """Sign every letter under the present key that is not signed by it, and only what an earlier key still proves: as
    (letter, whether it could be). May be broken off and run again."""
    mark = signing.present_mark()
    waiting = Letter.objects.exclude(key=mark).exclude(signed_again__key=mark).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        letter = Letter.objects.defer("document").get(pk=pk)
        proven = holds(letter)
        if proven:
            signature, key = signing.sign(letter.canonical)
            LetterSignature.objects.create(letter=letter, signature=signature, key=key, signed_at=now or timezone.now())
        yield letter, proven
