"""Reads every page template of ours: does it compile, and does it keep to the content security policy?"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from casework.house.first_run import ROOT

# Mails meet no policy, and mail programs know no style sheets.
MAILS = re.compile(r"/mail/")
# The policy of settings.CONTENT_SECURITY_POLICY makes the browser drop these in silence.
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|<[a-zA-Z][^<>]*\sstyle\s*=", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\b(?:src|type=\"application/(?:json|ld\+json)\"))", re.I),
    "inline handler": re.compile(r"<[a-zA-Z][^<>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
    "something from outside": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}


def template_names(folder: Path = ROOT / "templates") -> list[str]:
    """Every template of ours, as Django's loader knows it."""
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".svg"}
    )


def faults(folder: Path = ROOT / "templates") -> Iterator[str]:
    """One sentence for each template that does not compile or that a browser would cut."""
    for name in template_names(folder):
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            yield f"templates/{name}: {str(error).splitlines()[0]}"
        if MAILS.search(name):
            continue
        text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", (folder / name).read_text(), flags=re.S)
        yield from (f"templates/{name}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text))
