"""Complaints in the administration: to look at only. What people wrote is read at the desk, by who may."""

from django.contrib import admin

from casework.engine.admin import ReadOnly

from .models import AnswerRequest, Complaint, Proposal


@admin.register(Complaint)
class ComplaintAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "topic", "source", "state", "happened_on", "finding", "remedy_by"]
    list_filter = ["state", "topic", "source", "finding"]
    search_fields = ["number"]
    date_hierarchy = "opened_at"


@admin.register(AnswerRequest)
class AnswerRequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["case", "unit", "role", "status", "asked_at", "due_at", "answered_at"]
    list_filter = ["status", "role"]
    list_select_related = ["case", "unit"]
    search_fields = ["case__number", "unit__name"]
    exclude = ["question", "account", "dropped_because"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["case", "finding", "by", "at", "approved_by", "approved_at"]
    list_filter = ["finding"]
    list_select_related = ["case", "by", "approved_by"]
    exclude = ["facts", "remedy"]
    search_fields = ["case__number"]
