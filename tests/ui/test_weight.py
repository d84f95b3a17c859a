"""What a phone fetches on its first visit to the filing form, gzipped; and that trimming took no page's look."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from casework.house.trim_styles import LEFT_OUT
from tests.parties.factories import make_campaign

ROOT = Path(__file__).resolve().parents[2]
FETCHED = re.compile(r'(?:src|href)="/static/([^"#?]+)')
CLASSES = re.compile(r'class(?:Name)?\s?=\s?"([^"]*)"|classList\.\w+\(([^)]*)\)')
LIMIT = 60_000


@pytest.mark.django_db
def test_the_first_visit_of_the_filing_form_stays_below_sixty_kilobytes(client):
    make_campaign()
    page = client.get("/complaints/new/", headers={"accept-language": "zh-CN"})
    assert page.status_code == 200
    parts = {name: Path(finders.find(name)).read_bytes() for name in set(FETCHED.findall(page.content.decode()))}
    weights = {name: len(gzip.compress(content)) for name, content in {"page": page.content, **parts}.items()}
    assert {"vendor/bootstrap/bootstrap.min.css", "vendor/bootstrap-icons/first.svg", "js/filing.js"} <= set(weights)
    assert sum(weights.values()) < LIMIT, weights


def test_style_sheets_fetch_nothing_more():
    sheets = [path.read_text() for path in ROOT.glob("static/**/*.css")]
    assert len(sheets) > 5
    assert not any(re.search(r"url\((?![\"']?data:)|@import", sheet) for sheet in sheets)


def test_no_page_uses_a_class_of_bootstrap_that_was_left_out():
    left_out = set(LEFT_OUT.read_text().split())
    assert "carousel" in left_out
    missing = {}
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").glob("*.js")]:
        named = {word for found in CLASSES.findall(path.read_text()) for word in re.findall(r"[\w-]+", " ".join(found))}
        if named & left_out:
            missing[path.name] = named & left_out
    assert missing == {}
