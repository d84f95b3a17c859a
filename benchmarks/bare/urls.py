"""POST / writes a complaint and a line of its history and redirects, as the least that any filing would have to do."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from .models import Complaint, History


@require_POST
def insert(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        complaint = Complaint.objects.create(text=request.POST["text"])
        History.objects.create(complaint=complaint, what="filed")
    return redirect(f"/{complaint.pk}/")


urlpatterns = [path("", insert)]
