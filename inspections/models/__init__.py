"""What is inspected by: checklists, their versions, and the questions of these."""

from .checklists import Checklist, ChecklistVersion, Section
from .items import Item

__all__ = ["Checklist", "ChecklistVersion", "Item", "Section"]
