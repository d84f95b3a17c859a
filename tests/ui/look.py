"""Demo pages of the components, rendered without a server and shown to a browser under the product's own CSP."""

from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from . import samples

HERE = Path(__file__).parent
HOST = "http://casework.test"
STATIC = "/" + settings.STATIC_URL.strip("/") + "/"
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
CSP = "; ".join(f"{name} {' '.join(sources)}" for name, sources in POLICY.items())


class Reader(AnonymousUser):
    """Someone with a name, and no rows in a database."""

    def __str__(self) -> str:
        return "林小例"


class ContactForm(forms.Form):
    name = forms.CharField(
        label="姓名", help_text="投诉要写真实姓名", error_messages={"required": "请写姓名，两个字以上"}
    )
    phone = forms.CharField(
        label="手机号",
        help_text="用来发查询码和进展",
        widget=forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    union = forms.CharField(label="所在工会", required=False)
    where = forms.ChoiceField(
        label="在哪里遇到的",
        widget=forms.RadioSelect,
        choices=[("c", "影院"), ("p", "购券平台")],
        error_messages={"required": "请选一个"},
    )
    wishes = forms.MultipleChoiceField(
        label="希望怎样解决",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("r", "补兑两张票"), ("a", "书面说明")],
    )
    rule = forms.ChoiceField(label="依据的规则", choices=[("10", "不得以任何理由拒绝兑换（影院义务）")])
    photo = forms.FileField(label="照片", required=False)
    agree = forms.BooleanField(label="同意告诉影院我是谁", help_text="不同意也照样办", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k1")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].replace(" ", "")
        if len(phone) != 11:
            raise forms.ValidationError(f"手机号是 11 位，您填了 {len(phone)} 位")
        return phone


def context() -> dict:
    """Realistic words for every component."""
    wrong = ContactForm({"phone": "138 0000 002", "rule": "10", "key": "k1"})
    kept = "9月26日 19:30，影院售票员以“系统不收券”为由拒绝兑换两张有效票券。平台证实当日系统正常。"
    return {
        **samples.HEADINGS,
        "at": samples.AT,
        "steps": samples.STEPS,
        "why": samples.WHY,
        "rows": samples.ROWS,
        "work": samples.WORK,
        "files": samples.FILES,
        "rail": samples.RAIL,
        "nav": samples.LINKS,
        "changes": samples.ROWS[:2],
        "form": ContactForm(auto_id="other_%s"),
        "wrong": wrong,
        "kept": [SimpleNamespace(label="查明的事实", text=kept)],
        "again": [("facts", "事实")],
        "hints": {"c": "在售票处、自助机或影厅", "p": "买券、延期、并券的地方"},
    }


def request(path: str = "/", user: object | None = None):
    made = RequestFactory().get(path)
    made.user = user or AnonymousUser()
    made.htmx = False
    return made


def render_page(name: str) -> str:
    """A demo page of tests/ui/pages, or a product template named "/404.html"."""
    made = request(user=Reader() if name in {"desk", "queue", "plain", "respondent"} else None)
    if name.startswith("/"):
        return render_to_string(name[1:], context(), made)
    source = (HERE / "pages" / f"{name}.html").read_text()
    return engines["django"].from_string(source).render(context(), made)


def serve(page, html: str) -> None:
    """Give a Playwright page this document at HOST, and our static files; everything else is refused."""

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})
        elif path.startswith(STATIC) and (found := finders.find(path.removeprefix(STATIC))):
            route.fulfill(path=found)
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(HOST + "/", wait_until="networkidle")
