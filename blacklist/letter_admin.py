"""Letters in the administration: templates are uploaded here, version by version; what went out is only looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework.engine.admin import ReadOnly

from .letters import fields, templates
from .models import Letter, LetterKind, LetterTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateForm(forms.ModelForm):
    """A new version. Whether it can be used is found out here, and not by the first letter."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_(
            "A .docx, 2 MB at most, without macros and links. Fields stand in double braces; what may be there or not "
            "stands between {% if … %} and {% endif %}."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    class Meta:
        model = LetterTemplate
        fields = ["kind"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") and said.get("file"):
            # Whatever is longer is refused without being read to its end.
            said["content"] = said["file"].read(templates.MOST_BYTES + 1)
            for fault in templates.faults(said["kind"], said["content"]):
                self.add_error("file", fault)
        return said


@admin.register(LetterTemplate)
class LetterTemplateAdmin(admin.ModelAdmin):
    form = TemplateForm
    list_display = ["kind", "version", "uploaded_by", "uploaded_at", "checksum"]
    list_display_links = ["kind", "version"]
    list_filter = ["kind"]
    list_select_related = ["uploaded_by"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("content")

    def get_fields(self, request: HttpRequest, obj: LetterTemplate | None = None) -> list[str]:
        if obj is None:
            return ["kind", "file", "known_fields", "begin_from"]
        return ["kind", "version", "uploaded_by", "uploaded_at", "checksum", "as_file"]

    def get_readonly_fields(self, request: HttpRequest, obj: LetterTemplate | None = None) -> list[str]:
        return ["known_fields", "begin_from"] if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: LetterTemplate, form: Any, change: bool) -> None:
        made = templates.add_version(obj.kind, form.cleaned_data["content"], by=request.user)
        for field in LetterTemplate._meta.concrete_fields:
            setattr(obj, field.attname, getattr(made, field.attname))

    def get_urls(self) -> list:
        view, name = self.admin_site.admin_view, "blacklist_lettertemplate"
        own = [path("<int:object_id>/file/", view(self.file_view), name=f"{name}_file")]
        own += [
            path(f"shipped/{kind}/", view(self.shipped_view), {"kind": kind}, name=f"{name}_shipped_{kind}")
            for kind in LetterKind.values
        ]
        return own + super().get_urls()

    def file_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        template = LetterTemplate.objects.filter(pk=object_id).first()
        if template is None:
            raise Http404
        return self._download(request, bytes(template.content), f"{template.kind}-{template.version}.docx")

    def shipped_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self._download(request, templates.shipped(kind), f"{kind}.docx")

    def _download(self, request: HttpRequest, content: bytes, name: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponse(content, DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @admin.display(description=_("fields"))
    def known_fields(self, template: LetterTemplate) -> SafeString:
        """Of each kind of letter the names, with what they stand for."""
        return format_html_join(
            "",
            "<p><strong>{}</strong><br>{}</p>",
            ((kind.label, _listed(kind)) for kind in LetterKind),
        )

    @admin.display(description=_("begin from the file that comes with the system"))
    def begin_from(self, template: LetterTemplate) -> SafeString:
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            ((reverse(f"admin:blacklist_lettertemplate_shipped_{kind}"), kind.label) for kind in LetterKind),
        )

    @admin.display(description=_("Word file"))
    def as_file(self, template: LetterTemplate) -> SafeString:
        address = reverse("admin:blacklist_lettertemplate_file", args=[template.pk])
        return format_html('<a href="{}">{}</a>', address, f"{template.kind}-{template.version}.docx")


def _listed(kind: str) -> SafeString:
    names = fields.known(kind).items()
    return format_html_join(SafeString("<br>"), "<code>{{{{ {} }}}}</code> {}", names)


@admin.register(Letter)
class LetterAdmin(ReadOnly, admin.ModelAdmin):
    """What was signed; the file itself is opened from the case, where access is asked."""

    list_display = ["number", "kind", "case_number", "issued_at", "template_version"]
    list_filter = ["kind", "year"]
    search_fields = ["number", "case_number"]
    exclude = ["document"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("document")
