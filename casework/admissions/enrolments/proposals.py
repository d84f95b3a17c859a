"""Many cinemas that a platform proposes at once: what was read of its list, and how each of them stands. Nothing is
taken that was not read for certain, and nothing is left out unsaid."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine import door
from casework.engine.access import PARTY_ROLES
from casework.engine.actors import Actor
from casework.engine.attachments.books import Tab
from casework.engine.errors import DoorClosed
from casework.parties.models import Agreement, Campaign, Membership, Qualification, Unit
from casework.ui.text import half_width
from casework.ui.times import day_words

from ..models import CinemaSheet, Enrolment, SheetLine
from ..sheets.layout import Layout
from ..sheets.matching import Matcher
from ..sheets.reading import Row
from ..sheets.register import SUSPENDED, Listed, Register
from ..sheets.words import REASONS
from .states import CINEMA

# So many lines are read, and so many cinemas proposed, at a time.
MOST_LINES, MOST = 1000, 100
_CODE = re.compile(r"(?<!\d)\d{8}(?!\d)")
_SIGNS = " \t,，、;；:：|"
Read = SheetLine.Outcome


class Standing(TextChoices):
    """How a cinema stands that is to be proposed."""

    NEW = "new", gettext_lazy("Can be proposed")
    UNDER_WAY = "under_way", gettext_lazy("Enrolment under way")
    QUALIFIED = "qualified", gettext_lazy("Takes part already")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    CLOSED = "closed", gettext_lazy("Cinema is closed")


@dataclass(frozen=True)
class Known:
    """A cinema that was read for certain. `why`: what is to be said of it."""

    cinema: Listed
    place: str
    standing: Standing
    why: str = ""

    @property
    def can_be_proposed(self) -> bool:
        return self.standing == Standing.NEW


@dataclass(frozen=True)
class Unread:
    """A line that means no one cinema for certain. candidates: those that may be meant, the closest first."""

    number: int
    text: str
    why: str
    candidates: list[Known] = field(default_factory=list)


@dataclass(frozen=True)
class ReadList:
    known: list[Known]
    unread: list[Unread]

    @property
    def to_propose(self) -> list[Known]:
        return [one for one in self.known if one.can_be_proposed]


@dataclass
class Reader:
    """Reads lists of cinemas for one platform and campaign. Eight statements, however long the list is."""

    platform: Unit
    campaign: Campaign
    today: dt.date

    def __post_init__(self) -> None:
        self.register = Register.load(self.campaign)
        under_way = Enrolment.objects.under_way().filter(campaign=self.campaign, parties__role=CINEMA)
        self._under_way = dict(under_way.values_list("parties__unit", "number"))
        rights = Qualification.objects.filter(campaign=self.campaign, unit__kind=Unit.Kind.CINEMA)
        self._since = dict(rights.exclude(until__lt=self.today).values_list("unit", "since"))
        at_work = Membership.objects.in_force(self.today, role__in=PARTY_ROLES, unit__kind=Unit.Kind.CINEMA)
        self._at_work = set(at_work.values_list("unit", flat=True))
        agreed = Agreement.objects.in_force(self.campaign, self.today).filter(platform=self.platform.pk)
        self._agreed = set(agreed.values_list("cinema", flat=True))

    def read(self, text: str) -> ReadList:
        """A list as it was typed: on each line a name or a code, or both."""
        matcher = Matcher(self.register, [Layout(Tab(0, ""))])
        known: list[Known] = []
        unread: list[Unread] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip(_SIGNS):
                continue
            match = matcher.match(_row(number, line))
            if match.cinema is not None and match.outcome != Read.DUPLICATE:
                known.append(self.known(match.cinema))
            else:
                unread.append(self._unread(number, line, match))
        return ReadList(known, unread)

    def listed(self, cinemas: Iterable[int]) -> ReadList:
        """Cinemas that were picked, by their ids."""
        found = [self.register.by_pk[pk] for pk in dict.fromkeys(cinemas) if pk in self.register.by_pk]
        return ReadList([self.known(cinema) for cinema in found], [])

    def within(self, place: str) -> ReadList:
        """The open cinemas of the register in a prefecture or county, by its code."""
        prefix = place.removesuffix("00")
        found = [one for one in self.register.by_pk.values() if one.active and _lies_in(one, prefix)]
        return ReadList([self.known(cinema) for cinema in found], [])

    def known(self, cinema: Listed) -> Known:
        standing, why = self._standing(cinema)
        place = "".join(filter(None, map(self.register.gazetteer.name, (cinema.prefecture, cinema.county))))
        return Known(cinema, place, standing, why)

    def _standing(self, cinema: Listed) -> tuple[Standing, str]:
        if not cinema.active:
            return Standing.CLOSED, _("The register has this cinema as closed.")
        if cinema.pk in self._under_way:
            return Standing.UNDER_WAY, _("Its enrolment is %(number)s.") % {"number": self._under_way[cinema.pk]}
        if cinema.barred == SUSPENDED:
            return Standing.SUSPENDED, _("What suspended its right must end first.")
        if cinema.pk in self._since:
            since = {"day": day_words(self._since[cinema.pk], weekday=False, year=True)}
            if cinema.pk in self._agreed:
                return Standing.QUALIFIED, _("Since %(day)s, and takes your vouchers.") % since
            return Standing.NEW, _("Takes part since %(day)s, without an agreement with you.") % since
        if cinema.pk not in self._at_work:
            return Standing.NEW, _("Nobody signs in for it yet: please tell it how a cinema gets an account.")
        return Standing.NEW, ""

    def _unread(self, number: int, line: str, match: Any) -> Unread:
        details = {**match.details, "place": match.details.get("place") or _("the whole province")}
        pks = [one["cinema"] for one in match.details.get("candidates", ())]
        why = str(REASONS[match.reason]) % details if match.reason else ""
        return Unread(number, line.strip(), why, self.listed(pks).known)


def _row(number: int, line: str) -> Row:
    plain = half_width(line)
    code = _CODE.search(plain)
    rest = (plain[: code.start()] + " " + plain[code.end() :]) if code else line
    name = rest.strip(_SIGNS)
    # A line of figures alone is meant as a code, whatever is wrong with it.
    if not code and name and re.fullmatch(r"[\d\s-]+", half_width(name)):
        return Row(0, number, [line], code=name)
    return Row(0, number, [line], name=name, code=code.group() if code else "")


def _lies_in(cinema: Listed, prefix: str) -> bool:
    return (cinema.county or cinema.prefecture).startswith(prefix)


def of_their_sheet(platform: Unit, campaign: Campaign) -> list[int]:
    """The cinemas of the list that the platform sent in last for this campaign, by id; none where it sent none."""
    sheet = CinemaSheet.objects.filter(attachment__by_unit=platform, campaign=campaign).order_by("-read_at").first()
    if sheet is None:
        return []
    lines = sheet.lines.filter(outcome__in=SheetLine.OF_A_CINEMA).order_by("tab", "row")
    return list(dict.fromkeys(lines.values_list("cinema", flat=True)))


# --- proposing --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Proposed:
    """What became of one cinema: the number of its case, or why there is none."""

    cinema: Listed
    number: str = ""
    why: str = ""


def propose(*, reader: Reader, cinemas: Iterable[int], by: Actor, key: str, **terms: Any) -> list[Proposed]:
    """A case for each of these cinemas, through the door. The same form sent twice makes each of them once; one that
    cannot be opened stops no other."""
    return [_propose(reader, one.cinema, by, f"{key}:{one.cinema.pk}", terms) for one in reader.listed(cinemas).known]


def _propose(reader: Reader, cinema: Listed, by: Actor, key: str, terms: dict[str, Any]) -> Proposed:
    said = {"unit": reader.platform.pk, "campaign": reader.campaign.pk, "cinema": cinema.pk, **terms}
    try:
        return Proposed(cinema, door.open_case("enrolment", by=by, key=key, **said).case.number)
    except DoorClosed as refusal:
        fields = getattr(refusal, "fields", None) or {}
        return Proposed(cinema, why=next((errors[0] for errors in fields.values() if errors), str(refusal)))
