from django.urls import path

from . import views

app_name = "notifications"

urlpatterns = [
    path("", views.bell, name="bell"),
    path("since/<int:last_id>", views.since, name="since"),
    path("read", views.read, name="read"),
]
