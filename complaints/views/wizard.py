"""The filing wizard. Each page posts all answers so far; the last one sends them through the door (P1, P4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.attachments.posted import known_uploader, store_posted
from casework.engine.attachments.store import waiting
from casework.engine.errors import Busy, Refused
from casework.engine.filed import case_filed_with, remember
from casework.parties.models import Division
from casework.ui.turnstile import Turnstile
from complaints import facts
from complaints.categories import BY_CODE
from complaints.filing_forms import FilingForm
from complaints.matters import REPORT

from . import steps
from .answers import Answers
from .choices import (
    bodies,
    category_groups,
    chosen_cinema,
    chosen_platform,
    cinema_by_code,
    cinemas_for,
    marked,
    platform_by_id,
    platforms,
)
from .duty import duty_now
from .review import summary

TURNSTILE = Turnstile("file")


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page; `?now=1` comes from "I am at the cinema now", `?matter=report` from "report a violation",
    `?cinema=` with its code from a cinema's own page and from its poster, `?platform=` with its id and `?category=`
    from where something else of ours ended in a no."""
    given = {"at_the_cinema": "yes"} if request.GET.get("now") else {}
    if request.GET.get("matter") == REPORT:
        given = {"matter": REPORT}
    if cinema := cinema_by_code(request.GET.get("cinema", "")):
        given["cinema"] = str(cinema.pk)
    if platform := platform_by_id(request.GET.get("platform", "")):
        given["platform"] = str(platform.pk)
    if category := BY_CODE.get(request.GET.get("category", "")):
        given["category"] = category.code
    answers = Answers.blank(**given)
    return _draw(request, steps.WHAT, answers)


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """One page's answers. `go`: next, back, edit:<page>, search, stay (draw it as it is) or send."""
    if request.method != "POST" or name not in steps.STEPS:
        return redirect("complaints:new")
    step, answers, go = steps.STEPS[name], Answers.of(request), _wish(request)
    file_errors = _keep_files(request, step, answers)
    if step is steps.WHAT and answers.at_the_cinema:
        answers.it_happens_now()
    case = case_filed_with(request, answers.key)
    if case is not None and go != "send":
        return render(request, "complaints/filing/already.html", {"case": case}, status=409)
    if file_errors:
        return _draw(request, step, answers, file_errors=file_errors, status=422)
    if go == "send":
        return _send(request, step, answers)
    if go == "next":
        return _next(request, step, answers)
    return _draw(request, _asked_for(go, step, answers), answers)


def _wish(request: HttpRequest) -> str:
    """What the page asks for. Words typed into its search and sent by the Enter key are a search."""
    go = request.POST.get("go", "next")
    searched = request.POST.get("q", "").strip() != request.POST.get("q_was", "").strip()
    return "search" if go == "next" and searched else go


def _asked_for(go: str, step: steps.Step, answers: Answers) -> steps.Step:
    if go == "back":
        answers.after_check = False
        return steps.neighbour(step, answers, -1)
    if go.startswith("edit:"):
        answers.after_check = True
        return steps.STEPS.get(go.removeprefix("edit:"), step)
    return step


def _keep_files(request: HttpRequest, step: steps.Step, answers: Answers) -> list[str]:
    """Files that came with the page are stored at once, so that no later mistake loses them (P3)."""
    if step is not steps.EVIDENCE:
        return []
    posted = store_posted(request, "attachments", sensitive=_sensitive(answers), purpose="complaint")
    answers.fill({"attachments": posted.ids})
    return posted.errors


def _next(request: HttpRequest, step: steps.Step, answers: Answers) -> HttpResponse:
    form = steps.page_form(step, answers, checked=True)
    if form.errors:
        return _draw(request, step, answers, form=form, status=422)
    following = steps.neighbour(step, answers, +1)
    if answers.after_check or following is steps.CHECK:
        fault = steps.first_fault(answers, steps.bound_form(answers).errors)
        following = fault or steps.path_of(answers)[-1]
    return _draw(request, following, answers)


def _send(request: HttpRequest, step: steps.Step, answers: Answers) -> HttpResponse:
    if stopped := TURNSTILE.stops(request, answers.key):
        last = steps.path_of(answers)[-1]
        return _draw(request, last if "prove" in stopped else step, answers, banner=stopped, status=429)
    details = answers.details(steps.asked_in(answers))
    try:
        done = door.open_case("complaint", by=Actor.filer(known_uploader(request)), key=answers.key, **details)
    except Refused as refused:
        return _refused(request, step, answers, refused)
    except Busy as busy:
        return _draw(request, step, answers, banner={"text": str(busy)}, status=busy.code)
    remember(request, answers.key, done.case)
    return redirect("complaints:filed", done.case.number)


