"""The sockets' addresses, for casework.asgi."""

from django.urls import path

from .consumers import SeatBellConsumer, UserBellConsumer

websocket_urlpatterns = [
    path("ws/bell/", UserBellConsumer.as_asgi()),
    path("ws/bell/seat/<str:token>/", SeatBellConsumer.as_asgi()),
]
