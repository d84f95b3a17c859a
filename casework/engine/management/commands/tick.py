"""manage.py tick: what time does. Once, or --loop as the process beside the web server."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from casework.engine import tick as clockwork

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Warns, marks overdue, completes the silent, keeps promises, sends what is due; safe to run side by side."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--loop", action="store_true", help="Go on until stopped.")
        parser.add_argument("--every", type=float, default=10, help="Seconds between two rounds of the loop.")

    def handle(self, *args: Any, loop: bool, every: float, **options: Any) -> None:
        if not loop:
            self._once()
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            self._once_unless_away()
            close_old_connections()
            stopped.wait(every)

    def _once_unless_away(self) -> None:
        """A database that is started again, or that somebody else keeps busy, stops no clock: under `make run` the web
        server would end with it."""
        try:
            self._once()
        except (OperationalError, InterfaceError):
            log.exception("The database did not answer; what is due now is done in a later round.")

    def _once(self) -> None:
        done = {what: count for what, count in clockwork.tick().items() if count}
        if done:
            self.stdout.write(" ".join(f"{what}={count}" for what, count in done.items()))
