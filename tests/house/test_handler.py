"""One thread does all of a request, and what it answers is what Django's own handler answers."""

import asyncio
import threading

import pytest
from asgiref.current_thread_executor import CurrentThreadExecutor
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponse
from django.urls import path

from casework.house.handler import OneThreadHandler

pytestmark = pytest.mark.urls(__name__)

ran_in: list[int] = []


def note(get_response):
    def middleware(request):
        ran_in.append(threading.get_ident())
        return get_response(request)

    return middleware


class Looks:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        ran_in.append(threading.get_ident())


def works(request):
    ran_in.append(threading.get_ident())
    return HttpResponse(request.body.upper())


def breaks(request):
    raise ValueError


def handler404(request, exception):
    return HttpResponse("not there", status=404)


def handler500(request):
    return HttpResponse("broken", status=500)


urlpatterns = [path("works/", works), path("breaks/", breaks)]
MIDDLEWARE = [f"{__name__}.note", f"{__name__}.Looks"]


async def ask(handler: ASGIHandler, url: str, body: bytes = b"") -> tuple[int, bytes]:
    scope = {"type": "http", "method": "POST", "path": url, "headers": [], "query_string": b"", "http_version": "1.1"}
    connection = ApplicationCommunicator(handler, scope)
    await connection.send_input({"type": "http.request", "body": body})
    start, rest = await connection.receive_output(5), await connection.receive_output(5)
    await connection.wait(5)
    return start["status"], rest["body"]


@pytest.fixture(autouse=True)
def few_middleware(settings):
    settings.MIDDLEWARE = MIDDLEWARE
    ran_in.clear()


async def hops(handler: ASGIHandler, monkeypatch) -> int:
    """How often one request goes from the loop to a thread, or from there to the loop."""
    loop, gone = asyncio.get_running_loop(), []
    monkeypatch.setattr(
        CurrentThreadExecutor, "submit", lambda *args, of=CurrentThreadExecutor.submit: go(gone, of, args)
    )
    monkeypatch.setattr(loop, "run_in_executor", lambda *args, of=loop.run_in_executor: go(gone, of, args))
    await ask(handler, "/works/")
    return len(gone)


def go(gone: list, there, args):
    gone.append(there)
    return there(*args)


async def test_middleware_and_view_run_in_one_thread_which_is_not_the_loops():
    assert await ask(OneThreadHandler(), "/works/", b"filed") == (200, b"FILED")
    assert len(ran_in) == 3
    assert len(set(ran_in)) == 1
    assert threading.get_ident() not in ran_in


async def test_it_goes_there_fewer_times_than_djangos_own(monkeypatch):
    """Once for all, and not once more for each middleware that wants to see the view, and for the view."""
    with monkeypatch.context() as patch:
        djangos = await hops(ASGIHandler(), patch)
    with monkeypatch.context() as patch:
        ours = await hops(OneThreadHandler(), patch)
    assert ours <= djangos - 2


async def test_what_breaks_or_is_not_there_is_answered_as_ever():
    assert await ask(OneThreadHandler(), "/breaks/") == (500, b"broken")
    assert await ask(OneThreadHandler(), "/nowhere/") == (404, b"not there")
