"""A case, the parties to it, and the people in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Campaign, Unit, User

from ..clock_acts import ClockActs
from ..common import CommonActs
from ..fsm import FSMField
from ..given_out import GivenOut
from ..offices import OfficeActs
from ..reissue import CodeActs
from ..retention import KeepingActs


class CaseQuerySet(models.QuerySet):
    def opened(self) -> CaseQuerySet:
        return self.filter(holder__isnull=False)

    def of_office(self, unit: Unit) -> CaseQuerySet:
        return self.filter(office=unit)

    def unclaimed(self) -> CaseQuerySet:
        return self.opened().filter(handler__isnull=True)

    def most_urgent_first(self) -> CaseQuerySet:
        """The order of every queue: people standing at a counter, then what is due first, then what is oldest."""
        return self.order_by("-urgent", models.F("due_at").asc(nulls_last=True), "pk")


class Case(CommonActs, ClockActs, OfficeActs, CodeActs, KeepingActs, GivenOut):
    """Anything with a number, a state and a holder. Kinds inherit from it (multi-table).

    Only the engine's door (`engine.door`) writes `state`, `version`, `holder`, `handler` and the record's head;
    DESIGN §1. A case is *open* exactly while it has a holder.
    """

    class Kept(models.TextChoices):
        """What is still kept of the people outside and of what was said (`retention`)."""

        WHOLE = "", _("Everything")
        MASKED = "masked", _("The complainant's data masked")
        ERASED = "erased", _("Only that there was a case, and how it ended")

    kind = models.CharField(max_length=40, editable=False)
    number = models.CharField(_("number"), max_length=24, unique=True, null=True, editable=False)  # noqa: DJ001
    state = FSMField(_("state"), protected=True, default="", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, verbose_name=_("campaign"))
    # Which of the kind's matters it is; "" in a kind that has none.
    matter = models.CharField(max_length=20, blank=True, editable=False)
    # What it is about, as one of the kind's topics, whose words are looked up in the reader's language; or its name.
    topic = models.CharField(_("what it is about"), max_length=40, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)

    # The unit of ours whose case this is, also after it is closed; it decides who in our offices may see it.
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    holder = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="held_cases", verbose_name=_("holder")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("handler")
    )

    opened_at = models.DateTimeField(_("filed"))
    state_since = models.DateTimeField(_("in this stage since"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    # The earliest day on which something of ours is due, kept beside the clocks so that queues can be ordered.
    due_at = models.DateTimeField(_("due"), null=True)
    # Since when the handler has it, when they last did something in it, and when to look whether it lies untouched.
    claimed_at = models.DateTimeField(_("claimed"), null=True, editable=False)
    touched_at = models.DateTimeField(_("last worked on"), null=True, editable=False)
    idle_at = models.DateTimeField(null=True, editable=False)
    # The head of the record: how many events, the last one's hash, when the parties were last heard.
    last_seq = models.PositiveIntegerField(default=0, editable=False)
    last_hash = models.CharField(max_length=64, default="", editable=False)
    heard_seq = models.PositiveIntegerField(default=0, editable=False)
    # The last event that the complainant must come to know of and does not know yet (0: none), and when somebody of
    # ours is asked to call, should it stay so.
    unreached_seq = models.PositiveIntegerField(default=0, editable=False)
    reach_at = models.DateTimeField(null=True, editable=False)
    # What is still kept, the event that said it must be kept for longer (0: none does), and when to look again.
    kept = models.CharField(_("what is kept"), max_length=10, choices=Kept, default=Kept.WHOLE, blank=True)
    hold_seq = models.PositiveIntegerField(default=0, editable=False)
    forget_at = models.DateTimeField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["holder", "-urgent", "due_at", "id"], name="case_queue"),
            models.Index(fields=["handler", "-urgent", "due_at", "id"], name="case_my_work"),
            models.Index(fields=["office", "kind", "state"], name="case_office"),
            models.Index(
                fields=["office", "-urgent", "due_at", "id"], condition=Q(holder__isnull=False), name="case_office_open"
            ),
            models.Index(
                fields=["office", "-urgent", "due_at", "id"],
                condition=Q(holder__isnull=False, handler__isnull=True),
                name="case_unclaimed",
            ),
            models.Index(fields=["idle_at"], condition=Q(idle_at__isnull=False), name="case_idle"),
            models.Index(fields=["reach_at"], condition=Q(reach_at__isnull=False), name="case_reach"),
            models.Index(fields=["forget_at"], condition=Q(forget_at__isnull=False), name="case_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @cached_property
    def nobody_free(self) -> dict[int, int | None]:
        """In the act at hand: units of which nobody is free, with the unit above that is asked instead (None: nobody of
        it is free either)."""
        return {}

    @property
    def title(self) -> Any:
        """What the case is about, in the reader's language; a topic that its kind does not know is a name."""
        from ..kinds import kind_of

        kind = kind_of(self)
        if self.topic in kind.topics:
            return kind.topics[self.topic]
        return str(kind.titled) % {"topic": self.topic} if self.topic else kind.label

    @property
    def is_open(self) -> bool:
        return self.holder_id is not None

    @cached_property
    def party_list(self) -> list[CaseParty]:
        """The units that the case is about, first those filed against; read once for each loading."""
        return list(self.parties.select_related("unit").order_by("pk"))

    @cached_property
    def recused(self) -> frozenset[int]:
        """The people who are out of the room; read once for each time the case is loaded."""
        return frozenset(self.recusals.values_list("user", flat=True))

    @cached_property
    def barred(self) -> frozenset[int]:
        """Accounts of the people who cannot handle the case at its present stage, having taken part in it before, or in
        the one that it is about."""
        from ..kinds import kind_of, stage_of

        bars, elsewhere = stage_of(self).apart_from, kind_of(self).barred_by
        if not bars and elsewhere is None:
            return frozenset()
        had = Q(pk__in=self.duties.filter(duty__in=bars).values("user"))
        had |= Q(pk__in=elsewhere(self).values("user")) if elsewhere else Q()
        took_part = User.objects.filter(had)
        phones = set(took_part.exclude(phone="").values_list("phone", flat=True))
        return frozenset(took_part.values_list("pk", flat=True)) | frozenset(
            User.objects.filter(phone__in=phones).values_list("pk", flat=True) if phones else ()
        )

    @cached_property
    def live_clocks(self) -> list[Any]:
        """Its clocks that have not ended, the nearest due first; read once, for guards and pages."""
        return list(self.clocks.filter(ended_at__isnull=True).order_by("due_at"))

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        """What happened, oldest first, without words: for guards that ask whether and when; read once."""
        return list(self.events.order_by("seq").values("seq", "name", "at", "actor_role", "unit_id", "facts"))

    def add_parties(self, parties: Iterable[CaseParty]) -> None:
        new = CaseParty.objects.bulk_create(parties)
        self.party_list = [*(self.__dict__.get("party_list") or []), *new]

    def involve(self, units: Iterable[Unit], at: dt.datetime) -> None:
        """From now on these parties see their part of the case; those who did already go on."""
        wanted = {unit.pk for unit in units}
        new = [party for party in self.party_list if party.unit_id in wanted and party.involved_at is None]
        if new:
            CaseParty.objects.filter(pk__in=[party.pk for party in new]).update(involved_at=at)
        for party in new:
            party.involved_at = at


