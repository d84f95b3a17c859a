"""How a request comes from the server's loop to its view."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse


class OneThreadHandler(ASGIHandler):
    """Middleware, view and answer in one step, in the request's own thread.

    Django goes back to the loop before the view and before each middleware that wants to see it, for views that are
    coroutines. We have none, and each of these four ways costs two threads' waking, and where several requests are at
    work a wait for the interpreter: a page a millisecond.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponse:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
