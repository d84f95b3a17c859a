"""Who is reached by which outside way, and how much of it they want.

Unless somebody said otherwise: people who sit at a desk of ours have the bell all day, so outside they are told what is
urgent; everybody else (cinemas, platforms, unions) signs in when something calls them, and complainants gave their
address to be told: they are told everything.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef
from django.utils import timezone

from casework.parties.models import Membership, Unit, User

from . import outside
from .models import Hook, Wish

_SALT = "notifications.wish"
_OFFICES = (Unit.Kind.ORGANISER, Unit.Kind.ASSOCIATION, Unit.Kind.FILM_OFFICE)
EMAIL = "email"


@dataclass(frozen=True)
class Recipient:
    """languages: in which to write, the first one first. user_id: their account, where they have one. hook: of a unit's
    own system."""

    email: str
    languages: tuple[str, ...]
    wants: str
    user_id: int | None = None
    hook: Hook | None = None

    def takes(self, *, urgent: bool) -> bool:
        return self.wants == Wish.Wants.ALL or (urgent and self.wants == Wish.Wants.URGENT)


def find(addresses: Collection[str]) -> dict[str, Recipient]:
    """Those of these addresses that are reached somewhere, whatever they want. At most four statements."""
    users = {a: int(a.partition(":")[2]) for a in addresses if a.startswith("user:")}
    seats = [a for a in addresses if a.startswith("seat:")]
    systems = _systems({a: int(a.partition(":")[2]) for a in addresses if a.startswith("unit:")})
    found = _users(users) | _seats(seats)
    if not found:
        return systems
    said = Wish.objects.filter(address__in=list(found), way=EMAIL).values_list("address", "wants")
    for address, wants in said:
        who = found[address]
        found[address] = Recipient(who.email, who.languages, wants, who.user_id)
    return found | systems


def _users(wanted: dict[str, int]) -> dict[str, Recipient]:
    """Staff are written to in the office's language, as every letter of ours is."""
    if not wanted:
        return {}
    at_a_desk = Membership.objects.in_force(user=OuterRef("pk"), unit__kind__in=_OFFICES)
    people = User.objects.filter(pk__in=wanted.values(), is_active=True).exclude(email="")
    rows = people.annotate(at_a_desk=Exists(at_a_desk)).values_list("pk", "email", "at_a_desk")
    by_pk = {pk: (email, Wish.Wants.URGENT if busy else Wish.Wants.ALL) for pk, email, busy in rows}
    languages = (settings.LANGUAGE_CODE,)
    return {
        address: Recipient(by_pk[pk][0], languages, by_pk[pk][1], pk) for address, pk in wanted.items() if pk in by_pk
    }


def _seats(addresses: list[str]) -> dict[str, Recipient]:
    """A complainant is written to in the language they filed in; where nobody knows it, in Chinese and then English."""
    every = tuple(code for code, _name in settings.LANGUAGES)
    return {
        address: Recipient(contact.email, (contact.language,) if contact.language in every else every, Wish.Wants.ALL)
        for address, contact in outside.contacts(addresses).items()
    }


def _systems(wanted: dict[str, int]) -> dict[str, Recipient]:
    """A unit's own system is told everything, in no language."""
    if not wanted:
        return {}
    rows = {hook.unit_id: hook for hook in Hook.objects.filter(unit__in=wanted.values()).exclude(url="")}
    return {
        address: Recipient("", (), Wish.Wants.ALL, hook=rows[unit]) for address, unit in wanted.items() if unit in rows
    }


# --- what somebody wants ----------------------------------------------------------------------------------------------
def say_wish(address: str, wants: str, now: datetime | None = None) -> None:
    """From now on this address gets so much by e-mail. Saying it twice is saying it once."""
    said = {"wants": wants, "said_at": now or timezone.now()}
    Wish.objects.update_or_create(address=address, way=EMAIL, defaults=said)


def sign_wish(address: str) -> str:
    """A token, for every mail's foot: it opens what this address wants, for good, and nothing else."""
    return signing.dumps(address, salt=_SALT)


def open_wish(token: str) -> str:
    """Whose wish a token opens; signing.BadSignature when forged or damaged."""
    return signing.loads(token, salt=_SALT)


def masked(email: str) -> str:
    """m***@qq.com: enough for whoever knows the address to see whether it is right."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}***@{host}"
