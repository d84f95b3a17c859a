"""Words that whoever is complained of reads word for word name nobody who filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.parties.phones import EXTENSION
from casework.ui.text import half_width

from .acts import BODY, RESPONDENT, Act
from .models import Case, ContactDetails
from .recognise import plain

if TYPE_CHECKING:
    from .forms import ActForm
    from .kinds import Kind

# Shorter than that, a name is in every other sentence.
SHORTEST = 2
_BETWEEN_NAMES = re.compile(r"[\s·]+")
NAMED = _(
    "This has the name, phone number or e-mail of somebody who filed a case. Please leave it out: the party reads this "
    "word for word."
)


def check_words(form: ActForm, spec: Act, kind: Kind) -> None:
    """Adds an error beside each field of a valid form whose words a party reads, by the record (`Act.readers`) or in
    another place (`ActForm.told`), and that name whoever filed one of the kind's cases that must stay nameless."""
    readers = spec.readers() if spec.words_to is None else spec.words_to
    reads_all = not outside(kind).isdisjoint(readers)
    for name, text in form.words().items():
        if name in form.told or (reads_all and name not in form.internal):
            try:
                check_names_nobody(text, kind.nameless(form.case))
            except ValidationError as error:
                form.add_error(name, error)


def outside(kind: Kind) -> set[str]:
    """The roles of parties, without the bodies of ours among them."""
    return {RESPONDENT, *kind.party_roles} - {BODY}


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
