"""Templates of letters: which one counts, and whether a new one may (issue 9 §2: a broken one is refused at upload)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from jinja2 import TemplateError, TemplateSyntaxError, nodes

from ..models import LetterKind, LetterTemplate
from . import fields
from .canonical import squeezed
from .data import LetterData, Words, words_of
from .documents import MAIN, MOST_BYTES, NoDocument, Package, lines_of, raw_paragraphs
from .packages import dangers
from .rendering import CannotRender, Paper, environment, render

if TYPE_CHECKING:
    from casework.parties.models import User

_SHIPPED = Path(__file__).parent / "shipped"
# All that a template needs. No loops, no calls, no sums: nothing that could take long or reach further.
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)


def shipped(kind: str) -> bytes:
    """The template that comes with the system."""
    return (_SHIPPED / f"{LetterKind(kind)}.docx").read_bytes()


def current(kind: str) -> tuple[bytes, int]:
    """The template from which a letter is made now, and its version; 0 is the shipped one."""
    newest = LetterTemplate.objects.filter(kind=kind).order_by("-version").first()
    return (bytes(newest.content), newest.version) if newest else (shipped(kind), 0)


def add_version(kind: str, content: bytes, *, by: User, now: dt.datetime | None = None) -> LetterTemplate:
    """From now on letters of this kind are made from it. Look for `faults` first."""
    with transaction.atomic():
        last = LetterTemplate.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
        return LetterTemplate.objects.create(
            kind=kind,
            version=last + 1,
            content=content,
            checksum=sha256(content).hexdigest(),
            uploaded_by=by,
            uploaded_at=now or timezone.now(),
        )


# --- what is wrong with one -------------------------------------------------------------------------------------------
def faults(kind: str, content: bytes) -> list[str]:
    """What stands against using it, in sentences; none where it can be used. The first sort that is found is told."""
    if len(content) > MOST_BYTES:
        return [_("The file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1024 // 1024}]
    try:
        package = Package(content)
        found = list(dangers(package)) or list(_wrong_fields(kind, content, package))
        return found or list(_wrong_letters(kind, content))
    except NoDocument:
        return [_("This is no Word file of the form .docx. Please save it in Word as “Word document (*.docx)”.")]


def _wrong_fields(kind: str, content: bytes, package: Package) -> Iterator[str]:
    """Of the fields, part by part: what cannot be read, what is not known, what is missing."""
    called: set[str] = set()
    for part, source in _sources(content):
        lines = raw_paragraphs(package.xml(part))
        try:
            tree = environment().parse(source)
        except TemplateSyntaxError as error:
            words = {"where": _where(part, error.lineno, lines), "error": error.message}
            yield _("%(where)s The field cannot be read: %(error)s") % words
            continue
        for node in tree.find_all(nodes.Node):
            yield from _wrong_node(kind, node, part, lines)
        called |= {name.name for name in tree.find_all(nodes.Name)}
    missing = [name for name in fields.needed(kind) if name not in called]
    if missing:
        yield _("The template lacks: %(names)s") % {"names": _as_fields(missing)}


def _sources(content: bytes) -> Iterator[tuple[str, str]]:
    """The parts in which fields are filled in, as Jinja reads them."""
    try:
        paper = Paper(io.BytesIO(content))
        paper.render_init()
        yield MAIN, paper.patch_xml(paper.get_xml())
        for uri in (paper.HEADER_URI, paper.FOOTER_URI):
            for _key, part in paper.get_headers_footers(uri):
                yield str(part.partname).lstrip("/"), paper.patch_xml(paper.get_part_xml(part))
    except (ValueError, KeyError, SyntaxError, AttributeError) as error:
        raise NoDocument from error


def _wrong_node(kind: str, node: Any, part: str, lines: list[str]) -> Iterator[str]:
    if not isinstance(node, _ALLOWED):
        where = {"where": _where(part, node.lineno, lines)}
        yield _("%(where)s Only a field {{ … }} and {%% if … %%} {%% else %%} {%% endif %%} can be used.") % where
    elif isinstance(node, nodes.Name) and node.name not in fields.known(kind):
        words = {
            "where": _where(part, node.lineno, lines),
            "name": node.name,
            "names": _as_fields(fields.known(kind)),
        }
        yield _("%(where)s This kind of letter has no field “%(name)s”. It has: %(names)s") % words


def _where(part: str, line: int, lines: list[str]) -> str:
    """Jinja's first line is what stands before the first paragraph."""
    number = min(max(line - 1, 1), max(len(lines), 1))
    words = {"line": number, "text": lines[number - 1].strip()[:80] if lines else ""}
    if part.startswith("word/header"):
        return _("Header, line %(line)d, “%(text)s”.") % words
    if part.startswith("word/footer"):
        return _("Footer, line %(line)d, “%(text)s”.") % words
    return _("Line %(line)d, “%(text)s”.") % words


def _as_fields(names: Any) -> str:
    return " ".join(f"{{{{ {name} }}}}" for name in names)


# --- a trial ----------------------------------------------------------------------------------------------------------
def _wrong_letters(kind: str, content: bytes) -> Iterator[str]:
    """Two letters are made from it: one in which every field says something, one with only what must be said."""
    full = sample(kind)
    least = {field.name for field in fields.must_be_said(kind)}
    for words in (full, {name: said if name in least else () for name, said in full.items()}):
        try:
            hidden = unsaid(kind, words, render(content, words, SAMPLE_ADDRESS, fields.known(kind)))
        except (CannotRender, TemplateError) as error:
            yield _("A letter made from it for a trial cannot be read: %(error)s") % {"error": error}
            return
        if hidden:
            yield _("In a letter made from it for a trial the words of these fields are missing: %(names)s") % {
                "names": _as_fields(hidden)
            }
            return


def unsaid(kind: str, words: Words, letter: bytes) -> list[str]:
    """Names of the fields whose words cannot be read in a letter."""
    text = squeezed("".join(lines_of(letter)))
    return [
        field.name for field in fields.signed(kind) if not all(squeezed(line) in text for line in words[field.name])
    ]


SAMPLE_ADDRESS = "https://example.org/letters/decision-2026-1/0123456789abcdef/"


def sample(kind: str) -> Words:
    """Made-up words for every field of this kind of letter, none of which is part of another."""
    day = dt.date(2026, 12, 9)
    data = LetterData(
        year=2026,
        about="",
        case_number="CL26-000001-X",
        day=day,
        party="示例影城有限公司",
        bodies=("示例协会", "示例总工会"),
        addressee="示例收文单位",
        uscc="91430000MA4L000000",
        cinema_code="43019901",
        regarding="湘观影告字〔2026〕99号",
        regarding_day=dt.date(2026, 11, 30),
        decided_by="示例决定单位",
        facts="示例事实第一段。\n示例事实第二段，含符号 < > & “ ”。",
        evidence="示例证据。",
        answers=("示例申辩一及答复。", "示例申辩二及答复。"),
        basis="示例依据。",
        measures=("示例措施一。", "示例措施二。"),
        defence_term="示例陈述申辩期限",
        hearing_term="示例听证期限",
        hearing_at=dt.datetime(2026, 12, 12, 1, 30, tzinfo=dt.UTC),
        hearing_place="示例会议室",
        presider="示例主持人",
        remedies="示例救济途径。",
        repair_from="示例修复时间",
        repair_conditions=("示例条件一。", "示例条件二。"),
        repair_how="示例申请方式。",
        subsidies="示例补贴资格情况。",
        why="示例原因。",
        contact="示例联系人 0731-00000000",
    )
    return {**words_of(data), "number": ("湘观影示字〔2026〕1号",)}
