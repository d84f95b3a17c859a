"""The server in front of Django: what it must not do with a stranger's body."""

from types import SimpleNamespace

from daphne.http_protocol import HTTPFactory
from twisted.internet.testing import StringTransport

import casework.asgi  # noqa: F401

FORM = b'--m\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nphoto\r\n--m--\r\n'
POST = (
    b"POST /files/ HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=m\r\nContent-Length: %d\r\n\r\n"
)


def test_a_form_is_not_parsed_in_memory_before_django_streams_it():
    """Twisted's own parser takes a dozen times what was sent, and whoever sends need not be anybody."""
    came = []
    server = SimpleNamespace(
        protocol_connected=came.append,
        protocol_disconnected=lambda request: None,
        create_application=lambda request, scope: None,
        proxy_forwarded_address_header=None,
        root_path="",
    )
    factory = HTTPFactory(server)
    factory.log = lambda request: None
    protocol = factory.buildProtocol(None)
    protocol.makeConnection(StringTransport())
    protocol.dataReceived(POST % len(FORM) + FORM)
    (request,) = came
    assert request.path == b"/files/"
    assert request.args == {}
