"""Addresses of the inspectors' phone, mounted at /inspect/, which is the scope of its service worker."""

from django.urls import path

from . import api, views, visit

app_name = "inspect"

urlpatterns = [
    path("", views.page, name="page"),
    path("worker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("api/tasks/", api.tasks, name="tasks"),
    path("api/<str:number>/<slug:name>/", api.act, name="act"),
    path("visit/<str:token>/", visit.visit, name="visit"),
]
