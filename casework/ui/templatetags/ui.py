"""Components as tags, and dates as filters. Each tag's parameters are its contract with the pages."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from casework.ui import times
from casework.ui.fields import face
from casework.ui.words import listed as in_a_list

register = template.Library()

CLOCK_ICONS = {
    "calm": "clock",
    "soon": "hourglass-split",
    "late": "exclamation-octagon-fill",
    "paused": "pause-circle",
    "provisional": "calendar2-week",
    "met": "check-circle-fill",
}
BANNER_ICONS = {
    "info": "info-circle-fill",
    "ok": "check-circle-fill",
    "warn": "exclamation-triangle-fill",
    "urgent": "exclamation-octagon-fill",
}
# The few icons of the pages that people see first, in a sprite of their own: the other one is seven times as large.
FIRST_SPRITE = settings.BASE_DIR / "static/vendor/bootstrap-icons/first.svg"
FIRST_ICONS = frozenset(re.findall(r'<symbol id="([\w-]+)"', FIRST_SPRITE.read_text(encoding="utf-8")))
# Django's message levels, in the tones of the house.
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "urgent"}


# --- dates and figures ------------------------------------------------------------------------------------------------
@register.filter
def listed(items: Iterable[Any]) -> str:
    """Things named one after the other, as the reader's language does it."""
    return in_a_list(items)


