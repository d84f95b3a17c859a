"""manage.py check_invariants: every case is in exactly one state, with exactly what that state means."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.engine.invariants import violations


class Command(BaseCommand):
    help = "Checks what must hold of every case at every moment (docs/engine.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(violations())
        for violation in found:
            self.stderr.write(violation)
        if found:
            raise CommandError(f"{len(found)} violations")
        self.stdout.write("Every case is as its stage says.")
