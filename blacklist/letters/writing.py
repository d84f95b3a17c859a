"""Writing a letter: number, words, signature and Word file, in the transaction of the act that sends it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Letter
from . import fields, numbers, signing, templates
from .canonical import canonical_text, digest_of
from .data import LetterData, foreign, lacking, words_of
from .rendering import CannotRender, render


class Incomplete(ValueError):
    """A letter of this kind says more, or less, than it was given: a mistake of whoever calls."""


def write(kind: str, data: LetterData, now: dt.datetime | None = None) -> Letter:
    """The letter as it goes out; it cannot be changed afterwards. Several in one transaction: in the order of
    `LetterKind`. Raises Incomplete; CannotRender where the template has lost words, which its upload should have found.
    """
    words = words_of(data)
    if (less := lacking(kind, words)) or (more := foreign(kind, words)):
        raise Incomplete(f"a {kind} lacks {less}" if less else f"a {kind} has no place for {more}")
    with transaction.atomic():
        template, version = templates.current(kind)
        serial = numbers.draw(kind, data.year)
        number = numbers.number_of(kind, data.year, serial)
        words = {**words, "number": (number,)}
        canonical = canonical_text(kind, words)
        signature, key = signing.sign(canonical)
        address = address_of(numbers.slug_of(kind, data.year, serial), digest_of(canonical))
        document = render(template, words, address, fields.known(kind))
        if lost := templates.unsaid(kind, words, document):
            raise CannotRender(f"version {version} of the template does not show {lost}")
        return Letter.objects.create(
            kind=kind,
            year=data.year,
            serial=serial,
            number=number,
            case_number=data.case_number,
            about=data.about,
            canonical=canonical,
            signature=signature,
            key=key,
            issued_at=now or timezone.now(),
            template_version=version,
            document=document,
        )


def address_of(slug: str, digest: str) -> str:
    """Where a letter is checked, as its QR code holds it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/letters/{slug}/{digest}/"


def check_address(letter: Letter) -> str:
    """The same of a letter that went out."""
    return address_of(numbers.slug_of(letter.kind, letter.year, letter.serial), digest_of(letter.canonical))
