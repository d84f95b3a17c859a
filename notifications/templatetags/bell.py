"""What a page tells bell.js, as attributes of its body."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from ..addresses import open_seat, user_address
from ..selectors import newest_id

register = template.Library()


@register.simple_tag(takes_context=True)
def bell_attributes(context) -> str:
    """`<body {% bell_attributes %}>`: for the seat of `seat_token` in the context, else for the signed-in user.

    Empty for everybody else, and then bell.js does nothing. One statement.
    """
    token = context.get("seat_token")
    request = context.get("request")
    if token:
        seat, query = open_seat(token), "?" + urlencode({"seat": token})
        return _attributes(seat.address, socket=f"/ws/bell/seat/{token}/", query=query)
    if request is not None and request.user.is_authenticated:
        return _attributes(user_address(request.user.pk), socket="/ws/bell/", query="")
    return ""


def _attributes(address: str, *, socket: str, query: str) -> str:
    return format_html(
        'data-bell-url="{}" data-since-url="{}" data-since-id="{}" data-read-url="{}"',
        socket,
        # The script puts the id where the 0 is.
        reverse("notifications:since", args=[0]) + query,
        newest_id(address),
        reverse("notifications:read") + query,
    )
