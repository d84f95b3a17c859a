"""manage.py restore: a backup into an empty installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.house.archive import BackupFault
from casework.house.backup import key_mark
from casework.house.restore import restore

OTHER_KEY = (
    "SECRET_KEY is not the one of where the backup was made: no link, no access code and no search by phone of before "
    "works with it. Set the old one before anything is filed."
)


class Command(BaseCommand):
    help = "Checks a backup, puts it into an empty database and file store, and proves that all of it is there."
    requires_system_checks: tuple[str, ...] = ()  # they would find that the database is empty

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = restore(file, self.stdout.write)
        except (BackupFault, OSError) as error:
            raise CommandError(str(error)) from error
        if manifest.absent:
            self.stdout.write(f"{len(manifest.absent)} files were gone already when the backup was made.")
        if manifest.key not in map(key_mark, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]):
            self.stderr.write(OTHER_KEY)
        self.stdout.write("Restored. Start the processes.")
