"""Addresses for those who are inspected; mounted at /desk/inspected/."""

from django.urls import path

from . import views

app_name = "inspected"

urlpatterns = [
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/live/", views.live, name="live"),
    path("<str:number>/acts/<slug:name>/", views.act, name="act"),
]