class CaseParty(models.Model):
    """A unit that a case is about, or (in the role FIELD) to which its work was given out. It sees its part of the case
    from `involved_at` on, and nothing before."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    involved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="case_party_once")]
        indexes = [
            models.Index(fields=["unit", "case"], condition=Q(involved_at__isnull=False), name="case_party_involved")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit}"


class CasePerson(models.Model):
    """Somebody named to work on a case on the spot in `role`, for `unit`, whatever unit has the work; until `until`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], condition=Q(until__isnull=True), name="case_person_once")
        ]
        indexes = [models.Index(fields=["user", "case"], name="case_person_named")]

    def __str__(self) -> str:
        return f"{self.role} {self.user}"


def language_now() -> str:
    return get_language() or ""


class ContactDetails(models.Model):
    """Who a person outside is and how to reach them: in a table of its own, shown on demand, erased by retention.

    `phone_digest` is a keyed hash for finding the same person's other cases without reading any number.
    `language` is the one they filed in, for what is sent to them.
    `code_seed` and `code_round` derive the access code (see `engine.codes`); nothing that opens a case is stored.
    `shown_round` is the newest round whose code was shown to the person of staff who gave it out: each is shown once.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="contact")
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True, default=language_now, editable=False)
    code_seed = models.CharField(max_length=32)
    code_round = models.PositiveSmallIntegerField(default=0)
    shown_round = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"contact of case {self.case_id}"


class CaseDuty(models.Model):
    """That a person has had a duty in a case, for good: who handled it may never approve it (four eyes)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user", "duty"], name="case_duty_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.duty} in case {self.case_id}"


class Recusal(models.Model):
    """A person with an interest: out of the room, subtracted from every list, count and page (P20)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.user_id} out of case {self.case_id}"


class Draft(models.Model):
    """A form half filled in, seen by the whole unit that fills it in; it carries a version of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drafts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # "act:propose" or "task:<pk>"
    form = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit", "form"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.form} by unit {self.unit_id}"
