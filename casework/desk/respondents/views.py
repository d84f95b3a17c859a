"""Pages for cinemas and platforms: what is asked of us, one request, answering it, remedying, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from casework.desk import jointly
from casework.engine import door, http
from casework.engine.errors import DoorClosed, NotFound, Refused
from casework.engine.forms import ActForm
from casework.engine.models import WorkTask
from casework.engine.offers import Offer
from casework.engine.reach import reached_by_page
from complaints.models import Complaint

from ..draft_words import in_words
from . import home as lists
from . import joint, shared
from .here import Member, for_respondents, frame
from .page import SMALL_ACTS, PartyPage
from .terms import AGREE, ON_TERMS

LAYOUT = "base/respondent.html"


@require_GET
@never_cache
@for_respondents
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """What is asked of us; `?group=waiting` or `ended` for all of those. With `?part=list` only the list, for htmx."""
    key = request.GET.get("group", "")
    if key in (lists.AWAITED, lists.ENDED):
        before = request.GET.get("before", "")
        group, following = lists.page_of(member, key, int(before) if before.isdecimal() else None)
        context = {
            "groups": [group] if group.rows else [],
            "following": following,
            "start": f"?group={key}" if before else "",
            "key": key,
            **frame(member, current=key),
        }
    else:
        found = lists.home(member)
        context = {
            "groups": found.groups,
            "waits": found.waits,
            "answers": found.answers,
            **frame(member, current="todo", count=found.waits),
        }
    context |= {"list_url": request.get_full_path(), "open_case": request.GET.get("open", "")}
    part = request.GET.get("part") == "list"
    return render(request, "desk/respondent/_list.html" if part else "desk/respondent/home.html", context)


@require_GET
@never_cache
@for_respondents
def case(request: HttpRequest, member: Member, number: str) -> HttpResponse:
    """One case as its party reads it, with the form of the task at hand (`?task=`) or of a small act (`?act=`). With
    `?part=state` only what others change, for htmx."""
    page = page_or_404(member, number)
    if request.GET.get("part") == "state":
        context = {"page": page, "at": request.GET.get("at", ""), "news": _news_beside(page, request.GET.get("at", ""))}
        return render(request, "desk/respondent/_state_part.html", context)
    offer = page.small_act(request.GET.get("act", ""))
    if offer is not None and offer.open:
        return _draw(request, page, offer=offer, form=_new_form(page, offer.form_class))
    wanted = request.GET.get("task", "")
    task = page.task(int(wanted) if wanted.isdecimal() else None)
    if task is None:
        return _draw(request, page)
    draft = shared.load(page.case, task, member.actor.uploader)
    form = _new_form(page, _form_class(page, task), initial=draft.details)
    return _draw(request, page, task=task, form=form, draft=draft, attachments=draft.mine)


@require_POST
@for_respondents
def seen(request: HttpRequest, member: Member, number: str) -> HttpResponse:
    """The open page says by itself that they have it before them; their windows run from then."""
    page = page_or_404(member, number)
    if page.is_news:
        reached_by_page(page.case, member.actor)
    return HttpResponse(status=204)


@require_POST
@for_respondents
def do(request: HttpRequest, member: Member, number: str, act: str) -> HttpResponse:
    """A message, evidence or an urging, a word on terms: beside what is asked."""
    page = page_or_404(member, number)
    spec = page.view.kind.acts.get(act)
    form_class = page.view.kind.form_class(spec) if spec and act in (*SMALL_ACTS, *ON_TERMS) else None
    if form_class is None:
        raise Http404
    sent = http.read_form(request, _new_form(page, form_class))
    offer = Offer(spec, None, None, form_class)
    return http.act_response(
        request,
        sent=sent,
        act=spec.label,
        back_url=_url(page),
        page_layout=LAYOUT,
        perform=lambda: door.perform(page.case, act, by=member.actor, **sent.arguments),
        on_done=lambda done: redirect("respondent:receipt", number, done.event.seq),
        redraw=lambda error: _again(request, member, number, sent, error, offer=offer),
    )


@require_POST
@for_respondents
def finish(request: HttpRequest, member: Member, number: str, task: int) -> HttpResponse:
    """Answer a request, or report the remedy."""
    page = page_or_404(member, number)
    row = _task_of(page, task)
    spec = page.view.kind.acts[row.flow_task.acts[0]]
    sent = http.read_form(request, _new_form(page, _form_class(page, row)))
    boxes = request.POST.getlist(jointly.FIELD)

    def on_done(done: door.Done) -> HttpResponse:
        shared.discard(page.case, row)
        joint.tell(request, jointly.do_also(page.view, spec, sent, boxes))
        return redirect("respondent:receipt", number, done.event.seq)

    return http.act_response(
        request,
        sent=sent,
        act=spec.label,
        back_url=_url(page),
        page_layout=LAYOUT,
        perform=lambda: door.complete_task(row, act=spec.name, by=member.actor, **sent.arguments),
        on_done=on_done,
        redraw=lambda error: _again(request, member, number, sent, error, task=row, boxes=boxes),
    )


@require_POST
@for_respondents
def save_draft(request: HttpRequest, member: Member, number: str, task: int) -> HttpResponse:
    """Keep what was typed so far, for the whole unit: 409 with both texts where a colleague saved meanwhile."""
    page = page_or_404(member, number)
    row = _task_of(page, task)
    form = _new_form(page, _form_class(page, row))
    draft = shared.save(page.case, row, form, request.POST, request.user)
    status = 409 if draft.theirs else 200
    if request.htmx:
        return render(
            request, "desk/respondent/_draft.html", {"draft": draft, "page": page, "task": row}, status=status
        )
    if not draft.theirs:
        return redirect(f"{_url(page)}?task={row.pk}")
    sent = http.read_form(request, form)
    typed = _new_form(page, type(form), initial=sent.details)
    files = sent.files.get("attachments", [])
    return _draw(request, page, task=row, form=typed, draft=draft, marks=sent.marks, attachments=files, status=status)


@require_GET
@never_cache
@for_respondents
def receipt(request: HttpRequest, member: Member, number: str, seq: int) -> HttpResponse:
    """What we sent, when and by whom, to keep and to print."""
    page = page_or_404(member, number)
    row = page.row(seq)
    if row is None:
        raise Http404
    context = {
        "page": page,
        "row": row,
        "act_label": page.view.kind.acts[row.name].label,
        "doer": page.doer(seq),
        "files": page.sent_with(seq),
        "next": _next_words(row.name),
        **frame(member),
    }
    return render(request, "desk/respondent/receipt.html", context)


def _next_words(act: str) -> str:
    if act == "report_remedy":
        return _("The office checks what you reported and tells you whether it is enough.")
    if act == "answer":
        return _("The office checks the facts. You can add to your answer until the finding.")
    if act == AGREE:
        return _(
            "Once both sides have agreed, the office proceeds. Until it takes effect you can withdraw your consent."
        )
    if act in ON_TERMS:
        return _("The case goes on without these terms. This is not held against you.")
    return _("The person who handles the case reads it. If there is an answer, the bell tells you.")


# --- helpers ----------------------------------------------------------------------------------------------------------
def page_or_404(member: Member, number: str) -> PartyPage:
    """The case with this number as this member's party reads it; 404 where it is not theirs."""
    related = Complaint.objects.select_related("office", "holder", "handler", "campaign")
    found = related.filter(number=number).first()
    if found is None:
        raise Http404
    try:
        return PartyPage(member, found, timezone.now())
    except NotFound as error:
        raise Http404 from error


