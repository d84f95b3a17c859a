"""Word files: what is in the package, and the words that a person reads in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from .canonical import squeezed

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MAIN = "word/document.xml"
_TEXT_PARTS = re.compile(r"^word/(header|footer)\d*\.xml$")
# Alone in a header or footer it counts pages, which Word does anew on every machine.
_PAGE_COUNT = re.compile(r"[第共页\d\-–—/,，]*")
_TEXT, _PARAGRAPH, _RUN = qn("w:t"), qn("w:p"), qn("w:r")
# What the file keeps and a reader does not see: what was deleted or moved away, what only old programs read.
_UNREAD = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


class NoDocument(Exception):
    """The bytes are no Word file that could be read."""


class Package:
    """The parts of a .docx, each read whole; never more than MOST_UNPACKED together."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                entries = package.infolist()
                if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(e.flag_bits & 1 for e in entries):
                    raise NoDocument
                self.parts = {entry.filename: package.read(entry) for entry in entries}
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise NoDocument from error
        except zipfile.zlib.error as error:
            raise NoDocument from error
        if MAIN not in self.parts or "[Content_Types].xml" not in self.parts:
            raise NoDocument

    def xml(self, name: str) -> Any:
        """A part's tree. An entity is never resolved and never welcome: Word writes none."""
        if b"<!DOCTYPE" in self.parts[name] or b"<!ENTITY" in self.parts[name]:
            raise NoDocument
        try:
            return parse_xml(self.parts[name])
        except (SyntaxError, ValueError) as error:
            raise NoDocument from error

    def text_parts(self) -> list[str]:
        """The names of the parts that people read: the text, then headers and footers."""
        return [MAIN, *sorted(name for name in self.parts if _TEXT_PARTS.match(name))]


def lines_of(content: bytes) -> list[str]:
    """The paragraphs of a Word file that say something, headers and footers last. Raises NoDocument."""
    package = Package(content)
    lines: list[str] = []
    for name in package.text_parts():
        read = [line for line in paragraphs(package.xml(name)) if squeezed(line)]
        counted = name != MAIN
        lines += [line for line in read if not (counted and _PAGE_COUNT.fullmatch(squeezed(line)))]
    return lines


def paragraphs(tree: Any) -> list[str]:
    """Every paragraph's words as on paper, the empty ones too: without what is hidden or was deleted, with what was
    inserted, also where changes are tracked."""
    lines: list[str] = []
    for element in _walk(tree):
        if element.tag == _PARAGRAPH:
            lines.append("")
        elif lines:
            lines[-1] += element.text or ""
    return lines


def raw_paragraphs(tree: Any) -> list[str]:
    """The same with all that the file keeps: as many as the XML has."""
    return ["".join(text.text or "" for text in found.iter(_TEXT)) for found in tree.iter(_PARAGRAPH)]


def _walk(tree: Any) -> Iterator[Any]:
    """Paragraphs and texts that are read, in the order of the file."""
    for child in tree:
        tag = child.tag
        if tag in _UNREAD or (tag == _RUN and _hidden(child)):
            continue
        if tag in (_PARAGRAPH, _TEXT):
            yield child
        yield from _walk(child)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")
