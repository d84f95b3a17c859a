"""Checklists in the administration: a draft is written, looked at as inspectors will read it, and published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .checklist_forms import ChecklistForm, ItemForm, ItemFormSet
from .checklist_pages import PublishesVersions
from .models import Checklist, ChecklistVersion, Item, Section
from .models.checklists import space_out


class WhileDraft:
    """Mixed into what belongs to a version: read-only once that is published."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _published(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _published(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _published(obj)


def _published(obj: ChecklistVersion | Section | None) -> bool:
    if obj is None:
        return False
    return (obj.version if isinstance(obj, Section) else obj).published


class VersionInline(admin.TabularInline):
    """Only to see them and to go there."""

    model = ChecklistVersion
    fields = readonly_fields = ["published_at", "published_by"]
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Checklist)
class ChecklistAdmin(admin.ModelAdmin):
    form = ChecklistForm
    list_display = ["name", "code", "latest"]
    search_fields = ["name", "code"]
    inlines = [VersionInline]

    def get_queryset(self, request: HttpRequest):
        published = ChecklistVersion.objects.published().order_by("number")
        return super().get_queryset(request).prefetch_related(Prefetch("versions", published, to_attr="in_force"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Checklist, form: Any, change: bool) -> None:
        """A new checklist has its first draft at once."""
        super().save_model(request, obj, form, change)
        if not change:
            ChecklistVersion.objects.create(checklist=obj)

    @admin.display(description=_("latest published version"), empty_value="-")
    def latest(self, checklist: Checklist) -> int | None:
        return checklist.in_force[-1].number if checklist.in_force else None


class SectionInline(WhileDraft, admin.TabularInline):
    model = Section
    extra = 1
    fields = ["order", "title", "questions"]
    readonly_fields = ["questions"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(count=Count("items"))

    @admin.display(description=_("questions"))
    def questions(self, section: Section) -> str:
        if section.pk is None:
            return "-"
        address = reverse("admin:inspections_section_change", args=[section.pk])
        return format_html('<a href="{}">{}</a>', address, _("%(count)d: open") % {"count": section.count})


@admin.register(ChecklistVersion)
class ChecklistVersionAdmin(WhileDraft, PublishesVersions, admin.ModelAdmin):
    list_display = ["checklist", "number", "published_at", "published_by"]
    list_display_links = ["checklist", "number"]
    list_filter = ["checklist", ("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["checklist", "published_by"]
    search_fields = ["checklist__name"]
    fields = ["checklist", "number", "published_at", "published_by"]
    inlines = [SectionInline]
    change_form_template = "admin/inspections/checklistversion/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*(["checklist"] if obj else []), "number", "published_at", "published_by"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        space_out(form.instance.sections)


class ItemInline(WhileDraft, admin.StackedInline):
    model = Item
    form = ItemForm
    formset = ItemFormSet
    extra = 0
    fieldsets = [
        (None, {"fields": [("order", "code"), "question", "guidance", ("rule", "words")]}),
        (
            _("How it is answered"),
            {
                "fields": [
                    "kind",
                    ("choices", "bad_choices"),
                    ("violation_on", "more_than", "film"),
                    ("photo", "needed"),
                    "move_to",
                ]
            },
        ),
    ]


@admin.register(Section)
class SectionAdmin(WhileDraft, admin.ModelAdmin):
    """The questions of one section, reached from its version."""

    fields = ["title"]
    inlines = [ItemInline]
    search_fields = ["title"]
    list_display = ["title", "version"]
    list_select_related = ["version__checklist"]
    change_form_template = "admin/inspections/section/change_form.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("version__checklist")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for section in form.instance.version.sections.all():
            space_out(section.items)

    def response_post_save_change(self, request: HttpRequest, obj: Section) -> HttpResponse:
        return redirect("admin:inspections_checklistversion_change", obj.version_id)
