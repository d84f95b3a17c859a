"""What masking and erasing take out of a case (`retention` says when). Runs in the transaction of the clock's act.

The record stays: events hold closed-list facts, and of words an HMAC whose random key lies beside the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from casework.parties.phones import EXTENSION
from notifications import services
from notifications.recipients import masked

from . import search
from .actors import seat_address
from .acts import COMPLAINANT
from .attachments.store import part_from
from .kinds import kind_of
from .models import ContactDetails, Draft, Envelope, EventText, FollowUp, Receipt, SearchEntry

if TYPE_CHECKING:
    from .models import Case

STAR = "*"
# So many of a phone's first and last figures stay: enough for whoever knows the number to see whether it is right.
HEAD, TAIL = 3, 4


def can_be_masked(case: Case) -> bool:
    """Whether anything of this case is a person's own: of whoever filed without a name nothing is."""
    contact = ContactDetails.objects.filter(case=case.pk).exclude(name="", phone="", email="", address="")
    return contact.exists() or case.attachments.filter(sensitive=True).exists()


def mask(case: Case) -> None:
    """Name and ways to be reached can be recognised from now on by whoever knows them, and used by nobody; papers of a
    person are gone (R21)."""
    contact = ContactDetails.objects.get(case=case.pk)
    contact.name, contact.phone = masked_name(contact.name), masked_phone(contact.phone)
    contact.email = masked(contact.email) if contact.email else ""
    contact.address = masked_address(contact.address)
    contact.save(update_fields=["name", "phone", "email", "address"])
    part_from(case, sensitive_only=True)


def erase(case: Case) -> None:
    """Everything that anybody wrote or sent, and who the complainant was. The seed of the access code stays, by which
    they may see that it is gone."""
    nobody = {"name": "", "phone": "", "phone_digest": "", "email": "", "address": ""}
    ContactDetails.objects.filter(case=case.pk).update(**nobody)
    EventText.objects.filter(event__case=case.pk).delete()
    for model, fields in kind_of(case).written.items():
        model.objects.filter(case=case.pk).update(**dict.fromkeys(fields, ""))
    case.recusals.update(reason="")
    promises = FollowUp.objects.filter(Q(case=case.pk) | Q(cause__case=case.pk), done_at__isnull=False)
    promises.update(details={}, refused="")
    for rows in (Draft, Envelope, Receipt):
        rows.objects.filter(case=case.pk).delete()
    _find_by_number_only(case)
    services.forget(seat_address(case.pk, COMPLAINANT))
    part_from(case)


def _find_by_number_only(case: Any) -> None:
    SearchEntry.objects.filter(case=case.pk).delete()
    texts = kind_of(case).search_texts(case)
    search.index_case(case=case, scope="office", texts={"event:1": "\n".join(texts.values())}, new=True)


def masked_name(name: str) -> str:
    """张**, J***: the first character, whatever the rest."""
    return name[:1] + STAR * max(2, len(name) - 1) if name else ""


def masked_phone(phone: str) -> str:
    """+86138****5678: as much as whoever knows the number needs to recognise it; no extension."""
    phone = phone.partition(EXTENSION)[0]
    head = HEAD + (len("+86") if phone.startswith("+86") else 0)
    hidden = len(phone) - head - TAIL
    return phone[:head] + STAR * hidden + phone[-TAIL:] if hidden >= HEAD else STAR * len(phone)


def masked_address(address: str) -> str:
    """The town at most."""
    return f"{address[: min(6, len(address) // 3)]}{STAR * 3}" if address else ""
