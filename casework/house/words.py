"""The words that people read: msgids in English in the code, Chinese in locale/zh_Hans, compiled without gettext."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from casework.house.first_run import ROOT

LANGUAGE = "zh_Hans"
CATALOG = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
# Where a user-visible string may stand. Tests and tools speak to developers only.
SOURCES = ("casework", "complaints", "inspections", "blacklist", "notifications", "templates")
HEADER = {
    "Project-Id-Version": "casework",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
NO_GETTEXT = "GNU gettext is not installed, so the words cannot be gathered: apt-get install gettext"

Key = tuple[str, str]  # (context or "", msgid)


class NoGettext(Exception):
    """GNU gettext is not on this machine; the message says how to install it."""


@dataclass
class Glossary:
    """Chinese by (context, msgid), and the msgids that two files translate differently."""

    words: dict[Key, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Read one JSON file {msgid: msgstr}; a plural is {"plural": …, "str": …}, a context stands before \\u0004."""
        for name, value in json.loads(path.read_text(encoding="utf-8")).items():
            context, _, msgid = name.rpartition("\x04")
            text = value["str"] if isinstance(value, dict) else value
            if self.words.setdefault((context, msgid), text) != text:
                self.conflicts.append(
                    f"{path.name}: {msgid!r} is {text!r} here and {self.words[context, msgid]!r} before"
                )


def key(entry: polib.POEntry) -> Key:
    """What makes an entry the same one in two catalogs."""
    return entry.msgctxt or "", entry.msgid


def compile_catalogs(root: Path = ROOT) -> list[Path]:
    """Write the .mo beside every .po that is newer; returns what was written. Readers never see half a file."""
    written = []
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        half = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        written.append(target)
    return written


def committed(root: Path = ROOT) -> polib.POFile:
    """The catalog under version control; empty if there is none yet."""
    path = root / CATALOG
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def extract(root: Path = ROOT) -> polib.POFile:
    """Every msgid of the work tree, untranslated. Raises NoGettext.

    makemessages writes beside what it reads, so it works on a copy.
    """
    if not all(shutil.which(program) for program in ("xgettext", "msguniq", "msgmerge")):
        raise NoGettext(NO_GETTEXT)
    with tempfile.TemporaryDirectory(prefix="casework-words-") as name:
        copy = Path(name)
        for source in SOURCES:
            shutil.copytree(root / source, copy / source, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        (copy / "locale").mkdir()
        # Without settings Django gathers into ./locale, and no room has to import.
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--add-location", "file"]
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"makemessages failed:\n{done.stderr}")
        return polib.pofile(str(copy / CATALOG)) if (copy / CATALOG).exists() else polib.POFile()


def update(found: polib.POFile, known: polib.POFile, glossary: Glossary) -> polib.POFile:
    """What the code says, in stable order, with the Chinese that the catalog or else the glossary has."""
    translated = {key(entry): _translation(entry) for entry in known if not entry.obsolete and not entry.fuzzy}
    catalog = polib.POFile(wrapwidth=110)
    catalog.metadata = dict(HEADER)
    for entry in sorted(found, key=key):
        text = translated.get(key(entry)) or glossary.words.get(key(entry), "")
        files = sorted({path for path, _ in entry.occurrences})
        catalog.append(
            polib.POEntry(
                msgctxt=entry.msgctxt,
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr="" if entry.msgid_plural else text,
                msgstr_plural={0: text} if entry.msgid_plural else {},
                occurrences=[(path, "") for path in files],
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
                comment=entry.comment,
            )
        )
    return catalog


def problems(found: polib.POFile, known: polib.POFile) -> list[str]:
    """What is wrong with the committed catalog, one line each; none if every string of the code has its Chinese."""
    wanted = {key(entry) for entry in found}
    listed = {key(entry) for entry in known if not entry.obsolete}
    faults = [f"missing: {shown(name)} is in the code and not in the catalog" for name in sorted(wanted - listed)]
    faults += [f"obsolete: {shown(name)} is in the catalog and not in the code" for name in sorted(listed - wanted)]
    for entry in known:
        faults += [f"{fault}: {shown(key(entry))}" for fault in _entry_faults(entry)]
    return faults


def shown(name: Key) -> str:
    """A message as a report names it."""
    context, msgid = name
    return f"{msgid!r} ({context})" if context else repr(msgid)


def _translation(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _entry_faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.obsolete:
        yield "obsolete"
        return
    if entry.fuzzy:
        yield "fuzzy"
    text = _translation(entry)
    if not text:
        yield "untranslated"
        return
    original = entry.msgid_plural or entry.msgid
    if placeholders(text) != placeholders(original):
        yield f"placeholders differ ({_listed(placeholders(original))} became {_listed(placeholders(text))})"
    if text.startswith("\n") != original.startswith("\n") or text.endswith("\n") != original.endswith("\n"):
        yield "starts or ends with a line break on one side only"


def placeholders(text: str) -> list[str]:
    """The %(name)s, %s and {name} of a message, sorted; a doubled %% or {{ stands for itself."""
    plain = text.replace("%%", "").replace("{{", "").replace("}}", "")
    return sorted(set(re.findall(r"%\(\w+\)[a-z]|%[a-z](?![a-z])|\{\w*(?:[.!:\[][^{}]*)?\}", plain)))


def _listed(names: Iterable[str]) -> str:
    return " ".join(names) or "none"
