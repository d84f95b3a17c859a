"""Webhooks in the administration: where a platform's system is told, and a new secret for who lost theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

from . import hooks
from .hook_forms import AddressField
from .models import Hook


class HookForm(forms.ModelForm):
    url = AddressField(label=_("address"), required=False)

    class Meta:
        model = Hook
        fields = ["unit", "url"]


@admin.register(Hook)
class HookAdmin(admin.ModelAdmin):
    form = HookForm
    list_display = ["unit", "url", "renewed_at", "changed_by", "changed_at"]
    list_select_related = ["unit", "changed_by"]
    search_fields = ["unit__name"]
    actions = ["renew"]

    def get_readonly_fields(self, request: HttpRequest, obj: Hook | None = None) -> list[str]:
        return ["unit"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.filter(kind=Unit.Kind.PLATFORM).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Hook, form: HookForm, change: bool) -> None:
        saved = hooks.set_address(obj.unit, obj.url, by=request.user)
        obj.pk = saved.pk
        if not change:
            self._show(request, saved)

    @admin.action(description=_("Make a new secret"))
    def renew(self, request: HttpRequest, queryset: QuerySet[Hook]) -> None:
        for hook in queryset.select_related("unit"):
            self._show(request, hooks.renew_secret(hook, by=request.user))

    def _show(self, request: HttpRequest, hook: Hook) -> None:
        said = {"unit": hook.unit, "secret": hooks.secret(hook)}
        messages.warning(request, _("Secret of %(unit)s, shown this once: %(secret)s") % said)
