"""The procedures of a credit repair."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import HANDLER, CaseFlow, End, If, Join, Split, Start, Work, case_of_activation, this

from ..decisions.measures import ASSOCIATION, BUREAU, FEDERATION
from ..speaking import the_bodies, word_of
from .rows import deciders


def has_said(place: str):
    """Whether the body did not decide here, or gave its word already."""

    def said(activation) -> bool:
        case, unit = case_of_activation(activation), the_bodies()[place]
        return unit not in deciders(case) or unit.pk in {word.body_id for word in case.word_list}

    return said


class AcceptFlow(CaseFlow):
    """Complete, and in its time?"""

    outcomes = ("accept_repair", "decline_repair")

    start = Start().Next(this.look)
    look = Work(role=HANDLER, label=_("Accept the application, or not"), acts=("accept_repair", "decline_repair")).Next(
        this.end
    )
    end = End()


class RepairFlow(CaseFlow):
    """Somebody who did not decide checks it; then each body that decided gives its word, side by side."""

    outcomes = ("grant_repair", "refuse_repair")

    start = Start().Next(this.verify)
    verify = Work(role=HANDLER, label=_("Check what the party proves"), acts=("verify_repair",)).Next(this.split)
    split = Split().Next(this.check_association).Next(this.check_federation).Next(this.check_bureau)
    check_association = If(has_said(ASSOCIATION)).Then(this.join).Else(this.by_association)
    check_federation = If(has_said(FEDERATION)).Then(this.join).Else(this.by_federation)
    check_bureau = If(has_said(BUREAU)).Then(this.join).Else(this.by_bureau)
    by_association = word_of(ASSOCIATION, _("Decide on the repair: association"), "say_on_repair").Next(this.join)
    by_federation = word_of(FEDERATION, _("Decide on the repair: union"), "say_on_repair").Next(this.join)
    by_bureau = word_of(BUREAU, _("Decide on the repair: film bureau"), "say_on_repair").Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        case = procedure.case.repair
        return "grant_repair" if all(word.agrees for word in case.word_list) else "refuse_repair"
