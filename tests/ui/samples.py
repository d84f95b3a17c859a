"""Realistic words for every component: one complaint, its days, its record, and the work around it."""

from datetime import UTC, datetime

AT = datetime(2026, 10, 12, 8, 8, tzinfo=UTC)

STEPS = [
    {"label": "已收到", "note": "9月28日 20:14", "state": "done"},
    {"label": "已受理", "note": "9月29日，用时 1 个工作日", "state": "done"},
    {"label": "调查中", "note": "平台已答复；影院最迟今天", "state": "now"},
    {"label": "给出认定", "note": "最迟 10月26日（周一）", "state": "todo"},
    {"label": "办结", "note": "有补救的，10 个工作日内落实", "state": "todo"},
]
WHY = [
    {"span": "9月29日 周二", "text": "受理，第二天起算，共 15 个工作日"},
    {"span": "9月30日", "text": "工作日", "count": "第 1 天"},
    {"span": "10月1–7日", "text": "国庆放假，不计", "off": True},
    {"span": "10月8–9日", "text": "工作日", "count": "第 2–3 天"},
    {"span": "10月10日 周六", "text": "调休上班，计入", "count": "第 4 天"},
    {"span": "10月12–26日", "text": "工作日，不含周末", "count": "第 5–15 天"},
    {"span": "10月26日 周一", "text": "24:00 前给出认定", "count": "到期", "end": True},
]
ROWS = [
    {
        "id": "e9",
        "title": "平台答复",
        "actor": "样例票务",
        "at": AT,
        "icon": "reply-fill",
        "fresh": True,
        "body": "两张票券状态正常；9月26日 18:00–22:00 无故障。",
        "audience": "投诉人看到摘要",
    },
    {
        "title": "内部备注",
        "actor": "周小样",
        "at": AT,
        "internal": True,
        "fresh": True,
        "body": "这家影院本季度第 3 件，查一下能否并入专项检查。",
    },
    {
        "title": "投诉人补充",
        "at": AT,
        "icon": "paperclip",
        "body": "旁边一位工友也被拒了，愿意作证。",
        "audience": "投诉人可见；影院看不到",
        "url": "#",
        "link": "1 个文件",
    },
    {"title": "受理", "actor": "林小例", "at": AT, "audience": "各方可见"},
]
WORK = [
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
LINKS = [
    {"url": "#a", "icon": "inbox", "label": "我的待办", "count": 14, "current": True},
    {"url": "#b", "icon": "people", "label": "单位队列", "count": 34},
    {"url": "#c", "icon": "check2-square", "label": "最近办结"},
]
FILES = [
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
RAIL = [
    {"title": "", "links": LINKS},
    {"title": "保存的视图", "links": [{"url": "#v", "icon": "award", "label": "劳模被拒", "count": 3, "hot": True}]},
]
HEADINGS = {
    "unit_name": "省电影行业协会",
    "role_name": "办理人员",
    "desk_name": "湘观影影院工作台",
    "form_title": "我要投诉",
    "step": 6,
    "step_count": 7,
    "step_name": "怎么联系您",
    "exit_url": "/",
    "act": "提出认定",
    "layout": "base/portal.html",
    "back_url": "#back",
}
