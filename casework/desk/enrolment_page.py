"""Enrolments of cinemas at all desks: what the cinema states, whose vouchers it takes, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.admissions import undertakings
from casework.admissions.enrolments.statement_form import OWN
from casework.admissions.enrolments.states import CINEMA, QUALIFIED, WHO_ENROLS
from casework.admissions.models import CinemaStatement, Enrolment, EnrolmentTerms
from casework.admissions.undertakings import Signed
from casework.engine.access import speaks_for
from casework.engine.acts import AUDITOR, FIELD_ROLES, OFFICE
from casework.engine.kinds import stage_of
from casework.parties.models import Agreement, Cinema, Qualification, Unit
from casework.ui.times import day_words
from casework.ui.words import listed

from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.kinds import Kind
    from casework.engine.present import CaseView

    from .people import Reader

READS_ALL = frozenset({OFFICE, AUDITOR, CINEMA, *FIELD_ROLES})
STATEMENT_ACTS = ("submit_enrolment", "supply_missing")
TONES = {
    Enrolment.Word.CONFIRMED: ("check-circle-fill", "ok"),
    Enrolment.Word.DOUBTED: ("exclamation-triangle-fill", "warn"),
    Enrolment.Word.SILENT: ("hourglass-bottom", "warn"),
}


@dataclass
class EnrolmentPanels:
    """Rows of one enrolment, read once. The platform that proposed it reads its own terms, and how it ended."""

    view: CaseView

    @property
    def case(self) -> Enrolment:
        return self.view.case

    @property
    def reads_all(self) -> bool:
        return bool(self.view.roles & READS_ALL)

    @cached_property
    def cinema(self) -> Cinema:
        return Cinema.objects.with_places().get(unit=self.case.cinema)

    @cached_property
    def statement(self) -> CinemaStatement | None:
        rows = CinemaStatement.objects.filter(case=self.case).select_related("county")
        return rows.first() if self.reads_all else None

    @cached_property
    def undertakings(self) -> list[Signed]:
        return undertakings.signed(self.view)

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        found: list[tuple[Any, Any]] = [
            (_("Cinema"), self.cinema.name),
            (_("Code"), self.cinema.code),
            (_("Campaign"), case.campaign.name),
        ]
        if case.proposer is not None:
            found.append((_("Proposed by"), case.proposer.name))
        if self.reads_all and case.earlier:
            found.append((_("Begun from the file of"), case.earlier))
        if case.field_unit is not None:
            found.append((_("Film office that is asked"), case.field_unit.name))
        if self.right is not None:
            found.append((_("Takes part"), self.right))
        return found

    @cached_property
    def right(self) -> str | None:
        """From when to when it takes part: by this case, or while this one stands by what went before."""
        rights = Qualification.objects.filter(unit=self.case.cinema, campaign=self.case.campaign).order_by("-since")
        row = rights.first() if self.case.state == QUALIFIED else rights.filter(deciding_case=self.case.number).first()
        if row is None:
            return None
        since, until = (day_words(day, weekday=False, year=True) for day in (row.since, row.until))
        words = _("suspended; from %(since)s to %(until)s") if row.suspended else _("from %(since)s to %(until)s")
        return words % {"since": since, "until": until}

    @property
    def word(self) -> tuple[str, str, str] | None:
        """What the film office says, as a chip."""
        if not self.case.word:
            return None
        return (str(self.case.get_word_display()), *TONES[self.case.word])

    @property
    def wrong(self) -> str:
        """What does not hold; the film office says it to the association."""
        labels = dict(Enrolment.Fact.choices)
        told = self.view.roles & {OFFICE, AUDITOR, *FIELD_ROLES}
        return listed(str(labels[fact]) for fact in self.case.wrong) if told else ""

    @cached_property
    def terms(self) -> list[EnrolmentTerms]:
        rows = self.case.terms.select_related("platform__unit").order_by("platform__unit__name")
        own = {member.unit_id for member in self.view.actor.memberships}
        return [row for row in rows if self.reads_all or row.platform_id in own]

    @property
    def proposed_only(self) -> bool:
        """Whether the terms are the platform's, and the cinema has not sent its own."""
        return bool(self.terms) and self.statement is None and self.case.state == "draft"

    @property
    def missing(self) -> list[str]:
        """What the association asked for, thing by thing."""
        return [line for text in self._words_of("ask_for_supplement") for line in text.splitlines()]

    @property
    def refusal(self) -> str:
        return "\n".join(self._words_of("refuse_enrolment"))

    def _words_of(self, act: str) -> list[str]:
        row = next((row for row in reversed(self.view.timeline) if row.name == act), None)
        return [text for _label, text in row.words] if row else []

    @cached_property
    def earlier(self) -> list[tuple[str, Any, str]]:
        """To the office: other enrolments of this cinema, the latest first: number, how it stands, address."""
        if not self.view.roles & {OFFICE, AUDITOR}:
            return []
        rows = Enrolment.objects.filter(parties__role=CINEMA, parties__unit=self.case.cinema).exclude(pk=self.case.pk)
        return [(row.number, stage_of(row).label, reverse("desk:case", args=[row.number])) for row in rows[:10]]

    @property
    def public_url(self) -> str:
        """The cinema's page for everybody; "" where it never took part."""
        return reverse("portal:cinema", args=[self.cinema.code]) if self.right is not None else ""

    @property
    def takes_part(self) -> bool:
        return self.case.state == QUALIFIED

    @property
    def again_url(self) -> str:
        """Where the cinema begins anew from this file, or changes what it states; "" while it is not decided, or not
        the reader's."""
        if stage_of(self.case).is_open or CINEMA not in self.view.roles:
            return ""
        return f"{reverse('ours:open', args=['enrolment'])}?earlier={self.case.number}&unit={self.case.cinema.pk}"