def _refused(request: HttpRequest, step: steps.Step, answers: Answers, refused: Refused) -> HttpResponse:
    """Back to the first page with a fault; everything typed is still there."""
    case = case_filed_with(request, answers.key)
    if case is not None:
        return render(request, "complaints/filing/already.html", {"case": case}, status=409)
    fault = steps.first_fault(answers, refused.fields) or step
    banner = None if refused.fields else {"text": str(refused)}
    answers.after_check = fault is not step
    if "attachments" in refused.fields:
        return _draw(request, fault, answers, file_errors=[str(t) for t in refused.fields["attachments"]], status=422)
    form = steps.page_form(fault, answers, checked=True)
    return _draw(request, fault, answers, form=form, banner=banner, status=422)


# --- drawing ----------------------------------------------------------------------------------------------------------
def _draw(
    request: HttpRequest,
    step: steps.Step,
    answers: Answers,
    *,
    form: FilingForm | None = None,
    file_errors: list[str] | None = None,
    banner: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    path = steps.path_of(answers)
    shown = steps.fields_of(step, answers)
    context = {
        "form": form or steps.page_form(step, answers, checked=False),
        "answers": answers,
        "page": step,
        "shown": shown,
        "carried": list(answers.carried(shown)),
        "banner": banner,
        "last": step is path[-1],
        "form_title": _("Report a violation") if answers.reports else _("File a complaint"),
        "step_name": step.label,
        "step_count": len(path),
        "step": path.index(step) + 1 if step in path else 1,
        "has_back": step is not path[0],
        "exit_url": "/",
        "action": reverse("complaints:answer", args=[step.name]),
        "file_errors": file_errors,
        "proof": TURNSTILE.challenge(request, answers.key) if step is path[-1] else None,
        **_extras(request, step, answers),
    }
    response = render(request, f"complaints/filing/{step.name}.html", context, status=status)
    # Kept by the browser for going back, by nobody on the way.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex" if request.method == "POST" else "noarchive"
    return response


def _extras(request: HttpRequest, step: steps.Step, answers: Answers) -> dict[str, Any]:
    """What one page shows beside its fields."""
    # Words typed into the search of the page before are not meant for this one.
    searched_here = request.path == reverse("complaints:answer", args=[step.name])
    words, county = (request.POST.get(name, "") if searched_here else "" for name in ("q", "county"))
    if step is steps.WHAT:
        groups = category_groups(words, answers.get("category"))
        shown = {"q": words, "groups": groups, "duty": duty_now(), "fresh": request.method == "GET"}
        return shown | {"about": chosen_cinema(answers) or chosen_platform(answers)}
    if step is steps.WHERE:
        return _places(answers, words, county)
    if step is steps.EVIDENCE:
        kept = waiting(uploader=known_uploader(request), attachments=answers.data.getlist("attachments"))
        return {"files": kept, "sensitive": _sensitive(answers)}
    if step is steps.WHO:
        return _about_people(answers)
    if step is steps.CHECK:
        return {"rows": summary(answers), "phone_of_office": facts.association().phone}
    return {}


def _about_people(answers: Answers) -> dict[str, Any]:
    """Until when somebody calls or they learn the result, and how long what they say is kept (PIPL art. 17)."""
    shown: dict[str, Any] = {"figures": steps.bound_form(answers).campaign}
    if answers.at_the_cinema:
        shown |= {"duty": duty_now(), "cinema": chosen_cinema(answers), "phone_of_office": facts.association().phone}
    return shown


def _places(answers: Answers, words: str, county: str) -> dict[str, Any]:
    cinemas, more = cinemas_for(answers, words, county) if "cinema" in answers.parties else ([], False)
    rows = [(cinema, marked(cinema.name, words), marked(cinema.place, words)) for cinema in cinemas]
    return {
        "q": words,
        "county": county,
        "cinemas": rows,
        "more": more,
        "counties": Division.objects.by_prefecture(),
        "platforms": platforms() if "platform" in answers.parties else [],
        "bodies": bodies() if "body" in answers.parties else [],
        "searched": bool(words.strip() or county),
        "either": len(answers.parties) > 1,
    }


def _sensitive(answers: Answers) -> bool:
    """Papers of a person are seen only by who handles the case (R21)."""
    return bool(answers.category and answers.category.proof)
