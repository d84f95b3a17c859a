"""manage.py lifecycles: write docs/lifecycles.md anew from the registered kinds."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.engine.kinds import all_kinds
from casework.engine.lifecycles import render


class Command(BaseCommand):
    help = "Prints the lifecycles of all kinds into docs/lifecycles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
        path.write_text(render(all_kinds()), encoding="utf-8")
        self.stdout.write(f"wrote {path}")
