"""Platform applications at all desks: what the platform says, what the bodies think, what the public objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.admissions.applications import states
from casework.admissions.applications.forms import ApplicationForm
from casework.admissions.applications.papers import LEVELS, PAPERS, as_typed
from casework.admissions.models import Amendment, CinemaSheet, Objection, Opinion, PlatformApplication
from casework.admissions.undertakings import Signed, signed
from casework.engine.acts import AUDITOR, BODY, OFFICE, RESPONDENT, Act
from casework.engine.attachments.tiles import tile
from casework.engine.forms import ActForm
from casework.ui.times import day_words

from .kind_pages import KindPage
from .previews import Preview

if TYPE_CHECKING:
    from casework.engine.present import CaseView

TONES = {
    Opinion.Word.AGREES: ("check-circle-fill", "ok"),
    Opinion.Word.LACKS: ("question-circle", "warn"),
    Opinion.Word.REFUSES: ("x-circle", "urgent"),
    # Also of a change that nobody has looked at yet.
    Objection.Verdict.OPEN: ("hourglass", ""),
    Amendment.Outcome.ACCEPTED: ("check-circle-fill", "ok"),
    Amendment.Outcome.DECLINED: ("x-circle", "urgent"),
    Objection.Verdict.DISMISSED: ("check-circle", ""),
    Objection.Verdict.SUSTAINED: ("exclamation-triangle-fill", "urgent"),
}
# What the panel says in words, and the record need not repeat.
SAID = ("uscc", "licence_until", "service_phone", "extension_channel")
# Once the bodies have ended it, the platform reads why.
TOLD_WHY = (states.REFUSED, states.AWAITING_SUPPLEMENT)


@dataclass
class ApplicationPanels:
    """Rows of one application, each sort read once, as far as its reader may read them."""

    view: CaseView

    @property
    def case(self) -> PlatformApplication:
        return self.view.case

    @property
    def reads_all(self) -> bool:
        return bool(self.view.roles & {OFFICE, BODY, AUDITOR})

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        case = self.case
        found = [(_("Platform"), case.platform.name), (_("Campaign"), str(case.campaign))]
        if case.begun_from_id:
            found.append((_("Begun from"), case.begun_from.number))
        if not case.uscc:
            return found
        found += [
            (_("Unified social credit code"), case.uscc),
            (_("Licence valid until"), day_words(case.licence_until, weekday=False, year=True)),
            (_("Service phone"), case.service_phone),
            (_("Extension and pooling: where and how"), case.extension_channel),
        ]
        return found + _contacts(case.contacts)

    @cached_property
    def papers(self) -> list[dict[str, Any]]:
        """The files by what they are; what was sent last."""
        found = {str(file.pk): (place, file) for place, file in enumerate(self.view.shown_files, 1)}
        labels = {name: ApplicationForm.base_fields[name].label for name in PAPERS}
        rows = [(labels[name], [found[pk] for pk in self.case.papers.get(name, ()) if pk in found]) for name in PAPERS]
        return [
            {"label": label, "files": [tile(file, place) for place, file in files]} for label, files in rows if files
        ]

    @cached_property
    def sheet(self) -> CinemaSheet | None:
        sheet = self.case.cinema_sheet
        if sheet is not None:
            sheet.campaign = self.case.campaign
        return sheet

    @cached_property
    def undertakings(self) -> list[Signed]:
        return signed(self.view)

    @cached_property
    def opinions(self) -> list[dict[str, Any]]:
        """Of each turn of each round, as soon as it was opened; the newest first. The platform reads the last ones of a
        review that ended against it, and no others."""
        if self.reads_all:
            return self._turns(self.case.opinions.select_related("body", "by").order_by("round", "turn", "pk"))[::-1]
        ended = self.case.state in TOLD_WHY and self.case.last_opinions
        return self._turns([one for one in ended if one.word != Opinion.Word.AGREES]) if ended else []

    @staticmethod
    def _turns(rows: Any) -> list[dict[str, Any]]:
        turns = groupby(rows, key=lambda one: (one.round, one.turn))
        return [
            {"round": number, "turn": turn, "rows": [{"row": one, "look": TONES[one.word]} for one in those]}
            for (number, turn), those in turns
        ]

    @property
    def many_rounds(self) -> bool:
        return self.case.review_round > 1

    @cached_property
    def objections(self) -> list[dict[str, Any]]:
        """For those who decide on it; who objects is the association's to know."""
        if not self.reads_all or not self.case.review_round:
            return []
        return [{"row": one, "look": TONES[one.verdict]} for one in self.case.objections.order_by("pk")]

    @cached_property
    def amendments(self) -> list[dict[str, Any]]:
        """What was changed since, and what is to be; for the platform and those who decide."""
        if self.case.state not in (states.QUALIFIED, states.EXPIRED, states.WITHDRAWN):
            return []
        return [{"row": one, "look": TONES[one.outcome], "says": _says(one)} for one in self.case.amendments.all()]

    @property
    def knows_who(self) -> bool:
        return OFFICE in self.view.roles

    @property
    def in_notice(self) -> bool:
        return self.case.state == states.PUBLIC_NOTICE

    @property
    def applies_again(self) -> bool:
        """Whether its reader may begin a new application from this one."""
        return self.view.stage.category == "final" and states.PLATFORM in self.view.roles


def _contacts(contacts: Mapping[str, Mapping[str, str]]) -> list[tuple[Any, str]]:
    """Whom to call, by level."""
    label, levels = _("%(level)s: contact"), dict(LEVELS.choices)
    return [(label % {"level": levels[level]}, f"{said['name']} {said['phone']}") for level, said in contacts.items()]


def _says(row: Amendment) -> list[tuple[Any, str]]:
    """What a version says anew."""
    found = [(_("Service phone"), row.service_phone), (_("Extension and pooling"), row.extension_channel)]
    found += _contacts(row.contacts)
    if row.papers:
        found.append((_("Operation manual"), _("a new one, among the evidence")))
    return [(label, text) for label, text in found if text]


class ApplicationPage(KindPage):
    own_opening = True
    unspoken = dict.fromkeys(("submit", "supply"), (*SAID, "signatory"))
    template = "admissions/desk/application.html"

    def panels(self, view: CaseView) -> ApplicationPanels:
        return ApplicationPanels(view)

    def previews(self, view: CaseView, spec: Act, form: ActForm | None) -> list[Preview]:
        if view.reads_all and BODY in spec.tells and RESPONDENT not in spec.tells:
            return [Preview(_("The three bodies read this; nobody outside does."))]
        return super().previews(view, spec, form)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        """An application begins with what it says already."""
        return as_typed(view.case) if act in ("submit", "supply") else {}
