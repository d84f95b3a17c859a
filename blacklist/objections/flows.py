"""The procedure of an objection."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import HANDLER, CaseFlow, End, Start, Work, this


class CheckFlow(CaseFlow):
    """Somebody who took no part in the decision looks whether the entry says what is so."""

    outcomes = ("sustain_objection", "reject_objection")

    start = Start().Next(this.check)
    check = Work(
        role=HANDLER, label=_("Check an objection to an entry"), acts=("sustain_objection", "reject_objection")
    ).Next(this.end)
    end = End()
