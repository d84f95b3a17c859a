"""Inspections and their plans at the desk: who inspects whom by what, what came of it, and how it was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.engine.acts import FIELD_ROLES
from casework.engine.attachments.tiles import tile
from inspections.answers import labels
from inspections.models import Answer, Draw, Photo, Report, Signature
from inspections.prices import Price, prices_of

from .decided_about import decided_about
from .kind_pages import KindPage

if TYPE_CHECKING:
    from casework.engine.present import CaseView
    from inspections.models import Inspection, Plan

RESULT_TONES = {"in_order": "ok", "rectified": "ok", "penalty": "urgent", "not_inspected": "warn"}


@dataclass
class ReportPanel:
    """One report as it is read: answers with their photos, violations first."""

    report: Report
    answers: list[Answer]
    photos: Mapping[int | None, list[Photo]]
    signatures: list[Signature]
    # By question; only for those who verify.
    prices: Mapping[int, Price]

    @property
    def violations(self) -> list[dict[str, Any]]:
        return [self._row(answer) for answer in self.answers if answer.violation]

    @property
    def others(self) -> list[dict[str, Any]]:
        return [self._row(answer) for answer in self.answers if not answer.violation]

    def _row(self, answer: Answer) -> dict[str, Any]:
        item = answer.item
        value = labels(item).get(answer.value, answer.value)
        price = self.prices.get(item.pk)
        return {"item": item, "value": value, "note": answer.note, "price": price, "photos": self._tiles(item.pk)}

    @property
    def photos_of_no_question(self) -> list[dict[str, str]]:
        return self._tiles(None)

    def _tiles(self, item: int | None) -> list[dict[str, str]]:
        files = [photo.attachment for photo in self.photos.get(item, [])]
        return [tile(file, place) | {"note": file.caption} for place, file in enumerate(files, 1)]


@dataclass
class InspectionPanels:
    """Rows of one inspection, each sort read once."""

    view: CaseView

    @property
    def case(self) -> Inspection:
        return self.view.case

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        """What it is, for whoever reads it; who asked for it only for the office."""
        case = self.case
        found: list[tuple[Any, Any]] = [
            (_("Inspected unit"), case.unit.name),
            (_("Nature"), case.get_nature_display()),
            (_("Checklist"), str(case.checklist)),
        ]
        if case.of_plan_id:
            found.append((_("Plan"), case.of_plan.topic))
            found += _grounds(case.of_plan)
        if case.field_unit is not None:
            found.append((_("Unit that inspects"), case.field_unit.name))
        return found

    @property
    def origin(self) -> Any:
        """Why it is made: for the office alone."""
        return self.case.get_origin_display() if self.view.reads_all else ""

    @cached_property
    def because(self) -> str:
        """What to look at, as whoever gave it out wrote it."""
        row = next((row for row in reversed(self.view.timeline) if row.seq == 1), None)
        return "\n".join(text for _label, text in row.words) if row else ""

    @cached_property
    def drawn(self) -> list[str]:
        return [row.user.name for row in self.case.drawn.select_related("user")]

    @property
    def named(self) -> list[str]:
        return [f"{person.user.name} {person.unit.label}" for person in self.case.named]

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """What was proposed to be decided about what was found; for the office alone."""
        proposed = self.case.result == self.case.Result.PENALTY
        return decided_about(self.view) if self.view.reads_all and proposed else []

    @property
    def result_tone(self) -> str:
        return RESULT_TONES.get(self.case.result, "")

    @cached_property
    def reports(self) -> list[ReportPanel]:
        """Every report of a visit, the newest first; five statements however many, and one for each price compared."""
        visits = [report for report in reversed(self.case.report_list) if report.kind != Report.Kind.RECHECK]
        if not visits or not self._reads_reports:
            return []
        answers = _grouped(Answer.objects.filter(report__in=visits).select_related("item").order_by("pk"), "report_id")
        photos = Photo.objects.filter(report__in=visits).select_related("attachment").order_by("pk")
        by_report = _grouped(photos, "report_id")
        signed = Signature.objects.filter(report__in=visits).select_related("user", "attachment").order_by("pk")
        signatures = _grouped(signed, "report_id")
        return [
            ReportPanel(
                report,
                answers.get(report.pk, []),
                _grouped(by_report.get(report.pk, []), "item_id"),
                signatures.get(report.pk, []),
                self._prices(report, answers.get(report.pk, [])),
            )
            for report in visits
        ]

    def _prices(self, report: Report, answers: list[Answer]) -> Mapping[int, Price]:
        return prices_of(report, answers, self.case.campaign) if self.view.reads_all else {}

    @property
    def _reads_reports(self) -> bool:
        return self.view.reads_all or bool(self.view.roles & set(FIELD_ROLES))


def _grounds(plan: Plan) -> list[tuple[Any, Any]]:
    """What an administrative inspection must show (国办发〔2024〕54号)."""
    pairs = [
        (_("Approval"), plan.approval_no),
        (_("Legal basis"), plan.legal_basis),
        (_("Visits of one unit in a year, at most"), plan.yearly_cap),
    ]
    return [(label, value) for label, value in pairs if value]


def _grouped(rows: Any, key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


class InspectionPage(KindPage):
    own_opening = True
    answers = ("answer_findings",)
    puts_right = ("report_rectified",)
    template = "inspections/desk/inspection.html"
    unspoken = {"report_visit": ("report",), "keep_report": ("report",), "could_not_inspect": ("report",)}

    def panels(self, view: CaseView) -> InspectionPanels:
        return InspectionPanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        case = view.case
        if act in ("arrange", "hand_over_task"):
            drawn = list(case.drawn.values_list("user", flat=True))
            named = [person.user_id for person in case.named]
            return {"inspectors": named or drawn, "visit_on": case.visit_on}
        return {"field": case.field_unit.pk} if act == "dispatch_again" and case.field_unit else {}


@dataclass
class PlanPanels:
    view: CaseView

    @property
    def plan(self) -> Plan:
        return self.view.case

    @cached_property
    def facts(self) -> list[tuple[Any, Any]]:
        plan = self.plan
        found: list[tuple[Any, Any]] = [
            (_("Nature"), plan.get_nature_display()),
            *_grounds(plan),
            (_("Checklist"), str(plan.checklist)),
            (_("Share drawn in each prefecture, percent"), plan.percent),
            *((number.prefecture.name, number.number) for number in plan.numbers.select_related("prefecture")),
        ]
        if plan.chain:
            found.append((_("Only this chain"), plan.chain))
        if plan.min_complaints:
            found.append((_("Only with at least so many complaints in a year"), plan.min_complaints))
        if plan.never_visited:
            found.append((_("Only where nobody was yet"), _("Yes")))
        if self.excluded:
            found.append((_("Never to be drawn"), "、".join(self.excluded)))
        return found

    @cached_property
    def excluded(self) -> list[str]:
        return [row.unit.label for row in self.plan.exclusions.select_related("unit")]

    @property
    def draws(self) -> list[Draw]:
        return self.plan.draw_list

    @cached_property
    def inspections(self) -> list[dict[str, Any]]:
        """Those of the plan, by number: whom, where they stand."""
        stages = _stages()
        found = self.plan.inspections.select_related("unit", "holder").order_by("pk")
        return [
            {
                "url": reverse("desk:case", args=[one.number]),
                "number": one.number,
                "unit": one.unit.label,
                "stage": stages[one.state].label,
                "holder": one.holder.label if one.holder else "",
                "result": one.get_result_display(),
            }
            for one in found
        ]


def _stages() -> Mapping[str, Any]:
    from casework.engine.kinds import kind_named

    return kind_named("inspection").stage_by_state


class PlanPage(KindPage):
    own_opening = True
    template = "inspections/desk/plan.html"

    def panels(self, view: CaseView) -> PlanPanels:
        return PlanPanels(view)

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        if act != "revise_plan":
            return {}
        return view.case.as_said() | {"campaign": view.case.campaign_id, "checklist": view.case.checklist_id}
