"""A draft is written, a published version is never touched again, and the next begins as its copy."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from inspections.models import ChecklistVersion, Item, Section
from inspections.models.checklists import space_out
from inspections.publishing import faults, new_version, publish
from tests.parties.factories import make_cinema, make_platform, make_user

from .factories import item, make_draft, make_published

pytestmark = pytest.mark.django_db


def section_of(version: ChecklistVersion) -> Section:
    return version.sections.get()


def item_of(version: ChecklistVersion) -> Item:
    return section_of(version).items.get()


def elsewhere() -> Section:
    """A section of another checklist, still a draft."""
    return section_of(make_draft(item("other")))


REFUSED = {
    "its number": lambda version: setattr(version, "number", 9) or version.save(),
    "the version goes": lambda version: version.delete(),
    "versions are rewritten": lambda version: ChecklistVersion.objects.filter(pk=version.pk).update(published_at=None),
    "versions go": lambda version: ChecklistVersion.objects.filter(pk=version.pk).delete(),
    "a section is saved": lambda version: section_of(version).save(),
    "a section is added": lambda version: Section.objects.create(version=version, title="多余"),
    "a section goes": lambda version: section_of(version).delete(),
    "sections go": lambda version: version.sections.all().delete(),
    "sections are added": lambda version: Section.objects.bulk_create(
        [Section(version=version, order=1, title="多余")]
    ),
    "questions are added": lambda version: Item.objects.bulk_create(
        [Item(section=section_of(version), **item("more"))]
    ),
    "a question is saved": lambda version: item_of(version).save(),
    "a question is added": lambda version: Item.objects.create(section=section_of(version), **item("more")),
    "a question goes": lambda version: item_of(version).delete(),
    "questions are rewritten": lambda version: Item.objects.filter(version=version).update(question="改过"),
    "questions are renumbered": lambda version: space_out(section_of(version).items),
}


@pytest.mark.parametrize("deed", REFUSED.values(), ids=REFUSED.keys())
def test_of_a_published_version_nothing_is_changed(deed):
    version = make_published()
    with pytest.raises(ValidationError, match="is published and stays as it is"), transaction.atomic():
        deed(version)
    stored = ChecklistVersion.objects.whole().get(pk=version.pk)
    assert (stored.number, stored.published) == (1, True)
    assert [section.title for section in stored.sections.all()] == ["兑换"]
    assert [one.question for one in stored.sections.all()[0].items.all()] == ["示例问题 posted"]


def test_a_question_leaves_a_published_version_as_little_as_it_enters_one():
    version = make_published()
    leaving, there = item_of(version), elsewhere()
    leaving.section = there
    with pytest.raises(ValidationError, match="is published"):
        leaving.save()
    entering = there.items.get()
    entering.section = section_of(version)
    with pytest.raises(ValidationError, match="is published"):
        entering.save()
    with pytest.raises(TypeError, match="one at a time"):
        there.items.update(section=section_of(version))


def test_publishing_names_who_and_when_and_happens_once():
    version, by = make_draft(item("posted")), make_user()
    with time_machine.travel("2026-09-30 10:00+08:00", tick=False):
        publish(version, by=by)
        published = ChecklistVersion.objects.get(pk=version.pk)
        assert (published.published_by, published.published_at) == (by, timezone.now())
    with pytest.raises(ValidationError, match="is published and stays as it is"):
        publish(version, by=make_user("后来的"))
    assert ChecklistVersion.objects.get(pk=version.pk).published_by == by


def test_a_version_that_asks_nothing_is_not_published():
    version = make_draft()
    assert faults(version) == ["The section “兑换” has no question."]
    with pytest.raises(ValidationError, match="has no question"):
        publish(version, by=make_user())
    version.sections.all().delete()
    with pytest.raises(ValidationError, match="There is no section yet"):
        publish(version, by=make_user())


@pytest.mark.parametrize("other", ["nothing", "film", "charged"])
def test_an_amount_is_compared_with_another_amount(other):
    charged = item("charged", Item.Kind.MONEY, more_than=other, rule="R10")
    version = make_draft(item("film", Item.Kind.TEXT), item("lowest", Item.Kind.MONEY), charged)
    with pytest.raises(ValidationError, match="which is no other amount of this version"):
        publish(version, by=make_user())


@pytest.mark.parametrize("film", ["nothing", "lowest"])
def test_what_names_the_film_of_a_price_is_a_text(film):
    version = make_draft(item("lowest", Item.Kind.MONEY), item("charged", Item.Kind.MONEY, film=film))
    with pytest.raises(ValidationError, match="no text of this version"):
        publish(version, by=make_user())


def test_the_next_version_is_a_draft_with_everything_of_this_one():
    lowest = item("lowest", Item.Kind.MONEY, needed="reason", guidance="先查好")
    charged = item("charged", Item.Kind.MONEY, more_than="lowest", rule="R10", words="优惠标准", photo="violation")
    film, charged["film"] = item("film", Item.Kind.TEXT), "film"
    choice = item("hall", Item.Kind.CHOICE, choices="普通厅\n特殊厅", bad_choices="特殊厅", rule="R33")
    version = make_published(lowest, film, charged, choice)
    draft = new_version(version)
    assert (draft.number, draft.published) == (2, False)
    own = {"id", "section_id", "version_id"}
    was, now = (
        [{k: v for k, v in row.items() if k not in own} for row in Item.objects.filter(version=one).values()]
        for one in (version, draft)
    )
    assert now == was
    assert len(now) == 4
    draft.sections.get().items.filter(code="hall").delete()
    assert Item.objects.filter(version=version).count() == 4


def test_a_checklist_has_one_draft_only():
    version = make_published()
    draft = new_version(version)
    with pytest.raises(ValidationError, match="has a draft already"):
        new_version(version)
    with pytest.raises(ValidationError, match="has a draft already"):
        ChecklistVersion(checklist=version.checklist).full_clean(exclude=["number"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ChecklistVersion.objects.create(checklist=version.checklist)
    draft.delete()
    assert new_version(version).number == 2


def test_a_code_stands_once_in_a_version():
    version = make_draft(item("posted"))
    other = Section.objects.create(version=version, title="另一部分")
    with pytest.raises(ValidationError, match="Another question of this version has this code"):
        Item(section=other, order=1, **item("posted")).full_clean(exclude=["version"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(section=other, **item("posted"))


@pytest.mark.parametrize(
    ("fields", "beside", "words"),
    [
        (item("a", "choice", choices="一个"), "choices", "Two different answers"),
        (item("a", "choice", choices="一个\n一个"), "choices", "Two different answers"),
        (item("a", "choice", choices=f"一个\n{'长' * 41}"), "choices", "at most 40 characters"),
        (item("a", "choice", choices="一\n二", bad_choices="三", rule="R10"), "bad_choices", "one of the answers"),
        (item("a", "text", choices="一\n二"), "choices", "of another sort"),
        (item("a", "number", more_than="b", rule="R10"), "more_than", "of another sort"),
        (item("a", "money", violation_on="no", rule="R10"), "violation_on", "of another sort"),
        (item("a", "text", film="b"), "film", "of another sort"),
        (item("a", violation_on="no"), "rule", "Say which rule is broken"),
        (item("a", violation_on="no", rule="33"), "rule", "written as R33"),
        (item("a", photo="violation"), "photo", "None of the answers is a violation"),
    ],
)
def test_a_question_that_cannot_be_meant_so_is_refused_beside_its_field(fields, beside, words):
    section = section_of(make_draft())
    with pytest.raises(ValidationError) as refused:
        Item(section=section, order=1, **fields).full_clean(exclude=["version"])
    assert words in str(refused.value.message_dict[beside])


def test_new_rows_stand_last_and_there_is_room_between_them():
    version = make_draft(item("first"), item("second"))
    section = section_of(version)
    Item.objects.create(section=section, order=15, **item("between"))
    space_out(section.items)
    assert list(section.items.values_list("code", "order")) == [("first", 10), ("between", 20), ("second", 30)]


def test_a_checklist_says_whom_it_suits():
    checklist = make_draft().checklist
    assert checklist.suits(make_cinema().unit)
    assert not checklist.suits(make_platform().unit)
    for kinds in ([], ["planet"], "cinema", None):
        checklist.for_kinds = kinds
        with pytest.raises(ValidationError):
            checklist.full_clean()
