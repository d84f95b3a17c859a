"""Check your answers: every answer in words, each with the page on which it can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.parties.models import Hall
from casework.ui.times import day_words
from complaints.models import Complaint

from . import steps
from .answers import Answers


@dataclass(frozen=True)
class Row:
    """One answer: what it is, how it was answered (with smaller lines below), and where to change it."""

    label: str
    text: str
    page: str
    notes: list[str] = field(default_factory=list)


def summary(answers: Answers) -> list[Row]:
    """The rows in the order of the pages; only what this filing asks."""
    form = steps.bound_form(answers)
    form.full_clean()
    said = form.cleaned_data
    return list(_rows(answers, said))


def _rows(answers: Answers, said: dict[str, Any]) -> Iterator[Row]:
    category = answers.category
    yield Row(_("Matter"), str(category.label) if category else _("not chosen yet"), "what")
    if said.get("cinema"):
        yield Row(_("Cinema"), said["cinema"].name, "where", [said["cinema"].place])
    if said.get("platform"):
        yield Row(_("Platform"), said["platform"].name, "where")
    if said.get("body"):
        yield Row(_("About whom"), said["body"].name, "where")
    yield _when(answers, said)
    if category and category.proof and not answers.reports:
        yield Row(_("Shown"), str(dict(Complaint.Proof.choices).get(said.get("proof_shown"), _("not said"))), "proof")
    yield Row(_("Events"), said.get("story") or _("not said"), "story")
    if not answers.reports:
        yield Row(_("Wish"), said.get("wish") or _("not said"), "story")
    count = len(answers.data.getlist("attachments"))
    files = ngettext("%(count)d file", "%(count)d files", count) % {"count": count} if count else _("none yet")
    yield Row(_("Evidence"), files, "evidence")
    if said.get("anonymous"):
        yield Row(_("Contact"), _("Without a name: nobody can reach you"), "who")
        return
    contact = [text for text in (answers.get("phone"), said.get("email")) if text]
    yield Row(_("Contact"), said.get("name") or _("not said"), "who", contact)


def _when(answers: Answers, said: dict[str, Any]) -> Row:
    day, time = said.get("happened_on"), said.get("happened_at")
    words = day_words(day) if day else _("not said")
    notes = []
    if answers.category and answers.category.price:
        notes = [said["film"]] if said.get("film") else []
        if said.get("price_paid") is not None:
            notes.append(_("Paid: %(price)s yuan") % {"price": said["price_paid"]})
        if said.get("hall"):
            notes.append(str(Hall(said["hall"]).label))
    return Row(_("Time"), f"{words} {time:%H:%M}" if time else words, "when", notes)
