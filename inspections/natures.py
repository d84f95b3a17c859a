"""What an inspection is by law: an administrative one by a film authority, or a verification of what was undertaken
(LAW §0, §5). Whoever is inspected sees which.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit


class Nature(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("Administrative inspection")
    AGREED = "agreed", _("Verification of the campaign's undertaking")


# Who may inspect in this nature. The two organisers are the film bureau and the federation of unions: either.
PLANNED_BY = {
    Nature.ADMINISTRATIVE: (Unit.Kind.FILM_OFFICE, Unit.Kind.ORGANISER),
    Nature.AGREED: (Unit.Kind.ASSOCIATION, Unit.Kind.UNION, Unit.Kind.ORGANISER),
}
# Whose people go there.
SENT = {Nature.ADMINISTRATIVE: Unit.Kind.FILM_OFFICE, Nature.AGREED: Unit.Kind.UNION}
