"""The association writes a checklist in the administration, looks at it, publishes it, and begins the next from it."""

import pytest
from django.urls import reverse

from casework.parties.models import Unit
from inspections.answers import load_version
from inspections.models import Checklist, ChecklistVersion, Item, Section
from inspections.publishing import new_version, publish
from tests.parties.factories import make_user

from .factories import item, make_draft, make_published

pytestmark = pytest.mark.django_db
ITEM_FIELDS = ["order", "code", "question", "guidance", "rule", "words", "choices", "bad_choices", "violation_on"]


@pytest.fixture
def administrator(client):
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(model: str, name: str, *args: int) -> str:
    return reverse(f"admin:inspections_{model}_{name}", args=args)


def rows(prefix: str, stored: list, *new: dict) -> dict[str, object]:
    """An inline's rows as a browser sends them: those that are stored, by their values, and then new ones."""
    sent = [*stored, *new]
    form = {f"{prefix}-TOTAL_FORMS": len(sent), f"{prefix}-INITIAL_FORMS": len(stored)}
    return form | {f"{prefix}-{n}-{name}": value for n, row in enumerate(sent) for name, value in row.items()}


def section_row(section: Section, **changed) -> dict[str, object]:
    return {"id": section.pk, "version": section.version_id, "order": section.order, "title": section.title, **changed}


def item_row(stored: Item, **changed) -> dict[str, object]:
    names = [*ITEM_FIELDS, "kind", "more_than", "film", "photo", "needed"]
    row = {name: getattr(stored, name) for name in names}
    return {"id": stored.pk, "section": stored.section_id, "move_to": "", **row, **changed}


def new_item(code: str, **fields) -> dict[str, object]:
    return {"order": "", "kind": "yes_no", "photo": "never", "needed": "always", **item(code), **fields}


def test_a_checklist_is_written_looked_at_and_published_without_code(administrator):
    checklist = {"code": "platform", "name": "平台检查", "for_kinds": [Unit.Kind.PLATFORM], **rows("versions", [])}
    administrator.post(page("checklist", "add"), checklist)
    made = Checklist.objects.get(code="platform")
    assert made.for_kinds == ["platform"]
    version = made.versions.get()
    sections = rows("sections", [], {"order": "", "title": "客服"}, {"order": "", "title": "账目"})
    administrator.post(page("checklistversion", "change", version.pk), sections)
    assert (version.number, [section.order for section in version.sections.all()]) == (1, [10, 20])
    for section in version.sections.all():
        bad = new_item(f"answers-{section.pk}", violation_on="no", rule="R30", words="主动对接", photo="violation")
        form = {"title": section.title, **rows("items", [], new_item(f"seen-{section.pk}"), bad)}
        assert administrator.post(page("section", "change", section.pk), form).status_code == 302
    preview = administrator.get(page("checklistversion", "preview", version.pk)).content.decode()
    assert "客服" in preview
    assert "4. 示例问题 answers-" in preview
    assert "“主动对接” R30" in preview
    done = administrator.post(page("checklistversion", "publish", version.pk), follow=True).content.decode()
    assert "平台检查 · 1 is published and does not change any more." in done
    assert ChecklistVersion.objects.get(pk=version.pk).published_by.name == "管理员"


def test_a_published_version_is_read_only_and_offers_the_next(administrator):
    version = make_published(item("posted"))
    section = version.sections.get()
    for address in (page("checklistversion", "change", version.pk), page("section", "change", section.pk)):
        shown = administrator.get(address)
        assert (shown.status_code, b'name="_save"' in shown.content) == (200, False)
        assert administrator.post(address, {"title": "改过"}).status_code == 403
    assert administrator.post(page("checklistversion", "delete", version.pk), {"post": "yes"}).status_code == 403
    preview = administrator.get(page("checklistversion", "preview", version.pk)).content.decode()
    assert "New version from this one" in preview
    assert "Publish this version" not in preview
    copied = administrator.post(page("checklistversion", "copy", version.pk), follow=True).content.decode()
    assert "示例清单 · 2 is a draft now" in copied
    again = administrator.post(page("checklistversion", "copy", version.pk), follow=True).content.decode()
    assert "has a draft already" in again
    assert version.checklist.versions.count() == 2


