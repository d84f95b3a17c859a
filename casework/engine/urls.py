"""Addresses of files; mounted at /files/."""

from django.urls import path

from .attachments import redact_views, views
from .attachments.often import not_too_often

app_name = "files"

urlpatterns = [
    path("", not_too_often(views.upload), name="upload"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
    path("<uuid:pk>/thumb/", views.thumb, name="thumb"),
    path("<uuid:pk>/copy/", views.page, name="copy"),
    path("<uuid:pk>/page/<int:number>/", views.page, name="page"),
    path("<uuid:pk>/original/", views.original, name="original"),
    path("<uuid:pk>/redact/", redact_views.redact, name="redact"),
    path("<uuid:pk>/redact/<int:grant>/page/<int:number>/", redact_views.prepared_page, name="prepared"),
]
