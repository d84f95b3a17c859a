"""Cases in the administration: to look at, never to touch; the calendar's days are the administrator's to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import CalendarDay, Case, Clock, Event, Procedure, WorkTask


class ReadOnly:
    """Only the engine's door writes (DESIGN §1): nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "kind", "state", "office", "handler", "urgent", "due_at", "opened_at"]
    list_filter = ["kind", "state", "urgent"]
    list_select_related = ["office", "handler"]
    search_fields = ["number"]
    date_hierarchy = "opened_at"


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    """The record's closed-list facts and hashes; people's words are read at the desk, where access is asked."""

    list_display = ["case", "seq", "name", "at", "actor_role", "actor", "source", "target"]
    list_filter = ["name", "actor_role"]
    list_select_related = ["case", "actor"]
    search_fields = ["case__number"]
    ordering = ["-pk"]


@admin.register(Clock)
class ClockAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["case", "name", "round", "started_at", "due_at", "ended_at", "provisional"]
    list_filter = ["name", "provisional"]
    list_select_related = ["case"]
    search_fields = ["case__number"]


class TaskInline(ReadOnly, admin.TabularInline):
    model = WorkTask
    fields = ["flow_task", "status", "unit", "owner", "due_at", "created", "finished"]


@admin.register(Procedure)
class ProcedureAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["case", "flow_class", "main", "stage", "status", "created", "finished"]
    list_filter = ["main", "status"]
    list_select_related = ["case"]
    search_fields = ["case__number"]
    inlines = [TaskInline]


@admin.register(WorkTask)
class WorkTaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["process", "flow_task", "status", "unit", "owner", "due_at"]
    list_filter = ["status", "role"]
    list_select_related = ["process", "unit", "owner"]
    search_fields = ["process__case__number"]


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ["date", "is_workday", "name"]
    list_filter = ["is_workday"]
    date_hierarchy = "date"
