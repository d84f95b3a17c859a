"""Administration of campaigns, places, units and people. Nothing that a record may name is deleted here."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from casework.parties.models import (
    Agreement,
    Campaign,
    Cinema,
    Division,
    DivisionAlias,
    Film,
    Membership,
    Platform,
    Qualification,
    ReleasePrice,
    Unit,
    UnitContact,
    User,
    cinema_warnings,
    figure_groups,
)
from casework.parties.price_admin import FilmAliasInline, ImportsPrices, ReleasePriceInline


class NoDelete:
    """People and units are made inactive instead: cases and their record go on naming them."""

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Campaign)
class CampaignAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["name", "year", "starts_on", "ends_on", "redeem_until"]
    list_filter = ["year"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["year", "name", "starts_on", "ends_on", "redeem_until"]}),
        *((title, {"fields": names}) for title, names in figure_groups()),
    ]


class DivisionAliasInline(admin.TabularInline):
    model = DivisionAlias
    extra = 0


@admin.register(Division)
class DivisionAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["code", "name", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "aliases__name"]
    autocomplete_fields = ["parent"]
    inlines = [DivisionAliasInline]


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    can_delete = False
    autocomplete_fields = ["user", "unit"]


@admin.register(User)
class PersonAdmin(NoDelete, UserAdmin):
    list_display = ["username", "name", "phone", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["username", "name", "phone", "email"]
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "phone", "email"]}),
        (_("Rights in this administration"), {"fields": ["is_active", "is_staff", "is_superuser", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    filter_horizontal = ["user_permissions"]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "phone", "email", "usable_password", "password1", "password2"]}),
    ]
    inlines = [MembershipInline]


class UnitContactInline(admin.TabularInline):
    model = UnitContact
    extra = 0


@admin.register(Unit)
class UnitAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["name", "kind", "parent", "division", "active"]
    list_filter = ["kind", "active", "division__level"]
    list_select_related = ["parent", "division"]
    search_fields = ["name", "short_name", "uscc", "division__name"]
    autocomplete_fields = ["parent", "division"]
    readonly_fields = ["path"]
    inlines = [UnitContactInline, MembershipInline]


@admin.register(Membership)
class MembershipAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["user", "unit", "role", "active", "since", "until"]
    list_filter = ["role", "active", "unit__kind"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__name", "user__username", "unit__name"]
    autocomplete_fields = ["user", "unit"]


@admin.register(Platform)
class PlatformAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["unit", "service_phone"]
    list_select_related = ["unit"]
    list_filter = ["unit__active"]
    search_fields = ["unit__name"]
    autocomplete_fields = ["unit"]


@admin.register(Cinema)
class CinemaAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["code", "unit", "place", "chain", "duty_manager", "duty_phone"]
    list_filter = ["unit__active", "chain"]
    list_select_related = ["unit__division__parent"]
    search_fields = ["code", "unit__name", "unit__division__name"]
    autocomplete_fields = ["unit"]
    readonly_fields = ["warnings"]

    @admin.display(description=_("seated in"), ordering="unit__division")
    def place(self, cinema: Cinema) -> str:
        return str(cinema.unit.division or "-")

    @admin.display(description=_("to be checked"))
    def warnings(self, cinema: Cinema) -> str:
        if not cinema.code:
            return "-"
        return format_html_join("\n", "<p>{}</p>", ([warning] for warning in cinema_warnings(cinema))) or "-"

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        for warning in cinema_warnings(obj):
            messages.warning(request, warning)


@admin.register(Qualification)
class QualificationAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["unit", "campaign", "since", "until", "suspended", "suspended_by", "deciding_case"]
    list_filter = ["campaign", "suspended", "unit__kind"]
    list_select_related = ["unit", "campaign"]
    search_fields = ["unit__name", "deciding_case"]
    autocomplete_fields = ["unit", "campaign"]
    readonly_fields = ["suspended_by"]

    def save_model(self, request, obj, form, change) -> None:
        """Whoever ticks or unticks it here has said so themselves."""
        if "suspended" in form.changed_data:
            obj.suspended_by = ""
        super().save_model(request, obj, form, change)


@admin.register(Agreement)
class AgreementAdmin(NoDelete, admin.ModelAdmin):
    list_display = ["cinema", "platform", "campaign", "since", "until", "settlement_days"]
    list_filter = ["campaign", "platform"]
    list_select_related = ["cinema__unit", "platform__unit", "campaign"]
    search_fields = ["cinema__unit__name", "cinema__code", "platform__unit__name"]
    autocomplete_fields = ["cinema", "platform", "campaign"]


@admin.register(Film)
class FilmAdmin(NoDelete, ImportsPrices, admin.ModelAdmin):
    list_display = ["title", "code", "price_now"]
    search_fields = ["title", "aliases__name", "code"]
    inlines = [ReleasePriceInline, FilmAliasInline]

    def get_queryset(self, request):
        today = ReleasePrice.objects.on(timezone.localdate()).filter(film=OuterRef("pk"))
        return super().get_queryset(request).annotate(lowest_now=Subquery(today.values("lowest")[:1]))

    @admin.display(description=_("lowest release price today, yuan"), ordering="lowest_now", empty_value="-")
    def price_now(self, film: Film) -> str | None:
        return None if film.lowest_now is None else f"{film.lowest_now:.2f}"
