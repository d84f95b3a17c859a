"""What a finding may rest on: files, answers, and the complainant's own account, each by a stable reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine.kinds import matter_of, phrase
from casework.engine.models import Attachment

from .models import AnswerRequest

if TYPE_CHECKING:
    from .models import Complaint


ACCOUNT = gettext_lazy("The %(filer)s's account")


def evidence_choices(case: Complaint) -> list[tuple[str, Any]]:
    """(reference, words) of everything in the case that can be relied on. References: "file:<uuid>", "answer:<pk>",
    "account"."""
    if not case.pk:
        return []
    found: list[tuple[str, Any]] = [("account", phrase(ACCOUNT, matter_of(case)))]
    answered = AnswerRequest.objects.filter(case_id=case.pk, status__in=("answered", "late")).select_related("unit")
    found += [(f"answer:{request.pk}", _("Answer of %(unit)s") % {"unit": request.unit.name}) for request in answered]
    files = Attachment.objects.of_case(case)
    return found + [(f"file:{file.pk}", file.title(n)) for n, file in enumerate(files, 1)]
