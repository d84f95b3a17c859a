from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casework.parties import price_import
from casework.parties.price_cells import read_price_sheet
from casework.parties.sheets import Unreadable


class Command(BaseCommand):
    help = "Reads films and their lowest release prices from an XLSX or CSV sheet: all rows or none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, file: Path, dry_run: bool, **options) -> None:
        try:
            sheet = read_price_sheet(file.read_bytes())
        except (OSError, Unreadable) as error:
            raise CommandError(f"{file}: {error}") from error
        done = price_import.plan(sheet) if dry_run else price_import.carry_out(sheet)
        if done.faults:
            raise CommandError("\n".join(str(fault) for fault in done.faults))
        self.stdout.write(done.summary)
