"""Addresses of complaints: filing, for everybody."""

from django.urls import path

from .views import filed, wizard

app_name = "complaints"

urlpatterns = [
    path("new/", wizard.start, name="new"),
    path("new/<slug:name>/", wizard.answer, name="answer"),
    path("filed/<str:number>/", filed.filed, name="filed"),
    path("filed/<str:number>/paper/", filed.paper, name="filed_paper"),
]
