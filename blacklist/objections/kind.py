"""The objection to an entry of the list, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind

from ..decisions.rows import sources_of
from ..models import Decision, EntryObjection
from . import stages, states


def search_texts(case: EntryObjection) -> Mapping[str, str]:
    unit = case.about.unit
    return {"number": f"{case.number} {case.about.number}", "parties": f"{unit.name} {unit.short_name}"}


OBJECTION = Kind(
    name="objection",
    label=_("Objection to an entry"),
    prefix="YZ",
    model=EntryObjection,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=STANDARD_ASKS,
    forms=("blacklist.objections.forms",),
    opens_with="object_to_entry",
    topics={
        code: format_lazy(_("Objection to an entry: {topic}"), topic=label)
        for code, label in EntryObjection.Wrong.choices
    },
    noun=_("objection"),
    filer=pgettext_lazy("objection", "person who objects"),
    seated=lambda case: case.by_public,
    reachable=lambda case: case.by_public,
    track=stages.TRACK,
    party_roles={states.PARTY: _("Party")},
    respondents=_("the party"),
    search_texts=search_texts,
    barred_by=lambda case: case.about.duties.all(),
    nameless=lambda case: sources_of(case.about),
    needed_by=lambda case: Decision.objects.opened().filter(pk=case.about_id),
)
