"""Addresses for those to whom work is given out; mounted at /desk/field/."""

from django.urls import path

from . import views

app_name = "field"

urlpatterns = [
    path("", views.home, name="home"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/live/", views.live, name="live"),
    path("<str:number>/acts/<slug:name>/", views.act, name="act"),
]
