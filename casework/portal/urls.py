"""Addresses for the public: the first page, following a case. Filing has its own room (complaints)."""

from django.urls import path
from django.views.generic import RedirectView

from .views import case, entry, home

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("file/", RedirectView.as_view(pattern_name="complaints:new"), name="file"),
    path("track/", entry.track, name="track"),
    path("track/case/<str:number>/", case.page, name="case"),
    path("track/case/<str:number>/seen/", case.seen, name="seen"),
    path("track/case/<str:number>/paper/", case.paper, name="paper"),
    path("track/case/<str:number>/<slug:act>/", case.act, name="act"),
    path("track/<str:token>/", entry.link, name="link"),
]
