"""Addresses for people of parties; mounted at /desk/ours/."""

from django.urls import path

from . import views, webhook

app_name = "ours"

urlpatterns = [
    path("open/<slug:kind>/", views.open_one, name="open"),
    path("propose/", views.propose, name="propose"),
    path("webhook/", webhook.show, name="webhook"),
    path("webhook/address/", webhook.set_address, name="webhook_address"),
    path("webhook/secret/", webhook.renew_secret, name="webhook_secret"),
    path("webhook/test/", webhook.send_test, name="webhook_test"),
    path("webhook/sent/<int:delivery>/again/", webhook.send_again, name="webhook_again"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/live/", views.live, name="live"),
    path("<str:number>/sheet/", views.sheet, name="sheet"),
    path("<str:number>/list/<int:pk>/", views.cinema_list, name="list"),
    path("<str:number>/list/<int:pk>/copy/", views.cinema_list_copy, name="list_copy"),
    path("<str:number>/list/<int:pk>/<int:line>/", views.cinema_list_line, name="list_line"),
    path("<str:number>/letters/<int:pk>/", views.letter, name="letter"),
    path("<str:number>/acts/<slug:name>/", views.act, name="act"),
    path("<str:number>/acts/<slug:name>/draft/", views.draft, name="draft"),
]
