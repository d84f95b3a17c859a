"""The two organisers of the activity (R1, R2), who decide together on what was left of its vouchers (R15)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.engine.errors import Refused
from casework.parties.models import Unit


def organisers() -> list[Unit]:
    """The union, then the film bureau, which is the one above the association. Raises Refused where one is missing."""
    found = list(Unit.objects.active().provincial(Unit.Kind.ORGANISER).order_by("pk"))
    association = Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()
    both = sorted(found, key=lambda unit: unit.pk == association.parent_id)
    if len(both) != 2:
        raise Refused(_("Two organisers are needed, and %(count)d are entered here.") % {"count": len(both)})
    return both
