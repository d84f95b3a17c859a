"""Files that people hand in: the sealed original, the copy that others see, and what a party was given of it."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..attachments import sniff


def random_folder() -> str:
    """Where one file's bytes lie: nothing of the name, the case or the person can be read from it."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}"


class AttachmentQuerySet(models.QuerySet):
    def of_case(self, case) -> AttachmentQuerySet:
        """In the order in which they came, which is also how they are numbered ("Photo 1")."""
        return self.filter(case=case).order_by("event_seq", "created_at", "id")

    def waiting(self) -> AttachmentQuerySet:
        """Stored, and not yet part of any case."""
        return self.filter(state=Attachment.State.WAITING)

    def of_uploader(self, uploader: str) -> AttachmentQuerySet:
        return self.filter(uploader=uploader)


class Attachment(models.Model):
    """One file. Written only by `engine.attachments.store`; DESIGN §4 says who sees the original and who the copy.

    `original` is sealed: only investigators open it, and that look is recorded. Everybody else sees the re-encoded
    copy: `pages_shown` images under `shown`. Of a video or a sheet there is none, and nobody else
    sees anything but that it came.
    """

    class State(models.TextChoices):
        STORING = "storing", _("being stored")
        WAITING = "waiting", _("stored")
        BOUND = "bound", _("part of the case")
        LEAVING = "leaving", _("being removed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.STORING, editable=False)
    case = models.ForeignKey("engine.Case", on_delete=models.PROTECT, null=True, related_name="attachments")
    event_seq = models.PositiveIntegerField(null=True, editable=False)
    # An actor's address, or the key that an anonymous browser keeps in its session (`posted.uploader_of`).
    uploader = models.CharField(max_length=80)
    # Whose it is once it is bound: the role and unit of the act that bound it (`reading.may_open`).
    by_role = models.CharField(max_length=20, blank=True, editable=False)
    by_unit = models.ForeignKey("parties.Unit", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField()
    # Not sent yet, it is held by a form that a unit fills in together: everybody's of that unit (`attachments.held`).
    draft = models.ForeignKey(
        "engine.Draft", on_delete=models.SET_NULL, null=True, related_name="files", editable=False
    )

    original = models.CharField(max_length=120, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    # Judged from the bytes, never from the name.
    media_type = models.CharField(max_length=80, editable=False)
    # What the sender's device called it: personal, shown only to the office and to the sender before sending.
    name = models.CharField(max_length=255, blank=True)

    shown = models.CharField(max_length=80, editable=False)
    shown_type = models.CharField(max_length=40, blank=True, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)
    pages_shown = models.PositiveIntegerField(default=0, editable=False)

    purpose = models.CharField(max_length=60, blank=True)
    # What stands under every copy of it that anybody sees (`attachments.caption`).
    caption = models.TextField(blank=True, editable=False)
    # Papers of a person: veiled in lists, and every look is recorded.
    sensitive = models.BooleanField(default=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, event_seq__isnull=False, state="bound")
                | (Q(case__isnull=True, event_seq__isnull=True) & ~Q(state="bound")),
                name="attachment_bound",
            )
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(case__isnull=True), name="attachment_unbound"),
            models.Index(fields=["uploader"], condition=Q(case__isnull=True), name="attachment_uploader"),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.pk}"

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def is_sheet(self) -> bool:
        """XLSX, XLS, ODS or CSV: taken only where a form asks for one, and kept as it came."""
        return self.media_type in sniff.SHEETS

    @property
    def is_bound(self) -> bool:
        return self.state == self.State.BOUND

    def title(self, number: int) -> str:
        """What everybody but the office calls it: its name may be personal ("Zhang San's ID.jpg")."""
        if self.is_film:
            return gettext("Video %(number)d") % {"number": number}
        if self.is_sheet:
            return gettext("Sheet %(number)d") % {"number": number}
        pattern = gettext("PDF %(number)d") if self.is_pdf else gettext("Photo %(number)d")
        return pattern % {"number": number}


class ArrivingFile(models.Model):
    """A file of which only the first pieces are here, since the line is weak (P3). Written only by
    `engine.attachments.pieces`. Whole, it becomes the attachment with the same id, and this row goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploader = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=255, blank=True)
    # As announced; `received` of these bytes lie under `place`, each piece named by where it begins.
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=80, editable=False)
    sensitive = models.BooleanField(default=False)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("file that is still arriving")
        verbose_name_plural = _("files that are still arriving")

    def __str__(self) -> str:
        return f"{self.received} of {self.size} bytes of {self.pk}"


class AttachmentGrantQuerySet(models.QuerySet):
    def prepared(self) -> AttachmentGrantQuerySet:
        """Opened, looked through and blacked out by the office; not given to anyone yet."""
        return self.filter(event_seq__isnull=True)

    def given(self) -> AttachmentGrantQuerySet:
        return self.filter(event_seq__isnull=False)


class AttachmentGrant(models.Model):
    """What one unit may see of one file: a copy of its own with the black boxes burnt in, never the file itself.

    Prepared by the office in the redaction view; given by the event `event_seq` of the case (DESIGN §4).
    A given one is never changed or removed: it is what that party was shown.
    """

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey("parties.Unit", on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=80, editable=False)
    shown_type = models.CharField(max_length=40, editable=False)
    pages_shown = models.PositiveIntegerField(editable=False)
    # [{"page": 1, "x": 0.1, "y": 0.2, "width": 0.3, "height": 0.05}], fractions of the page.
    boxes = models.JSONField(default=list)
    prepared_by = models.CharField(max_length=80)
    prepared_at = models.DateTimeField()
    event_seq = models.PositiveIntegerField(null=True, editable=False)

    objects = AttachmentGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("file shown to a party")
        verbose_name_plural = _("files shown to parties")
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "unit"], condition=Q(event_seq__isnull=True), name="attachment_prepared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} for unit {self.unit_id}"