class EnrolmentPage(KindPage):
    own_opening = True
    template = "admissions/desk/enrolment.html"
    opening_template = "admissions/desk/_before_enrolling.html"

    def panels(self, view: CaseView) -> EnrolmentPanels:
        return EnrolmentPanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        return begun_from(view.case) if act in STATEMENT_ACTS else {}

    def form_template(self, act: str) -> str:
        return "admissions/desk/_statement_fields.html" if act in STATEMENT_ACTS else super().form_template(act)

    def opening_link(self, reader: Reader, kind: Kind) -> tuple[str, Any]:
        """A platform proposes many at once, on a page of its own."""
        kinds = {unit.kind for unit in speaks_for(reader.actor, WHO_ENROLS)}
        if kinds == {Unit.Kind.PLATFORM}:
            return reverse("ours:propose"), _("Propose cinemas")
        return super().opening_link(reader, kind)


def begun_from(case: Enrolment) -> dict[str, Any]:
    """With what the form begins: what was sent before; else the file from which it was begun, the platform's proposal,
    and what is known of the cinema."""
    statement = CinemaStatement.objects.filter(case=case).first()
    earlier = Enrolment.objects.filter(number=case.earlier).first() if case.earlier else None
    known = statement or (CinemaStatement.objects.filter(case=earlier).first() if earlier else None)
    found = {name: getattr(known, name) for name in OWN} if known else _known_of(case.cinema.cinema)
    terms = _terms_in_force(case) | (_terms_of(earlier) if earlier else {}) | _terms_of(case)
    return found | (_terms_of(case) if statement else terms)


def _known_of(cinema: Cinema) -> dict[str, Any]:
    return {name: getattr(cinema, name) for name in OWN}


def _terms_of(case: Enrolment) -> dict[str, Any]:
    return _as_typed(case.terms.values_list("platform", "procedure", "settlement_days"))


def _terms_in_force(case: Enrolment) -> dict[str, Any]:
    agreed = Agreement.objects.in_force(case.campaign, timezone.localdate()).filter(cinema=case.cinema.pk)
    return _as_typed(agreed.values_list("platform", "procedure", "settlement_days"))


def _as_typed(rows: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for platform, procedure, days in rows:
        found |= {f"takes_{platform}": True, f"procedure_{platform}": procedure, f"days_{platform}": days}
    return found
