"""Found by each Python process that keeps the time of a story (`clocks.OwnClock`), before anything else runs.

libfaketime 0.9.10, as Debian 12 has it, refuses to sleep until a moment of the clock that it leaves alone, which is how
Python sleeps; waiting for nothing takes as long.
"""

import select
import time


def sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = sleep
