"""What of inspections is kept in the administration; each module registers its own."""

from . import checklist_admin  # noqa: F401
