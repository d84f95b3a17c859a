"""The severity table of each campaign in the administration: what is not entered there is as shipped."""

from __future__ import annotations

from django.contrib import admin

from .models import TariffRow


@admin.register(TariffRow)
class TariffRowAdmin(admin.ModelAdmin):
    list_display = ["campaign", "violation", "earlier", "severity", "months"]
    list_filter = ["campaign", "violation"]
