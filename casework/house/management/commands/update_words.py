from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casework.house import words


class Command(BaseCommand):
    help = "Rewrites the catalog from the code; fills what has no Chinese yet from JSON files {msgid: msgstr}."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--glossary", nargs="*", type=Path, default=[], metavar="FILE", help="JSON files")
        parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="a folder of such files")

    def handle(self, *, glossary: list[Path], folder: Path | None, **options) -> None:
        book = words.Glossary()
        for path in [*glossary, *(sorted(folder.glob("*.json")) if folder else [])]:
            try:
                book.add(path)
            except (OSError, ValueError, KeyError) as error:
                raise CommandError(f"{path}: {error}") from error
        try:
            found = words.extract()
        except words.NoGettext as reason:
            raise CommandError(str(reason)) from None
        catalog = words.update(found, words.committed(), book)
        target = words.ROOT / words.CATALOG
        target.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(target))
        self._report(catalog, book)

    def _report(self, catalog, book: words.Glossary) -> None:
        wanted = {words.key(entry) for entry in catalog}
        for line in book.conflicts:
            self.stderr.write(f"two translations: {line}")
        for name in sorted(set(book.words) - wanted):
            self.stderr.write(f"not in the code: {words.shown(name)}")
        for fault in words.problems(catalog, catalog):
            self.stderr.write(fault)
        self.stdout.write(
            f"{len(catalog)} messages in {words.CATALOG}, {len(catalog.untranslated_entries())} untranslated"
        )
