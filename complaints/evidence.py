"""What a finding may rest on: files, answers, and the complainant's own account, each by a stable reference.

References: "file:<uuid>", "answer:<pk>", "account". In a joined case the answers and files of the leading one count as
well (`joins`); the account is the own complainant's only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine.kinds import matter_of, phrase
from casework.engine.models import Attachment

from .joins import leading_for
from .models import AnswerRequest

if TYPE_CHECKING:
    from casework.engine.actors import Actor

    from .models import Complaint

Named = list[tuple[str, Any]]

ACCOUNT = gettext_lazy("The %(filer)s's account")


def evidence_choices(case: Complaint, actor: Actor) -> Named:
    """(reference, words) of everything that this handler can rely on in the case."""
    if not case.pk:
        return []
    leading = leading_for(case, actor)
    return own_evidence(case) + (shared_evidence(leading) if leading is not None else [])


def own_evidence(case: Complaint) -> Named:
    """What came to light in the case itself."""
    found: Named = [("account", phrase(ACCOUNT, matter_of(case)))]
    return found + _answers(case) + [(f"file:{file.pk}", name) for file, name in _files(case)]


def shared_evidence(leading: Complaint) -> Named:
    """What the cases joined to this one may rest on as well, in the words of the office: never a person's papers (R21),
    which prove something of that person only."""
    files = [(f"file:{file.pk}", name) for file, name in _files(leading) if not file.sensitive]
    of = _("%(evidence)s (leading case %(number)s)")
    return [(ref, of % {"evidence": words, "number": leading.number}) for ref, words in _answers(leading) + files]


def in_words(case: Complaint, references: Iterable[str]) -> list[str]:
    """What a finding rests on, as both sides read it. What came from the leading case names neither that case nor
    anybody who brought something there."""
    wanted = list(references)
    words = dict(own_evidence(case)) if wanted else {}
    if case.leading_id and set(wanted) - set(words):
        words = {**_neutral(case.leading_id), **words}
    return list(dict.fromkeys(str(words[ref]) for ref in wanted if ref in words))


def _neutral(leading: int) -> dict[str, Any]:
    files = Attachment.objects.of_case(leading).values_list("pk", flat=True)
    held = _("Further files that the office holds")
    return dict(_answers(leading)) | {f"file:{pk}": held for pk in files}


def _answers(case: Complaint | int) -> Named:
    answered = AnswerRequest.objects.filter(case=case, status__in=("answered", "late")).select_related("unit")
    return [(f"answer:{request.pk}", _("Answer of %(unit)s") % {"unit": request.unit.name}) for request in answered]


def _files(case: Complaint) -> list[tuple[Attachment, str]]:
    return [(file, file.title(number)) for number, file in enumerate(Attachment.objects.of_case(case), 1)]
