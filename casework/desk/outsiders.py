"""A case as it is drawn at any desk but the office's own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from casework.engine.acts import FIELD, FIELD_ROLES, RESPONDENT, unit_role
from casework.engine.rows import Row
from casework.ui.words import listed

from .panes import CasePane


class OutsidePane(CasePane):
    """What only the office can tell, having read all of it, is left out."""

    @property
    def turns(self) -> list[Any]:
        return []

    @property
    def keeping(self) -> str:
        return ""

    def feed_row(self, row: Row) -> dict[str, Any]:
        """Who else reads a line, by name: the words of the office's own pages speak of "us"."""
        return super().feed_row(row) | {"audience": _("Read by %(who)s") % {"who": listed(self._readers(row))}}

    def _readers(self, row: Row) -> list[str]:
        found = [self.case.office.label]
        for party in self.view.parties:
            role = {RESPONDENT, party.role, unit_role(party.unit_id)} if party.role != FIELD else set(FIELD_ROLES)
            if party.involved_at is not None and row.sides & role:
                found.append(party.unit.label)
        return found

    @property
    def tells_outside(self) -> bool:
        return False
