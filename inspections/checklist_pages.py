"""What the administration does with a version of a checklist: look at it, publish it, begin the next."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .answers import items_of, labels, load_version
from .models import ChecklistVersion, Item
from .publishing import faults, new_version, publish

PAGE = "admin:inspections_checklistversion_change"


class PublishesVersions:
    """Mixed into the admin of versions."""

    def get_urls(self) -> list:
        name, view = "inspections_checklistversion", self.admin_site.admin_view
        own = [
            path("<int:object_id>/preview/", view(self.preview_view), name=f"{name}_preview"),
            path("<int:object_id>/publish/", view(require_POST(self.publish_view)), name=f"{name}_publish"),
            path("<int:object_id>/copy/", view(require_POST(self.copy_view)), name=f"{name}_copy"),
        ]
        return own + super().get_urls()

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The version as inspectors read it, what stands against publishing it, and the button that does it."""
        version = _version_or_404(object_id)
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(version),
            "opts": self.model._meta,
            "version": version,
            "sections": _shown(version),
            "faults": [] if version.published else faults(version),
            "may_publish": self.has_change_permission(request, version),
            "may_copy": version.published and self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/inspections/checklistversion/preview.html", context)

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A version that is published already is left as it is, and said to be."""
        version = _version_or_404(object_id)
        # As of a draft: who published it meanwhile is told by `publish`.
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            publish(version, by=request.user)
        except ValidationError as error:
            for fault in error.messages:
                messages.error(request, fault)
            return redirect("admin:inspections_checklistversion_preview", object_id)
        messages.success(request, _("%(version)s is published and does not change any more.") % {"version": version})
        return redirect(PAGE, object_id)

    def copy_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        version = _version_or_404(object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            draft = new_version(version)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(PAGE, object_id)
        messages.success(request, _("%(version)s is a draft now: change it as you wish.") % {"version": draft})
        return redirect(PAGE, draft.pk)


def _version_or_404(pk: int) -> ChecklistVersion:
    try:
        return load_version(pk)
    except ChecklistVersion.DoesNotExist as error:
        raise Http404 from error


def _shown(version: ChecklistVersion) -> list[tuple[str, list[tuple[int, Item, list[tuple[str, bool]]]]]]:
    """Title by title: each question with its number and its answers, and whether each of these is a violation."""
    numbers = {item.pk: number for number, item in enumerate(items_of(version), start=1)}
    return [
        (section.title, [(numbers[item.pk], item, _answers(item)) for item in section.items.all()])
        for section in version.sections.all()
    ]


def _answers(item: Item) -> list[tuple[str, bool]]:
    return [(label, value in item.violations) for value, label in labels(item).items()]