def _url(page: PartyPage) -> str:
    return reverse("respondent:case", args=[page.case.number])


def _task_of(page: PartyPage, pk: int) -> WorkTask:
    """A task of this case and of our units, waiting or finished: whether it still waits is the door's to say."""
    tasks = WorkTask.objects.select_related("process", "unit").filter(process__case=page.case, role="respondent")
    row = tasks.filter(pk=pk, unit__in=page.units).first()
    if row is None or row.flow_task.acts[0] in ON_TERMS:
        raise Http404
    return row


def _form_class(page: PartyPage, task: WorkTask) -> type[ActForm]:
    return page.view.kind.form_class(page.view.kind.acts[task.flow_task.acts[0]])


def _new_form(page: PartyPage, form_class: type[ActForm], **options: Any) -> ActForm:
    return form_class(case=page.case, actor=page.member.actor, now=page.now, **options)


def _again(
    request: HttpRequest,
    member: Member,
    number: str,
    sent: http.Sent,
    error: DoorClosed,
    *,
    task: WorkTask | None = None,
    offer: Offer | None = None,
    boxes: Sequence[str] = (),
) -> HttpResponse:
    """The page as it is now, with everything that was typed."""
    page = page_or_404(member, number)
    if task is not None and all(waiting.pk != task.pk for waiting in page.my_tasks):
        return _overtaken(request, page, task, sent)
    form_class = _form_class(page, task) if task else offer.form_class
    context = {
        "form": http.refill(form_class, sent, error, case=page.case, actor=member.actor),
        "draft": shared.load(page.case, task, member.actor.uploader) if task else None,
        "marks": http.marks_after(sent, error, page.case),
        "attachments": sent.files.get("attachments", []),
        "refused": error.message if isinstance(error, Refused) else "",
        "boxes": boxes,
    }
    return _draw(request, page, task=task, offer=offer, **context)


def _overtaken(request: HttpRequest, page: PartyPage, task: WorkTask, sent: http.Sent) -> HttpResponse:
    """Somebody sent it first, or it is not asked any more: the words are given back, ready to be sent as a message."""
    form = _new_form(page, _form_class(page, task))
    context: dict[str, Any] = {
        "overtaken": page.overtaken(task),
        "happened": page.since(sent.marks.read_to),
        "kept": in_words(form, sent.details),
    }
    message = page.small_act("message")
    if message is not None and message.open:
        files = sent.files.get("attachments", [])
        form = _new_form(page, message.form_class, initial={"message": sent.details.get("account", "")})
        context |= {"offer": message, "form": form, "attachments": files}
    return _draw(request, page, **context)


def _news_beside(page: PartyPage, at: str) -> str:
    """What the reader must know beside a form that is open: it is sent already, or something new is asked."""
    open_now = {str(task.pk) for task in page.my_tasks}
    if at.isdecimal() and at not in open_now:
        row = WorkTask.objects.filter(pk=int(at), process__case=page.case, unit__in=page.units).first()
        return page.overtaken(row) if row else ""
    return _("Something new is asked of you.") if not at and open_now else ""


def _draw(request: HttpRequest, page: PartyPage, *, status: int = 200, **context: Any) -> HttpResponse:
    context.setdefault("marks", http.Marks.of(page.case))
    context["at"] = str(context["task"].pk) if context.get("task") else "act" if context.get("offer") else ""
    if context.get("task"):
        context["also"] = joint.also(page, context["task"], context.get("boxes", ()))
    context |= {"page": page, **frame(page.member)}
    return render(request, "desk/respondent/case.html", context, status=status)
