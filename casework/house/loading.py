"""How a process of ours begins."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded within stays as long as the process: nobody looks for garbage in it, now or later.

    A sixth of a start went into looking, and so would some of every later look.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.enable()
