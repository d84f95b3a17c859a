from django.urls import path

from . import views, views_wishes

app_name = "notifications"

urlpatterns = [
    path("", views.bell, name="bell"),
    path("since/<int:last_id>", views.since, name="since"),
    path("read", views.read, name="read"),
    path("mail/<str:token>/", views_wishes.wish, name="wish"),
]
