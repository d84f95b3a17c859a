"""POST / writes one row and redirects, as the least that any filing would have to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from .models import Line


@require_POST
def insert(request: HttpRequest) -> HttpResponse:
    line = Line.objects.create(text=request.POST["text"])
    return redirect(f"/{line.pk}/")


urlpatterns = [path("", insert)]
