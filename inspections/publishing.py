"""From a draft to a version that reports may answer, and from that to the next draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Checklist, ChecklistVersion, Item, Section
from .models.checklists import FROZEN, ONE_DRAFT

if TYPE_CHECKING:
    from casework.parties.models import User


def faults(version: ChecklistVersion) -> list[str]:
    """What stands against publishing it, each a sentence; the version is whole. What one question can get wrong by
    itself is refused when it is saved (`Item.clean`)."""
    sections = list(version.sections.all())
    if not sections:
        return [_("There is no section yet.")]
    found = [
        _("The section “%(section)s” has no question.") % {"section": section.title}
        for section in sections
        if not section.items.all()
    ]
    items = [item for section in sections for item in section.items.all()]
    return found + _limit_faults(items) + _film_faults(items)


def _limit_faults(items: list[Item]) -> list[str]:
    amounts = {item.code for item in items if item.kind == Item.Kind.MONEY}
    return [
        _("“%(question)s” is compared with “%(code)s”, which is no other amount of this version.")
        % {"question": item.question, "code": item.more_than}
        for item in items
        if item.more_than and item.more_than not in amounts - {item.code}
    ]


def _film_faults(items: list[Item]) -> list[str]:
    texts = {item.code for item in items if item.kind == Item.Kind.TEXT}
    return [
        _("“%(question)s” is the price of a film that “%(code)s” should name, which is no text of this version.")
        % {"question": item.question, "code": item.film}
        for item in items
        if item.film and item.film not in texts
    ]


def publish(version: ChecklistVersion, *, by: User) -> None:
    """Freeze the version. Raises ValidationError with what stands against it, or because somebody was first."""
    with transaction.atomic():
        # Held until the end, so that nothing is added between the look and the deed.
        ChecklistVersion.objects.select_for_update().get(pk=version.pk)
        found = faults(ChecklistVersion.objects.whole().get(pk=version.pk))
        if found:
            raise ValidationError(found)
        drafts = ChecklistVersion.objects.drafts().filter(pk=version.pk)
        if not drafts.update(published_at=timezone.now(), published_by=by):
            raise ValidationError(FROZEN, code="published")


def new_version(version: ChecklistVersion) -> ChecklistVersion:
    """A draft with the next number and everything that this version has. Raises ValidationError where the checklist has
    a draft already."""
    with transaction.atomic():
        checklist = Checklist.objects.select_for_update().get(pk=version.checklist_id)
        if checklist.versions.drafts().exists():
            raise ValidationError(ONE_DRAFT)
        draft = ChecklistVersion.objects.create(checklist=checklist)
        source = list(version.sections.prefetch_related("items"))
        copies = Section.objects.bulk_create(
            Section(version=draft, order=section.order, title=section.title) for section in source
        )
        Item.objects.bulk_create(
            _copied(item, into) for section, into in zip(source, copies, strict=True) for item in section.items.all()
        )
    return draft


def _copied(item: Item, section: Section) -> Item:
    return Item(**model_to_dict(item, exclude=["id", "section"]), section=section)
