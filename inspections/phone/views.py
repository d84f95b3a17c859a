"""The page itself, its service worker and what makes it installable.

None of the three knows who asks: the page is kept on the phone and opened there without network, whoever holds it.
Whose data it shows, it finds out by itself (whose.py).
"""

from __future__ import annotations

import json
import re
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from casework.ui.headers import PERMISSIONS

SCRIPTS = settings.BASE_DIR / "static/js/inspect"
OF_THE_PAGE = re.compile(r'(?:src|href)="([^"#?]+)')


@require_GET
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_page())
    # The one page that may ask where the phone is: when an inspector ticks that the report should say so.
    response["Permissions-Policy"] = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
    return response


@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: its bytes differ as soon as the page, its language or one of its files does.

    `?plain`: for browsers whose workers import nothing; those send only while the page is open.
    """
    here = _page()
    # Scripts import each other by their plain names; the first one stands in the page.
    files = {f"{settings.STATIC_URL}js/inspect/{path.name}" for path in _modules() if path.name != "main.js"}
    imports = "" if "plain" in request.GET else _import_sender()
    facts = {
        "page": reverse("inspect:page"),
        "version": _version(here),
        "files": sorted({address for address in OF_THE_PAGE.findall(here) if _is_static(address)} | files),
    }
    source = (SCRIPTS / "worker.js").read_text(encoding="utf-8")
    content = f"{imports}const APP = {json.dumps(facts)};\n{source}"
    return HttpResponse(content, content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the page among its applications."""
    said = {
        "name": _("Inspections"),
        "short_name": _("Inspections"),
        "start_url": reverse("inspect:page"),
        "scope": reverse("inspect:page"),
        "display": "standalone",
        "background_color": "#f6f4f0",
        "theme_color": "#a62a1a",
        "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def _page() -> str:
    """Without the request: no token, no person."""
    return render_to_string("inspections/phone/page.html")


def _modules() -> list:
    return sorted(path for path in SCRIPTS.glob("*.js") if path.name != "worker.js")


def _version(here: str) -> str:
    seal = sha256(here.encode())
    for path in _modules():
        seal.update(path.read_bytes())
    return seal.hexdigest()[:16]


def _import_sender() -> str:
    return f'import {{ sendAll }} from "{settings.STATIC_URL}js/inspect/send.js";\nself.sendAll = sendAll;\n'


def _is_static(address: str) -> bool:
    return address.startswith(settings.STATIC_URL)
