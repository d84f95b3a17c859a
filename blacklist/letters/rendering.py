"""A template and words make a letter. Templates come from administrators, words from parties: neither can do anything
but stand where it stands.

A template may call the names of its kind and ask `if` one says something; nothing else (`templates.faults`). The
sandbox is a second wall behind that, and escaping a third: words of a party are never read as fields or as XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from .data import Words
from .documents import NoDocument, lines_of
from .fields import CHECK_ADDRESS, QR

QR_SIZE = Mm(28)
# How docxtpl is told that a new paragraph begins within a field, in the form of the one it stands in.
_NEW_PARAGRAPH = "\a"


class CannotRender(Exception):
    """The template is damaged in a way that no check foresaw; the message is the machine's own."""


def environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def render(template: bytes, words: Words, address: str, names: Mapping[str, Any]) -> bytes:
    """The letter as a Word file, in which `names` can be called. Raises CannotRender."""
    paper = Paper(io.BytesIO(template))
    try:
        paper.render_init()
        said = {name: _NEW_PARAGRAPH.join(words.get(name, ())) for name in names}
        paper.fill(said | {CHECK_ADDRESS: address, QR: QrCode(paper, address)})
        target = io.BytesIO()
        paper.docx.save(target)
        lines_of(target.getvalue())
    except (TemplateError, NoDocument, SyntaxError, ValueError, KeyError, AttributeError) as error:
        raise CannotRender(str(error)) from error
    return target.getvalue()


class QrCode:
    """The QR code of an address where a template calls it. It has nothing else that a template could reach."""

    def __init__(self, paper: Paper, address: str) -> None:
        self._paper, self._address = paper, address

    def __html__(self) -> str:
        picture = io.BytesIO()
        segno.make(self._address, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
        picture.seek(0)
        return str(InlineImage(self._paper, picture, width=QR_SIZE))


class Paper(DocxTemplate):
    """docxtpl without what it does beyond the text, its headers and footers: it would also read fields in the file's
    properties and footnotes, repair broken XML, and turn “{_{” in a party's words into a field."""

    def fill(self, context: Mapping[str, Any]) -> None:
        env = environment()
        tree = parse_xml(self.build_xml(context, env))
        for number, picture in enumerate(tree.iter(qn("wp:docPr")), 1):
            picture.set("id", str(number))
        self.map_tree(tree)
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for key, xml in list(self.build_headers_footers_xml(context, uri, env)):
                self.map_headers_footers_xml(key, xml)

    def patch_xml(self, src_xml: str) -> str:
        """As docxtpl does, each paragraph beginning a line of its own, so that Jinja counts lines as a reader does."""
        return super().patch_xml(re.sub(r"<w:p(?=[ />])", "\n<w:p", src_xml.replace("\n", " ")))

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        return self.resolve_listing(jinja_env.from_string(src_xml).render(context).replace("\n", ""))