def test_what_stands_against_publishing_is_said_and_nothing_is_published(administrator):
    version = make_draft()
    preview = administrator.get(page("checklistversion", "preview", version.pk)).content.decode()
    assert "It cannot be published yet:" in preview
    assert "Publish this version" not in preview
    refused = administrator.post(page("checklistversion", "publish", version.pk), follow=True).content.decode()
    assert "The section “兑换” has no question." in refused
    assert not ChecklistVersion.objects.get(pk=version.pk).published


def test_who_comes_second_is_told_that_it_is_published(administrator):
    version = make_draft(item("posted"))
    publish(version, by=make_user())
    told = administrator.post(page("checklistversion", "publish", version.pk), follow=True).content.decode()
    assert "is published and stays as it is" in told


def test_questions_are_put_in_another_order_and_into_another_section(administrator):
    version = make_draft(item("first"), item("second"), item("third"))
    section, other = version.sections.get(), Section.objects.create(version=version, title="后来")
    first, second, third = section.items.all()
    moved = [item_row(first, order=25), item_row(second), item_row(third, move_to=other.pk)]
    administrator.post(page("section", "change", section.pk), {"title": section.title, **rows("items", moved)})
    assert list(section.items.values_list("code", "order")) == [("second", 10), ("first", 20)]
    assert list(other.items.values_list("code", "order")) == [("third", 10)]


def test_sections_are_put_in_another_order(administrator):
    version = make_draft(item("first"))
    Section.objects.create(version=version, title="后来")
    here, there = Section.objects.filter(version=version)
    stored = [section_row(here, order=2), section_row(there, order=1)]
    administrator.post(page("checklistversion", "change", version.pk), rows("sections", stored))
    assert list(version.sections.values_list("title", "order")) == [("后来", 10), ("兑换", 20)]


def test_what_cannot_be_meant_is_refused_beside_its_field(administrator):
    version = make_draft(item("posted"))
    section = version.sections.get()
    bad = [new_item("posted"), new_item("twice"), new_item("twice"), new_item("open", violation_on="no")]
    form = {"title": section.title, **rows("items", [item_row(section.items.get())], *bad)}
    answer = administrator.post(page("section", "change", section.pk), form)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("Another question of this version has this code.") == 2
    assert "Say which rule is broken." in text
    assert section.items.count() == 1


def test_a_checklist_gets_another_draft_when_it_has_none(administrator):
    version = make_draft(item("posted"))
    form = {"checklist": version.checklist_id, **rows("sections", [], {"order": "", "title": "新的"})}
    answer = administrator.post(page("checklistversion", "add"), form)
    assert "This checklist has a draft already." in answer.content.decode()
    publish(version, by=make_user())
    administrator.post(page("checklistversion", "add"), form)
    assert ChecklistVersion.objects.drafts().get(checklist=version.checklist).number == 2


def test_a_draft_may_be_thrown_away(administrator):
    draft = new_version(make_published(item("posted")))
    administrator.post(page("checklistversion", "delete", draft.pk), {"post": "yes"})
    assert not ChecklistVersion.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("model", ["checklist", "checklistversion", "section"])
def test_lists_and_pages_open_and_cost_little(administrator, model, django_assert_max_num_queries):
    cinema = load_version(ChecklistVersion.objects.get(checklist__code="cinema").pk)
    pk = {"checklist": cinema.checklist_id, "checklistversion": cinema.pk, "section": cinema.sections.all()[0].pk}
    for address in (page(model, "changelist"), page(model, "change", pk[model])):
        with django_assert_max_num_queries(12):
            assert administrator.get(f"{address}?q=检").status_code == 200


def test_the_page_of_a_draft_costs_the_same_for_few_questions_and_many(administrator, django_assert_max_num_queries):
    section = make_draft(*(item(f"q{n}") for n in range(12))).sections.get()
    with django_assert_max_num_queries(12):
        administrator.get(page("section", "change", section.pk))


@pytest.mark.parametrize("deed", ["preview", "publish", "copy"])
def test_who_may_not_write_checklists_does_nothing_with_them(client, deed):
    client.force_login(make_user("只读", is_staff=True))
    address = page("checklistversion", deed, make_draft(item("posted")).pk)
    assert (client.get(address) if deed == "preview" else client.post(address)).status_code == 403


@pytest.mark.parametrize("deed", ["preview", "publish", "copy"])
def test_a_version_that_is_not_there_is_not_found(administrator, deed):
    address = page("checklistversion", deed, 999_999)
    assert (administrator.get(address) if deed == "preview" else administrator.post(address)).status_code == 404
