"""Addresses for people of cinemas and platforms; mounted at /desk/party/."""

from django.urls import path

from . import views

app_name = "respondent"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:number>/", views.case, name="case"),
    path("<slug:number>/seen/", views.seen, name="seen"),
    path("<slug:number>/do/<slug:act>/", views.do, name="do"),
    path("<slug:number>/task/<int:task>/", views.finish, name="finish"),
    path("<slug:number>/task/<int:task>/draft/", views.save_draft, name="draft"),
    path("<slug:number>/receipt/<int:seq>/", views.receipt, name="receipt"),
]
