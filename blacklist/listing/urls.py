"""Addresses of the list for everybody."""

from django.urls import path

from . import files, views
from .announcements import announcements

app_name = "listing"

urlpatterns = [
    path("list/", views.listing, name="list"),
    path("list.json", files.list_json, name="json"),
    path("list.rss", files.list_rss, name="rss"),
    path("list.xlsx", files.list_file, {"suffix": "xlsx"}, name="xlsx"),
    path("list.csv", files.list_file, {"suffix": "csv"}, name="csv"),
    path("announcements/", announcements, name="announcements"),
    path("list/<str:number>/", views.entry, name="entry"),
]
