"""Addresses at which anybody checks a letter; mounted at /letters/. A letter's own stands in its QR code for good."""

from django.urls import path

from . import views

app_name = "letters"

urlpatterns = [
    path("", views.home, name="home"),
    path("key.pem", views.key, name="key"),
    path("<str:slug>/<str:digest>/", views.check, name="check"),
    path("<str:slug>/<str:digest>/letter.txt", views.text, name="text"),
]
