"""Letters that went out, and the templates they are made from. Triggers refuse to change or delete either."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """In the order in which a case has them; several in one transaction are written in this order, or two transactions
    might each wait for a number of the other's."""

    NOTICE = "notice", _("Notice of intended decision")
    HEARING_NOTICE = "hearing_notice", _("Notice of hearing")
    DECISION = "decision", _("Penalty decision")
    REPAIR_NOTICE = "repair_notice", _("Notice on credit repair")
    FUND_NOTICE = "fund_notice", _("Notice to the fund's office")


class LetterTemplate(models.Model):
    """A Word file from which letters of one kind are made. The newest version counts; before the first, the one that
    comes with the system."""

    kind = models.CharField(_("kind of letter"), max_length=20, choices=LetterKind)
    version = models.PositiveIntegerField(_("version"), editable=False)
    content = models.BinaryField()
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), editable=False)

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="letter_template_version_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class LetterCounter(models.Model):
    """The last number given to a kind of letter in a campaign's year. Its row is locked until the letter is written or
    the transaction is undone, so that no number is missing and none is given twice."""

    kind = models.CharField(max_length=20, choices=LetterKind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="letter_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Letter(models.Model):
    """One letter as it went out: its words as they are signed (`canonical`, see letters/canonical.py), the signature,
    and the Word file.

    `about` is the address of what it is about, as the room that wrote it understands it ("decision:17"): this table
    knows no kind of case. `key` names the public key that verifies it; `template_version` is 0 for the shipped one.
    """

    kind = models.CharField(_("kind of letter"), max_length=20, choices=LetterKind)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    number = models.CharField(_("number of the letter"), max_length=40, unique=True)
    case_number = models.CharField(_("case number"), max_length=20, db_index=True)
    about = models.CharField(_("about"), max_length=60, db_index=True)
    canonical = models.TextField(_("signed words"))
    signature = models.CharField(_("signature"), max_length=88)
    key = models.CharField(_("signed by key"), max_length=16)
    issued_at = models.DateTimeField(_("issued at"))
    template_version = models.PositiveIntegerField(_("version of the template"), default=0)
    document = models.BinaryField()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "year", "serial"], name="letter_serial_once")]

    def __str__(self) -> str:
        return self.number


class LetterSignature(models.Model):
    """The same words signed once more, under a key that came later: so the one before can go (docs/operations.md)."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="signed_again")
    signature = models.CharField(max_length=88)
    key = models.CharField(max_length=16)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "key"], name="letter_signature_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} by {self.key}"
