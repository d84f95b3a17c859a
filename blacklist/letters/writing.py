"""Writing a letter: number, words, signature and Word file, in the transaction of the act that sends it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ..models import Letter
from . import fields, numbers, signing, templates
from .canonical import canonical_text, digest_of
from .data import LetterData, Words, foreign, lacking, words_of
from .rendering import CannotRender, render


class Incomplete(ValueError):
    """A letter of this kind says more, or less, than it was given: a mistake of whoever calls."""


def write(kind: str, data: LetterData, now: dt.datetime | None = None) -> Letter:
    """The letter as it goes out; it cannot be changed afterwards. Several in one transaction: in the order of
    `LetterKind`. Raises Incomplete; CannotRender where the template has lost words, which its upload should have found.
    """
    words = _complete(kind, words_of(data))
    with transaction.atomic():
        serial = numbers.draw(kind, data.year)
        words["number"] = (numbers.number_of(kind, data.year, serial),)
        canonical = canonical_text(kind, words)
        signature, key = signing.sign(canonical)
        letter = Letter(
            kind=kind,
            year=data.year,
            serial=serial,
            number=words["number"][0],
            case_number=data.case_number,
            about=data.about,
            canonical=canonical,
            signature=signature,
            key=key,
            issued_at=now or timezone.now(),
        )
        letter.document, letter.template_version = _on_paper(letter, words)
        letter.save(force_insert=True)
    return letter


def _complete(kind: str, words: Words) -> dict[str, tuple[str, ...]]:
    if less := lacking(kind, words):
        raise Incomplete(f"a {kind} lacks {less}")
    if more := foreign(kind, words):
        raise Incomplete(f"a {kind} has no place for {more}")
    return dict(words)


def _on_paper(letter: Letter, words: Words) -> tuple[bytes, int]:
    """The Word file, and the version of the template it was made from."""
    template, version = templates.current(letter.kind)
    document = render(template, words, check_address(letter), fields.known(letter.kind))
    if lost := templates.unsaid(letter.kind, words, document):
        raise CannotRender(f"version {version} of the template does not show {lost}")
    return document, version


def check_address(letter: Letter) -> str:
    """Where a letter is checked, as its QR code holds it."""
    return settings.PUBLIC_URL.rstrip("/") + check_path(letter)


def check_path(letter: Letter) -> str:
    """The same within our own pages."""
    slug = numbers.slug_of(letter.kind, letter.year, letter.serial)
    return reverse("letters:check", args=[slug, digest_of(letter.canonical)])