@register.filter
def day(value: date | datetime | None) -> str:
    """10月26日（周一） / Mon 26 Oct; the year when it is not this one."""
    return times.day_words(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """今天 16:08, 昨天 16:08, 10月12日 16:08."""
    return times.moment_words(value) if value else ""


@register.filter
def deadline(value: datetime | None) -> str:
    """10月26日（周一）24:00 for a moment at midnight of the next day."""
    return times.deadline_words(value) if value else ""


@register.filter
def written(value: datetime | None) -> str:
    """2026年10月26日（周一）16:08, for paper."""
    return times.written_moment(value) if value else ""


@register.filter
def rest(days: int | None) -> str:
    """还有 9 个工作日, for a count of working days."""
    return "" if days is None else times.rest_words(days)


@register.filter
def nb(value: object) -> SafeString:
    """Text that never breaks: a date, a case number, “7 个工作日”."""
    return format_html('<span class="nb">{}</span>', value)


# --- the page ---------------------------------------------------------------------------------------------------------
@register.simple_tag
def html_lang() -> str:
    """The page's language, as browsers and readers want it."""
    code = get_language() or settings.LANGUAGE_CODE
    return "zh-Hans-CN" if code == "zh-hans" else code


@register.simple_tag
def site_name() -> str:
    return str(settings.SITE_NAME)


@register.simple_tag(takes_context=True)
def here(context: template.Context, *names: str) -> SafeString:
    """`aria-current="page"` when the page is one of these view names, or of a namespace written "room:"."""
    match = getattr(context.get("request"), "resolver_match", None)
    view = match.view_name if match else ""
    now = any(view == name or (name.endswith(":") and view.startswith(name)) for name in names)
    return mark_safe('aria-current="page"' if now else "")


@register.filter
def tone(level: str) -> str:
    """The tone of a banner for a Django message's level."""
    return MESSAGE_TONES.get(level, "info")


@register.filter
def initial(name: object) -> str:
    """One letter for a round face: the last of a Chinese name, the first of any other."""
    text = str(name or "").strip()
    if not text:
        return ""
    return text[-1] if "\u4e00" <= text[-1] <= "\u9fff" else text[0].upper()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless `label` says what it means."""
    sprite = "first" if name in FIRST_ICONS else "icons"
    link = f"{static(f'vendor/bootstrap-icons/{sprite}.svg')}#{name}"
    if label:
        return format_html('<svg class="bi" role="img" aria-label="{}"><use href="{}"/></svg>', label, link)
    return format_html('<svg class="bi" aria-hidden="true"><use href="{}"/></svg>', link)


# --- states -----------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/chip.html")
def chip(label: str, icon: str = "", tone: str = "") -> dict:
    """A state in a word. `tone`: "", info, ok, warn, urgent."""
    return {"label": label, "icon": icon, "tone": tone}


@register.inclusion_tag("components/clock.html")
def clock(
    text: str, label: str = "", note: str = "", state: str = "calm", why: list | None = None, source: str = ""
) -> dict:
    """What is due (`label`), until when or how long (`text`), and what follows (`note`).

    `state`: calm, soon, late, paused, provisional, met. `why`: the stretches of "why this date", each with `span`
    (which days), `text` (what they are), `count` (which day of the budget), `off` (not counted), `end` (the last
    line). `source`: where the figure comes from.
    """
    return {
        "label": label,
        "text": text,
        "note": note,
        "state": state,
        "icon": CLOCK_ICONS[state],
        "why": why,
        "source": source,
    }


@register.inclusion_tag("components/stageline.html")
def stageline(steps: list, across: bool = False) -> dict:
    """The way of a case. A step has `label`, `note` and `state`: done, now, todo or off (skipped)."""
    return {"steps": steps, "across": across}


@register.inclusion_tag("components/banner.html")
def banner(
    text: str, tone: str = "info", title: str = "", icon: str = "", url: str = "", link: str = "", alert: bool = False
) -> dict:
    """One sentence and a way on. `alert` only when something failed."""
    return {
        "text": text,
        "tone": tone,
        "title": title,
        "icon": icon or BANNER_ICONS[tone],
        "url": url,
        "link": link,
        "alert": alert,
    }


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", icon: str = "inbox", url: str = "", link: str = "") -> dict:
    """Nothing here: the fact, and the next best thing with a link."""
    return {"title": title, "text": text, "icon": icon, "url": url, "link": link}


# --- people and the record --------------------------------------------------------------------------------------------
@register.inclusion_tag("components/holder.html")
def holder(name: str, unit: str = "", phone: str = "", note: str = "") -> dict:
    """Who has the case now, and how to reach them."""
    return {"name": name, "unit": unit, "phone": phone, "note": note}


@register.inclusion_tag("components/feed.html")
def feed(rows: list, rules: bool = True) -> dict:
    """The record, newest first.

    A row has `title`, `actor`, `at` (moment), `audience` (who can see it), and may have `icon`, `body`, `internal`,
    `fresh` (since the reader was last here), `id`, `url` with `link`, `detail` (safe HTML of the page's own).
    `rules` draws the lines between what is new and what was seen.
    """
    return {"rows": rows, "rules": rules and any(_get(row, "fresh") for row in rows)}


@register.inclusion_tag("components/message.html")
def message(
    author: str, at: datetime, text: str, mine: bool = False, note: str = "", files: list | None = None
) -> dict:
    """One message: grey edge for the office, blue for the reader's own. `files`: each with `url` and `name`."""
    return {"author": author, "at": at, "text": text, "mine": mine, "note": note, "files": files}


@register.inclusion_tag("components/bucket.html")
def bucket(label: str, count: int | None = None, icon: str = "", tone: str = "") -> dict:
    """The head of a group of rows. `tone`: "", soon, late."""
    return {"label": label, "count": count, "icon": icon, "tone": tone}


@register.inclusion_tag("components/work_row.html")
def work_row(row: object, current: bool = False, target: str = "") -> dict:
    """One row of a list of work: `url`, `title`, `due` (words), `state` ("", soon, late), `reason`, `number`, `place`,
    `fresh`, `id`. With `target` (a CSS selector) htmx opens it there and the address follows."""
    return {"row": row, "current": current, "target": target}


@register.inclusion_tag("components/pager.html")
def pager(start: str = "", following: str = "") -> dict:
    """From a later page back to the first, and on by key; never page numbers, which shift while people read."""
    return {"start": start, "following": following}


# --- acts and forms ---------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/shut_act.html")
def shut_act(label: str, name: str) -> dict:
    """An act that is closed now: greyed, but focusable. Its reason follows with `shut_reason` of the same name."""
    return {"label": label, "name": name}


@register.inclusion_tag("components/shut_reason.html")
def shut_reason(name: str, reason: str, url: str = "", link: str = "", label: str = "") -> dict:
    """Why an act is closed, who could, and what to do instead."""
    return {"name": name, "reason": reason, "url": url, "link": link, "label": label}


@register.inclusion_tag("components/preview.html")
def preview(title: str, text: str, id: str = "") -> dict:
    """What others will read, word for word."""
    return {"title": title, "text": text, "id": id}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict:
    """What must be put right, in the order of the fields, in the sentences that stand beside them."""
    general = [text for form in forms for text in form.non_field_errors()]
    found = [(face(bound), text) for form in forms for bound in form for text in bound.errors]
    return {"general": general, "found": found, "count": len(general) + len(found)}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", hint: str | None = None, style: str = "", hints: dict | None = None
) -> dict:
    """A form field with label, hint and error; groups as big tap targets. See `casework.ui.fields.face`."""
    return {"face": face(bound, label=label, hint=hint, style=style, hints=hints)}


# --- files and the receipt --------------------------------------------------------------------------------------------
@register.inclusion_tag("components/thumbs.html")
def thumbs(files: list) -> dict:
    """Files being added: `name`, `picture` (URL) or `icon`, `state` (ok, busy, bad), `note`, and `remove` (the value
    of the button named "remove"), `progress` (0-100)."""
    return {"files": files}


@register.inclusion_tag("components/evidence.html")
def evidence(files: list) -> dict:
    """Files of a case: `name`, `url` (none: it is only named), `picture` (URL) or `icon`, `note`; `veiled` ones leave a
    trace when opened."""
    return {"files": files}


@register.inclusion_tag("components/receipt.html")
def receipt(number: str, code: str = "", qr: str = "", steps: list | None = None, paper_url: str = "") -> dict:
    """The ticket: number and code above the perforation, what happens next below. `qr`: the picture's URL. `paper_url`:
    the page to print, where it is not this one."""
    return {"number": number, "code": code, "qr": qr, "steps": steps, "paper_url": paper_url}


def _get(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)
