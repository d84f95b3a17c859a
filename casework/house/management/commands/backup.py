"""manage.py backup: database and files as one verified file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.house import backup
from casework.house.archive import BackupFault


class Command(BaseCommand):
    help = "Writes database and files, as they are at one moment, into one file, and reads it again. People may go on."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("target", type=Path, help="A new file, or a folder: then the time makes the name.")
        parser.add_argument("--keep", type=int, metavar="N", help="Then delete all but the newest N in that folder.")

    def handle(self, *args: Any, target: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and (keep < 1 or not target.is_dir()):
            raise CommandError("--keep wants a number from 1, and a folder to keep them in.")
        try:
            made = backup.make(target)
            removed = backup.prune(target, keep) if keep else []
        except (BackupFault, OSError) as error:
            raise CommandError(str(error)) from error
        manifest = made.manifest
        held = f"{sum(manifest.rows.values())} rows, {manifest.files} files, {made.path.stat().st_size / 1e6:.1f} MB"
        self.stdout.write(f"{made.path}: {held}, read again and whole.")
        for path in removed:
            self.stdout.write(f"{path}: older, deleted")
        if made.lost:
            missing = "\n".join(made.lost)
            raise CommandError(f"The backup is made, but these files of cases are missing in the store:\n{missing}")
