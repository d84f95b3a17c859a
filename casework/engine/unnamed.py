"""Words that whoever is complained of reads word for word name nobody who filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.parties.phones import EXTENSION
from casework.ui.text import half_width

from .models import Case, ContactDetails
from .recognise import plain

# Shorter than that, a name is in every other sentence.
SHORTEST = 2
_BETWEEN_NAMES = re.compile(r"[\s·]+")
NAMED = _(
    "This has the name, phone number or e-mail of somebody who filed a case. Please leave it out: the party reads this "
    "word for word."
)


def check_names_nobody(text: str, cases: QuerySet[Case]) -> None:
    """Raises ValidationError where the text has a name, phone number or e-mail of whoever filed one of these cases, or
    one that waited for one of them; however it is spaced and of whatever width. Masked data are recognised no more."""
    theirs = Q(case__in=cases) | Q(case__waits__awaited__in=cases)
    contacts = ContactDetails.objects.filter(theirs, case__kept=Case.Kept.WHOLE)
    run_together, signs_only = _name(text), plain(text)
    for contact in contacts:
        name = _name(contact.name)
        if len(name) >= SHORTEST and name in run_together:
            raise ValidationError(NAMED)
        if any(way in signs_only for way in _ways(contact)):
            raise ValidationError(NAMED)


def _name(text: str) -> str:
    """Punctuation stays: what stands on both sides of a full stop is no name."""
    return _BETWEEN_NAMES.sub("", half_width(text)).casefold()


def _ways(contact: Any) -> Iterator[str]:
    """As many of a phone's figures as are said within the country."""
    phone = plain(contact.phone.partition(EXTENSION)[0].removeprefix("+86"))
    yield from (way for way in (phone, plain(contact.email)) if way)
