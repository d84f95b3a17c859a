"""Loading the demo: organisations, people, stories, and a look at whether what came of it is whole."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from casework.engine import invariants, record
from casework.engine.codes import access_code, phone_digest
from casework.engine.models import Case, ContactDetails, Event
from casework.parties.models import Unit, User
from casework.parties.seed import seed_organisations
from notifications.addresses import user_address
from notifications.models import Notification

from .applicants import seed_applicants
from .films import seed_films
from .former import seed_former_campaign
from .mails import date_mails
from .moments import Moments
from .people import OFFICE, SIGN_INS, seat_people
from .play import Play
from .script import example_phone
from .stories import FOLLOWED, STORIES

# When each side last looked at its bell: what came later is still unread.
OFFICE_LOOKED, OTHERS_LOOKED = "1 15:30", "4 09:00"
READ_AFTER = dt.timedelta(minutes=35)
# Over a weekend more comes than a bell shows to be read.
MOST_UNREAD = 9


class DemoIsBroken(Exception):
    """The record or the invariants do not hold after loading; the message lists what is wrong."""


def is_empty() -> bool:
    """Whether nothing is here that the demo could get in the way of."""
    return not Case.objects.exists() and not Unit.objects.exists() and not User.objects.exists()


def load(now: dt.datetime | None = None) -> int:
    """Write the whole demo, dated back from `now`. Returns the number of cases. Raises DemoIsBroken."""
    moments = Moments(now or timezone.now())
    # Towards the end of winter the stories reach back into last year's campaign (R8).
    for year in range(moments.earliest.year - (moments.earliest.month < 3), moments.now.year + 1):
        seed_organisations(campaign_year=year)
    seed_applicants()
    seed_former_campaign(moments)
    seed_films(moments.earliest, moments.now.date())
    Play(people=seat_people(moments.earliest), moments=moments).perform(STORIES)
    date_notifications(moments)
    faults = [*record.verify(Case.objects.all()), *invariants.violations()]
    if faults:
        raise DemoIsBroken("\n".join(faults))
    return Case.objects.count()


def date_notifications(moments: Moments) -> None:
    """Notifications carry the moment of what they tell of, and most have been read since."""
    happened = Event.objects.filter(pk=OuterRef("event_no")).values("at")
    Notification.objects.filter(quiet=True).delete()
    Notification.objects.filter(event_no__gt=0).update(created_at=Subquery(happened))
    # Until here nobody has read anything but what they did themselves.
    Notification.objects.filter(read_at__isnull=False).update(read_at=F("created_at"))
    date_mails(moments, moments.read(OFFICE_LOOKED))
    office = [user_address(pk) for pk in User.objects.filter(username__in=OFFICE).values_list("pk", flat=True)]
    of_office = Notification.objects.filter(address__in=office, created_at__lt=moments.read(OFFICE_LOOKED))
    of_others = Notification.objects.exclude(address__in=office).filter(created_at__lt=moments.read(OTHERS_LOOKED))
    (of_office | of_others).update(read_at=F("created_at") + READ_AFTER)
    for address in Notification.objects.unread().values_list("address", flat=True).order_by().distinct():
        theirs = Notification.objects.filter(address=address)
        newest = list(theirs.unread().order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_UNREAD])
        theirs.unread().exclude(pk__in=newest).update(read_at=F("created_at") + READ_AFTER)


def is_loaded() -> bool:
    return User.objects.filter(username__in=[row.username for row in SIGN_INS]).count() == len(SIGN_INS)


def followed_case() -> tuple[str, str] | None:
    """Number and access code of the complaint that anybody may follow in the demo."""
    contacts = ContactDetails.objects.filter(phone_digest=phone_digest(f"+86{example_phone(FOLLOWED)}"))
    contact = contacts.select_related("case").first()
    return (contact.case.number, access_code(contact)) if contact else None
