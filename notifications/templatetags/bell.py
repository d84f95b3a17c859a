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

    Empty for everybody else, and then bell.js does nothing. One statement, unless the view has read
    `bell_newest_id` along with something else.
    """
    token = context.get("seat_token")
    request = context.get("request")
    if token:
        seat, query = open_seat(token), "?" + urlencode({"seat": token})
        return _attributes(newest_id(seat.address), socket=f"/ws/bell/seat/{token}/", query=query)
    if request is not None and request.user.is_authenticated:
        address = user_address(request.user.pk)
        newest = context.get("bell_newest_id")
        return _attributes(newest_id(address) if newest is None else newest, socket="/ws/bell/", query="")
    return ""


def _attributes(newest: int, *, socket: str, query: str) -> str:
    return format_html(
        'data-bell-url="{}" data-since-url="{}" data-since-id="{}" data-read-url="{}"',
        socket,
        # The script puts the id where the 0 is.
        reverse("notifications:since", args=[0]) + query,
        newest,
        reverse("notifications:read") + query,
    )
