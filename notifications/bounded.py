"""Talking to a server for so long and no longer: no timeout of a socket bounds a name server, several addresses, or a
server that answers a letter a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Answer = TypeVar("Answer")


def within(seconds: float, do: Callable[[], Answer], cut: Callable[[], None]) -> Answer:
    """Do it in a thread, and wait at most so long; what is still under way then is `cut` off. Raises TimeoutError, and
    whatever `do` raises."""
    done: Future = Future()

    def run() -> None:
        try:
            done.set_result(do())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError:
        cut()
        raise
