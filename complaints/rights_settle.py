"""Terms that both sides may agree on: to end the case with them, or in the place of a remedy (issue 5 §1).

Each side's word is a record of its own: who said it, when, to which terms, by which way. Silence is never consent, and
a yes can be taken back until the finding is approved.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import CLOCK, COMPLAINANT, HANDLER, HANDLING, OFFICE, RESPONDENT, TASK, Context, act

from . import guards, settling
from .matters import OWN_DISPUTE
from .states import AWAITING_APPROVAL, DECIDED, INVESTIGATING

# Where terms may lie on the table; while a finding waits for approval they can only be given up.
CONSIDERED = (INVESTIGATING, DECIDED)
STANDING = (INVESTIGATING, AWAITING_APPROVAL, DECIDED)
SIDES = (TASK, COMPLAINANT, RESPONDENT)


class SettlementActs(models.Model):
    """The handler offers, each side answers for itself, and nobody's silence says anything."""

    class Meta:
        abstract = True

    @act(
        INVESTIGATING,
        matters=OWN_DISPUTE,
        label=_("Offer a settlement"),
        done=_("offered a settlement"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("A settlement has been offered. Please say whether you agree; you do not have to."),
        form="OfferSettlementForm",
        writes=settling.write_offer,
        duty=HANDLING,
        serves=True,
        icon="people",
    )
    def offer_settlement(self, ctx: Context) -> None:
        """New terms take the place of those on the table; whoever agreed to the old ones has not agreed to these."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Offer another remedy"),
        done=_("offered another remedy"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("A different remedy has been offered. Please say whether you agree; if not, what was ordered stands."),
        form="OfferRemedyForm",
        guards=(guards.owes_remedy,),
        writes=settling.write_other_remedy,
        direct=True,
        serves=True,
        icon="arrow-left-right",
    )
    def offer_remedy(self, ctx: Context) -> None:
        """What was ordered stays until both have agreed and the handler replaces it."""

    @act(
        *CONSIDERED,
        matters=OWN_DISPUTE,
        label=_("Agree to the terms"),
        done=_("agreed to the terms"),
        by=SIDES,
        tells=(HANDLER, COMPLAINANT),
        public=_("One side has agreed to the terms."),
        form="TermsForm",
        guards=(guards.may_agree,),
        writes=settling.write_agreed,
        direct=True,
        heard=True,
        icon="check-circle",
    )
    def agree_settlement(self, ctx: Context) -> None:
        """From their own page; also after the day, while the terms are on the table."""

    @act(
        *CONSIDERED,
        matters=OWN_DISPUTE,
        label=_("Do not agree"),
        done=_("did not agree to the terms"),
        by=SIDES,
        tells=(HANDLER, COMPLAINANT),
        public=_("One side does not agree to the terms; the case goes on without them."),
        form="DeclineSettlementForm",
        words_to=(OFFICE,),
        guards=(guards.may_decline,),
        writes=settling.write_declined,
        direct=True,
        heard=True,
        icon="x-circle",
    )
    def decline_settlement(self, ctx: Context) -> None:
        """Saying no costs nothing."""

    @act(
        *CONSIDERED,
        matters=OWN_DISPUTE,
        label=_("No reply to the terms"),
        done=_("recorded no reply to the terms in time"),
        by=(CLOCK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("One side did not reply to the terms in time. Silence is not consent; the case goes on."),
        writes=settling.write_unsaid,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_settlement_unsaid(self, ctx: Context) -> None:
        """Silence is recorded as silence."""

    @act(
        *STANDING,
        matters=OWN_DISPUTE,
        label=_("Withdraw the consent"),
        done=_("withdrew the consent to the terms"),
        by=(COMPLAINANT, RESPONDENT),
        tells=(HANDLER, COMPLAINANT),
        public=_("One side has withdrawn its consent to the terms; the case goes on without them."),
        form="WithdrawConsentForm",
        words_to=(OFFICE,),
        guards=(guards.may_withdraw_consent,),
        writes=settling.write_withdrawn,
        heard=True,
        icon="arrow-counterclockwise",
    )
    def withdraw_consent(self, ctx: Context) -> None:
        """Until the finding is approved, or the remedy replaced."""

    @act(
        *STANDING,
        matters=OWN_DISPUTE,
        label=_("Record what a side says"),
        done=_("recorded what one side says to the terms"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("What one side told us about the terms was recorded; please look whether yours is right."),
        form="RecordConsentForm",
        words_to=(OFFICE,),
        guards=(guards.terms_on_the_table,),
        writes=settling.write_recorded,
        direct=True,
        subject="consent",
        duty=HANDLING,
        icon="telephone",
    )
    def record_consent(self, ctx: Context) -> None:
        """As told by phone, letter or visit. The side reads it on its page and can take it back there."""

    @act(
        *CONSIDERED,
        matters=OWN_DISPUTE,
        label=_("Take the terms back"),
        done=_("took the terms back"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("The terms are no longer on offer; the case goes on without them."),
        form="DropSettlementForm",
        guards=(guards.terms_on_the_table,),
        writes=settling.write_dropped,
        icon="x-lg",
    )
    def drop_settlement(self, ctx: Context) -> None:
        """With a reason."""
