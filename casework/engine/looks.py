"""Looks at what is sealed: each is a step in the case's record, made before the thing is shown."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .access import roles_of
from .acts import AUDITOR, OFFICE
from .door import perform
from .models import Case, ContactDetails

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Attachment


def record_look(actor: Actor, attachment: Attachment, form: str) -> None:
    """Record that someone of the office opened an original, or a sensitive file, of a bound attachment."""
    if attachment.case_id is None or not (form == "original" or attachment.sensitive):
        return
    if roles_of(actor, attachment.case) & {OFFICE, AUDITOR}:
        _look(actor, attachment.case_id, what="file", file=str(attachment.pk))


def contact_details(actor: Actor, case: Case) -> ContactDetails:
    """The complainant's name and ways to be reached, for the office; the look is recorded first. Raises Refused."""
    _look(actor, case.pk, what="contact")
    return ContactDetails.objects.get(case=case)


def _look(actor: Actor, case_id: int, **details: str) -> None:
    perform(case_id, "look", by=actor, key=f"look:{secrets.token_hex(8)}", **details)
