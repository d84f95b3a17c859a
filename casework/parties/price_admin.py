"""Films in the administration: their names and prices on one page, and sheets of prices, looked at first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.parties import price_cells, price_import
from casework.parties.models import FilmAlias, ReleasePrice
from casework.parties.models.films import refuse_overlap
from casework.parties.sheets import BOOKS, Sheet, SheetRow, Unreadable

_SALT = "casework.price-sheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In the preview; the counts above it tell of all.
MOST_SHOWN = 200


class PriceForm(forms.ModelForm):
    """One period among the others of the same page: what it would clash with in the table may be changed beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.beside = []

    def validate_constraints(self) -> None:
        try:
            self.instance.validate_constraints(exclude={"film"})
        except ValidationError as error:
            self._update_errors(error)


class PriceFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("since")]
        if not any(self.errors):
            refuse_overlap([form.instance for form in kept])


class ReleasePriceInline(admin.TabularInline):
    model = ReleasePrice
    form = PriceForm
    formset = PriceFormSet
    extra = 0


class FilmAliasInline(admin.TabularInline):
    model = FilmAlias
    extra = 0


class SheetForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("XLSX or CSV, 2 MB at most. Nothing is written before you have seen what it changes."),
        widget=forms.FileInput(attrs={"accept": ",".join([*BOOKS, ".csv"])}),
    )


class ImportsPrices:
    """Mixed into the admin of films: upload a sheet, look at what it would change, confirm."""

    change_list_template = "admin/parties/film/change_list.html"

    def get_urls(self) -> list:
        own = [
            path("import/", self.admin_site.admin_view(self.import_view), name="parties_film_import"),
            path("import/template/", self.admin_site.admin_view(self.template_view), name="parties_film_template"),
        ]
        return own + super().get_urls()

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """An empty sheet to fill in."""
        self._require_rights(request)
        response = HttpResponse(price_cells.template(), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="release-prices.xlsx"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for the file; a POST with the file previews it, one with the preview's rows writes them."""
        self._require_rights(request)
        if "rows" in request.POST:
            return self._confirmed(request)
        form = SheetForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                sheet = price_cells.read_price_sheet(upload.read())
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return self._preview(request, sheet, price_import.plan(sheet))
        return self._page(request, form=form)

    def _require_rights(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _preview(self, request: HttpRequest, sheet: Sheet, plan: price_import.Plan) -> HttpResponse:
        payload = signing.dumps(_packed(sheet), salt=_SALT, compress=True) if not plan.faults else ""
        status = 422 if plan.faults else 200
        new, changed = plan.new[:MOST_SHOWN], plan.changed[:MOST_SHOWN]
        return self._page(
            request, form=SheetForm(), plan=plan, new=new, changed=changed, payload=payload, status=status
        )

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        try:
            sheet = _unpacked(signing.loads(request.POST["rows"], salt=_SALT))
        except signing.BadSignature:
            messages.error(request, _("The preview came back damaged. Please send the sheet again."))
            return redirect("admin:parties_film_import")
        plan = price_import.carry_out(sheet)
        if plan.faults:
            return self._preview(request, sheet, plan)
        messages.success(request, _("The sheet is written: %(summary)s") % {"summary": plan.summary})
        return redirect("admin:parties_film_changelist")

    def _page(self, request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Lowest release prices from a sheet"),
            "opts": self.model._meta,
            "columns": [(names[0], field in price_cells.NEEDED) for field, names in price_cells.COLUMNS.items()],
            "template_url": reverse("admin:parties_film_template"),
        }
        return TemplateResponse(request, "admin/parties/film/import.html", context, status=status)


def _packed(sheet: Sheet) -> list[Any]:
    return [dict(sheet.headings), [[row.number, dict(row.cells)] for row in sheet.rows]]


def _unpacked(payload: list[Any]) -> Sheet:
    headings, rows = payload
    return Sheet(headings, [SheetRow(number, cells) for number, cells in rows])
