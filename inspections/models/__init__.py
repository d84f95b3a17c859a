"""Everything that inspections keep: what is inspected by, plans and their draws, the inspections and their reports."""

from .checklists import Checklist, ChecklistVersion, Section
from .draws import Draw
from .inspections import DrawnInspector, Inspection
from .interests import Interest
from .items import Item
from .plans import Plan, PlanExclusion, PlanNumber
from .reports import Answer, Photo, Report, Signature

__all__ = [
    "Answer",
    "Checklist",
    "ChecklistVersion",
    "Draw",
    "DrawnInspector",
    "Inspection",
    "Interest",
    "Item",
    "Photo",
    "Plan",
    "PlanExclusion",
    "PlanNumber",
    "Report",
    "Section",
    "Signature",
]
