"""Letters, their data, and templates as an administrator might make them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

from docx import Document

from blacklist.letters.data import LetterData
from blacklist.letters.fields import needed
from blacklist.letters.writing import write
from blacklist.models import Letter, LetterKind

NOTICE, HEARING_NOTICE, DECISION, REPAIR_NOTICE, FUND_NOTICE = LetterKind
DAY = dt.date(2026, 12, 9)

_OWN: Mapping[str, dict] = {
    NOTICE: {
        "facts": "2026年9月30日晚，你单位拒绝兑换电子票券。\n该场次尚有空座 31 个。",
        "evidence": "现场照片两张；排片记录一份。",
        "basis": "湘工发〔2021〕5号第四条。",
        "measures": ("取消参加活动资格十二个月。", "记入失信记录名单十二个月。"),
        "defence_term": "自收到本告知书之日起5个工作日内",
        "hearing_term": "自收到本告知书之日起5个工作日内",
    },
    HEARING_NOTICE: {
        "regarding": "湘观影告字〔2026〕1号",
        "facts": "涉嫌拒绝兑换电子票券。",
        "hearing_at": dt.datetime(2026, 12, 21, 1, 30, tzinfo=dt.UTC),
        "hearing_place": "示例楼三层会议室",
        "presider": "何小例",
    },
    DECISION: {
        "facts": "2026年9月30日晚，你单位拒绝兑换电子票券。",
        "evidence": "现场照片两张。",
        "answers": ("称系统故障：后台记录显示系统正常，不予采纳。",),
        "basis": "湘工发〔2021〕5号第四条。",
        "measures": ("取消参加活动资格十三个月，至2028年1月8日止。",),
        "remedies": "不服本决定的，可在收到之日起30日内申请复核。",
    },
    REPAIR_NOTICE: {
        "regarding": "湘观影决字〔2026〕1号",
        "repair_from": "自措施生效之日起满3个月后",
        "repair_conditions": ("已履行全部义务。", "提交守信承诺书。"),
        "repair_how": "登录办理平台提交申请。",
    },
    FUND_NOTICE: {
        "addressee": "示例资金管理办公室",
        "cinema_code": "43029901",
        "regarding": "湘观影决字〔2026〕1号",
        "regarding_day": dt.date(2026, 12, 1),
        "decided_by": "示例电影局",
        "subsidies": "自2026年12月9日起至2027年6月8日止（含当日），该单位不享受各种资金补贴。",
        "why": "处理决定已经送达，自送达之日起生效。",
    },
}


def data_of(kind: str, **changed) -> LetterData:
    said = {
        "year": 2026,
        "about": "toy:1",
        "case_number": "CL26-000001-X",
        "day": DAY,
        "party": "示例影城（株洲）有限公司",
        "uscc": "91430200MA4L000000",
        "bodies": ("示例电影行业协会", "示例总工会"),
    }
    return LetterData(**said | _OWN[kind] | changed)


def make_letter(kind: str = DECISION, **changed) -> Letter:
    return write(kind, data_of(kind, **changed))


# --- templates --------------------------------------------------------------------------------------------------------
def docx(*lines: str, header: str = "") -> bytes:
    """A Word file of these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def template(kind: str = DECISION, *lines: str, without: str = "", header: str = "") -> bytes:
    """A plain one that shows all it must, but `without`; further lines stand at its end."""
    fields = [f"{{{{ {name} }}}}" for name in needed(kind) if name not in without.split()]
    return docx("标题", *fields, *lines, header=header)


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rezipped(content: bytes, replace: Mapping[str, tuple[str, str]] | None = None, **added: bytes) -> bytes:
    """The same package with words of parts replaced, and parts added (__ in a name stands for / and _dot_ for .)."""
    target, replace = io.BytesIO(), replace or {}
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name in replace:
                before, after = (text.encode() for text in replace[name])
                assert before in part, f"{name} has no {before!r}"
                part = part.replace(before, after)
            copy.writestr(name, part)
        for name, part in added.items():
            copy.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return target.getvalue()


def reworded(content: bytes, before: str, after: str) -> bytes:
    """A letter in whose text somebody changed words."""
    return rezipped(content, {"word/document.xml": (before, after)})


def through_word(content: bytes) -> bytes:
    """As Word saves it again: words cut into runs, spell-check marks, other white space, a page number below."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        text = paragraph.text
        if len(text) > 4 and not paragraph._p.xpath(".//w:drawing"):
            paragraph.text = ""
            for part in (text[:2], text[2:3] + " ", text[3:]):
                paragraph.add_run(part)
    document.add_paragraph("  ")
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 2 页"
    return saved(document)
