"""What a template must not bring along: programs, and anything that is fetched from elsewhere when it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from .documents import Package

_PROGRAMS = re.compile(r"vba|activex|/embeddings/", re.IGNORECASE)
_MACROS = (b"macroenabled", b"vbaproject")
_DOCUMENT = b"wordprocessingml.document.main+xml"
# Word fields that run or fetch something (ECMA-376 part 1, 17.16.5).
_FETCHING = re.compile(r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b", re.I)


def dangers(package: Package) -> Iterator[str]:
    """Each as a sentence that says what to do. Raises NoDocument."""
    types = package.parts["[Content_Types].xml"].lower()
    if any(mark in types for mark in _MACROS) or any(_PROGRAMS.search(name) for name in package.parts):
        yield _("The file holds macros or embedded objects. Please save it without them, as “Word document (*.docx)”.")
    elif _DOCUMENT not in types:
        yield _("This is no Word file of the form .docx. Please save it in Word as “Word document (*.docx)”.")
    targets = sorted(set(_outside(package)))
    if targets:
        yield _("The file refers to something outside of it: %(targets)s. Please remove the links.") % {
            "targets": "、".join(target[:100] for target in targets[:5])
        }
    for field in _fetching_fields(package):
        yield _("The file has a Word field that fetches or runs something: %(field)s. Please remove it.") % {
            "field": field[:100]
        }


def _outside(package: Package) -> Iterator[str]:
    for name in package.parts:
        if name.endswith(".rels"):
            for relation in package.xml(name):
                if relation.get("TargetMode") == "External":
                    yield relation.get("Target") or ""


def _fetching_fields(package: Package) -> Iterator[str]:
    """Their instructions may be cut into several runs; joined, each begins after the mark that opens it."""
    for name in package.text_parts():
        instruction = ""
        for element in package.xml(name).iter(qn("w:instrText"), qn("w:fldChar"), qn("w:fldSimple")):
            if element.tag == qn("w:instrText"):
                instruction += element.text or ""
                continue
            if _FETCHING.match(instruction):
                yield instruction.strip()
            instruction = element.get(qn("w:instr"), "")
        if _FETCHING.match(instruction):
            yield instruction.strip()
