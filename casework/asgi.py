"""HTTP and sockets, for daphne."""

import os
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")

import django
from daphne import http_protocol

# Else Twisted, before Django sees it, parses every form into arguments that nobody reads: 49 MB sent took 600 MB, from
# anybody. daphne has no option for it, Twisted has.
http_protocol.WebRequest = partial(http_protocol.WebRequest, parsePOSTFormSubmission=False)

django.setup(set_prefix=False)

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from casework.house.handler import OneThreadHandler  # noqa: E402
from notifications.bells import serve_from_here  # noqa: E402
from notifications.routing import websocket_urlpatterns  # noqa: E402

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
