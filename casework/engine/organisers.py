"""The association and the two organisers of the activity (R1, R2), who decide together on what is left of it (R15)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.parties.models import Unit

from .errors import Refused


def association() -> Unit:
    """The province's, whose cases these are. Raises Refused where there is none."""
    found = Unit.objects.provincial(Unit.Kind.ASSOCIATION).first()
    if found is None:
        raise Refused(_("No film association is entered here."))
    return found


def organisers() -> list[Unit]:
    """The union, then the film bureau, which is the one above the association. Raises Refused where one is missing."""
    found = Unit.objects.active().provincial(Unit.Kind.ORGANISER).order_by("pk")
    bureau = association().parent_id
    both = sorted(found, key=lambda unit: unit.pk == bureau)
    if len(both) != 2 or both[1].pk != bureau:
        raise Refused(
            _("Two organisers are needed, one of them above the association; %(count)d are entered here.")
            % {"count": len(both)}
        )
    return both
