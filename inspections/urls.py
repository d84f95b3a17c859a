"""Addresses for everybody; mounted at /inspections/."""

from django.urls import path

from . import views

app_name = "inspections"

urlpatterns = [
    path("", views.results, name="results"),
    path("draws/<str:number>/", views.draw_page, name="draw"),
    path("draws/<str:number>/<int:draw>.json", views.draw_data, name="draw_data"),
]
