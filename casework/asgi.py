"""HTTP and sockets, for daphne."""

import os
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")

import django
from daphne import http_protocol

from casework.house.loading import loading

# Else Twisted, before Django sees it, parses every form into arguments that nobody reads: 49 MB sent took 600 MB, from
# anybody. daphne has no option for it, Twisted has.
http_protocol.WebRequest = partial(http_protocol.WebRequest, parsePOSTFormSubmission=False)

with loading():
    django.setup(set_prefix=False)

    from channels.auth import AuthMiddlewareStack
    from channels.routing import ProtocolTypeRouter, URLRouter
    from channels.security.websocket import AllowedHostsOriginValidator

    from casework.house.handler import OneThreadHandler
    from notifications.bells import serve_from_here
    from notifications.routing import websocket_urlpatterns

# Cookies ride along with a socket from any site, and there is no CSRF token: hence the origin, outermost.
_router = ProtocolTypeRouter(
    {
        "http": OneThreadHandler(),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)


async def application(scope, receive, send) -> None:
    """Every connection comes in here, on the one loop that also speaks to the channel layer."""
    serve_from_here()
    await _router(scope, receive, send)
