"""Demo pages of the components, rendered without a server and shown to a browser under the product's own CSP."""

from datetime import UTC, datetime
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
    at = datetime(2026, 10, 12, 8, 8, tzinfo=UTC)
    steps = [
        {"label": "已收到", "note": "9月28日 20:14", "state": "done"},
        {"label": "已受理", "note": "9月29日，用时 1 个工作日", "state": "done"},
        {"label": "调查中", "note": "平台已答复；影院最迟今天", "state": "now"},
        {"label": "给出认定", "note": "最迟 10月26日（周一）", "state": "todo"},
        {"label": "办结", "note": "有补救的，10 个工作日内落实", "state": "todo"},
    ]
    why = [
        {"span": "9月29日 周二", "text": "受理，第二天起算，共 15 个工作日"},
        {"span": "9月30日", "text": "工作日", "count": "第 1 天"},
        {"span": "10月1–7日", "text": "国庆放假，不计", "off": True},
        {"span": "10月8–9日", "text": "工作日", "count": "第 2–3 天"},
        {"span": "10月10日 周六", "text": "调休上班，计入", "count": "第 4 天"},
        {"span": "10月12–26日", "text": "工作日，不含周末", "count": "第 5–15 天"},
        {"span": "10月26日 周一", "text": "24:00 前给出认定", "count": "到期", "end": True},
    ]
    rows = [
        {
            "id": "e9",
            "title": "平台答复",
            "actor": "样例票务",
            "at": at,
            "icon": "reply-fill",
            "fresh": True,
            "body": "两张票券状态正常；9月26日 18:00–22:00 无故障。",
            "audience": "投诉人看到摘要",
        },
        {
            "title": "内部备注",
            "actor": "周小样",
            "at": at,
            "internal": True,
            "fresh": True,
            "body": "这家影院本季度第 3 件，查一下能否并入专项检查。",
        },
        {
            "title": "投诉人补充",
            "at": at,
            "icon": "paperclip",
            "body": "旁边一位工友也被拒了，愿意作证。",
            "audience": "投诉人可见；影院看不到",
            "url": "#",
            "link": "1 个文件",
        },
        {"title": "受理", "actor": "林小例", "at": at, "audience": "各方可见"},
    ]
    work = [
        {
            "url": "/case/",
            "id": "w1",
            "title": "说黄金场不能用券",
            "due": "剩 1:24",
            "state": "late",
            "fresh": True,
            "reason": "投诉人在售票台等，要在 11:06 前联系",
            "number": "TS26-004391-M",
            "place": "示例星光影城（韶山路店）",
        },
        {
            "url": "#2",
            "title": "影院以“系统升级、网络故障、今日不参加活动”为由连续三次拒绝兑换",
            "due": "超 12 个工作日",
            "state": "late",
            "reason": "县电影局督办后影院仍未答复，省总工会已约谈院线负责人，请在今天内提出认定",
            "number": "TS26-004160-V",
            "place": "示例国际影城（湘西土家族苗族自治州古丈县红石林样板广场店）",
        },
    ]
    links = [
        {"url": "#a", "icon": "inbox", "label": "我的待办", "count": 14, "current": True},
        {"url": "#b", "icon": "people", "label": "单位队列", "count": 34},
        {"url": "#c", "icon": "check2-square", "label": "最近办结"},
    ]
    files = [
        {
            "name": "售票台照片.jpg",
            "icon": "image",
            "state": "ok",
            "note": "已收到，1.2 MB",
            "remove": "f1",
            "url": "#",
        },
        {
            "name": "现场录像.mp4",
            "icon": "file-earmark",
            "state": "bad",
            "url": "#",
            "note": "太大了：86 MB，上限 50 MB。请剪短到 1 分钟以内，或先提交以后再补",
            "remove": "f2",
        },
        {
            "name": "排队照片-2026-09-26-19-30-15.jpg",
            "icon": "image",
            "state": "busy",
            "note": "还要 12 秒",
            "progress": 40,
            "url": "#",
        },
        {"name": "证件", "veiled": True, "url": "#"},
    ]
    wrong = ContactForm({"phone": "138 0000 002", "rule": "10", "key": "k1"})
    return {
        "at": at,
        "steps": steps,
        "why": why,
        "rows": rows,
        "work": work,
        "files": files,
        "form": ContactForm(auto_id="other_%s"),
        "wrong": wrong,
        "rail": [
            {"title": "", "links": links},
            {
                "title": "保存的视图",
                "links": [{"url": "#v", "icon": "award", "label": "劳模被拒", "count": 3, "hot": True}],
            },
        ],
        "nav": links,
        "unit_name": "省电影行业协会",
        "role_name": "办理人员",
        "desk_name": "湘观影影院工作台",
        "form_title": "我要投诉",
        "step": 6,
        "step_count": 7,
        "step_name": "怎么联系您",
        "exit_url": "/",
        "act": "提出认定",
        "changes": rows[:2],
        "layout": "base/portal.html",
        "back_url": "#back",
        "kept": [
            SimpleNamespace(
                label="查明的事实",
                text="9月26日 19:30，影院售票员以“系统不收券”为由拒绝兑换两张有效票券。平台证实当日系统正常。",
            )
        ],
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
