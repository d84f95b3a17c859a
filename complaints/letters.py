"""Words that go out in the office's name: the question to those complained of, the finding as both sides read it.

A question is made of category, cinema, day and rule only. Nothing of it comes from the complainant's words or files
(DESIGN §4), so whoever reads it learns that something is said to have happened, and not from whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casework.ui.times import day_words

from .categories import BY_CODE, PLATFORM
from .models import Proposal

if TYPE_CHECKING:
    from .models import Complaint


def question_for(case: Complaint, role: str, place: str = "") -> str:
    """The question to the party in `role`, for the handler to look over and send. `place`: the cinema's name.

    A letter is written in the office's language, whichever the handler reads in. No statement where `place` is given.
    """
    category = BY_CODE[case.topic]
    with translation.override(settings.LANGUAGE_CODE):
        parts = {
            "place": place or _place(case),
            "day": day_words(case.happened_on),
            "about": category.label,
            "words": category.words,
            "days": case.campaign.answer_days,
        }
        said = _("It was reported to us: %(day)s, %(place)s, %(about)s.") % parts
        rule = _("The campaign's notice says: “%(words)s”.") % parts
        return "\n".join([said, rule, _wish(role), _days(parts)])


def _wish(role: str) -> str:
    if role == PLATFORM:
        return _(
            "Please tell us whether redemption worked on that day, what your records show, and what you will do; "
            "please add the log."
        )
    return _(
        "Please tell us what happened, who was on duty, on which ground it was done, and what you will do; "
        "please add what proves it."
    )


def _days(parts: dict[str, Any]) -> str:
    return (
        _("Please answer within %(days)d working days. No answer is recorded as such and is not an admission.") % parts
    )


def _place(case: Complaint) -> str:
    parties = sorted(case.party_list, key=lambda party: party.role)
    return parties[0].unit.name if parties else ""


def showing_words(case: Complaint) -> str:
    """A sentence that names the showing, to be added only where the answer needs it; "" where it is not known."""
    if case.happened_at is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return _("It is about the showing at %(time)s.") % {"time": f"{case.happened_at:%H:%M}"}


def finding_lines(proposal: Proposal) -> list[tuple[Any, str]]:
    """The finding as complainant and respondents read it once it is approved: (label, words)."""
    words = {category.rule: category.words for category in BY_CODE.values()}
    lines = [
        (_("Finding"), str(proposal.get_finding_display())),
        (_("Why"), str(proposal.get_because_display()) if proposal.because else ""),
        (_("Facts found"), proposal.facts),
        (_("Rule"), words.get(proposal.rule, "")),
        (_("Agreed terms") if proposal.settlement_id else _("What must be done"), proposal.remedy),
        (_("Agreed on in its place"), proposal.instead.terms if proposal.instead else ""),
    ]
    return [(label, text) for label, text in lines if text]
