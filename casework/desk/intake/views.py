"""The intake page over HTTP: typed in, searched within, sent; then its receipt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.desk.panes import find_case
from casework.desk.people import Reader
from casework.engine import codes, http
from casework.engine.acts import ANYONE
from casework.engine.door import Done, open_case
from casework.engine.errors import DoorClosed
from casework.engine.models import Case, ContactDetails, Event
from casework.engine.models import Receipt as DoorReceipt
from complaints.categories import BODY, BY_CODE, CINEMA, PLATFORM
from complaints.intake_forms import IntakeForm, why_no_report_from
from complaints.models import Complaint
from complaints.receipts import Receipt, qr_of, signed_address, tracking_address
from complaints.views.answers import Answers
from complaints.views.choices import GROUPS, bodies, cinemas_for, marked

from .clerks import for_clerks, frame, reads_complaints
from .similar import similar_cases
from .spelling import spelled

# In the session: the cases that were taken in from this browser, whose code it may still show.
TAKEN_KEY = "taken_in"
MOST_TAKEN = 20
# Long enough to read a code out and to print it; afterwards the office gives out a new one.
CODE_SHOWN = dt.timedelta(hours=2)


@require_http_methods(["GET", "POST"])
@for_clerks
def intake(request: HttpRequest, reader: Reader) -> HttpResponse:
    """GET shows the page, POST sends it; the search for a cinema, where scripts are off, draws it again unjudged.
    `?from=` another case: what it says of the event is filled in, and a report is opened out of it."""
    if request.method == "GET":
        initial = _from(reader, request.GET["from"]) if request.GET.get("from") else {}
        return _draw(request, reader, _form(reader, initial=initial), http.Sent(http.Marks.of(), initial))
    sent = http.read_form(request, _form(reader))
    if _searches(request):
        return _draw(request, reader, _form(reader, initial=sent.details), sent)
    return http.act_response(
        request,
        sent=sent,
        act=_("Take in a complaint"),
        back_url=reverse("desk:intake"),
        page_layout="base/desk.html",
        perform=lambda: open_case("complaint", by=reader.actor, key=sent.marks.key, **sent.details),
        on_done=lambda done: _done(request, done),
        redraw=lambda error: _again(request, reader, sent, error),
    )


@require_POST
@for_clerks
def cinemas(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The cinemas that fit the words typed, as radio buttons."""
    return render(request, "desk/intake/_cinemas.html", _cinemas(request))


@require_POST
@for_clerks
def similar(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Cases that may be the same matter. Posted, so that no phone number stands in an address; not for unions."""
    if not reads_complaints(reader):
        raise Http404
    return render(request, "desk/intake/_similar.html", {"similar": similar_cases(reader, request.POST.dict())})


@require_GET
@for_clerks
def receipt(request: HttpRequest, reader: Reader, number: str) -> HttpResponse:
    """What to read out and to print, for the clerk who took it in; the code only for two hours, and in this browser."""
    case = find_case(number)
    mine = Event.objects.filter(case_id=case.pk, seq=1, actor=reader.person, actor_role=ANYONE)
    if not mine.exists():
        raise Http404
    contact = ContactDetails.objects.get(case_id=case.pk)
    context = {
        "case": case,
        "contact": contact,
        "receipt": Receipt(case),
        "number_spelled": spelled(case.number),
        "site": tracking_address(),
        **frame(request, reader),
    }
    if _shows_code(request, case, contact):
        code = codes.access_code(contact)
        context |= {"code": code, "code_spelled": spelled(code), "qr": qr_of(signed_address(contact))}
    response = render(request, "desk/intake/receipt.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shows_code(request: HttpRequest, case: Case, contact: ContactDetails) -> bool:
    """While it is read out and printed; a code that was given out since is not the clerk's to see."""
    fresh = case.pk in request.session.get(TAKEN_KEY, []) and timezone.now() - case.opened_at < CODE_SHOWN
    return fresh and contact.code_round == 0


def _from(reader: Reader, number: str) -> dict[str, Any]:
    """What a report takes over of the case out of which it is opened. Raises Http404 where this reader may not."""
    origin = find_case(number)
    if not isinstance(origin, Complaint) or why_no_report_from(origin, reader.actor) is not None:
        raise Http404
    units = {party.role: party.unit for party in origin.party_list}
    profiles = {role: str(getattr(unit, role).pk) for role, unit in units.items() if role in (CINEMA, PLATFORM)}
    return {
        "origin": str(origin.pk),
        "category": origin.topic,
        "happened_on": origin.happened_on.isoformat(),
        "happened_at": f"{origin.happened_at:%H:%M}" if origin.happened_at else "",
        "body": str(units[BODY].pk) if BODY in units else "",
        **profiles,
    }


def _form(reader: Reader, **options: Any) -> IntakeForm:
    form = IntakeForm(case=Complaint(), actor=reader.actor, now=timezone.now(), **options)
    return _dressed(form)


def _dressed(form: IntakeForm) -> IntakeForm:
    """What this page adds to the looks of the fields: categories in groups, keyboards, access keys, the last day."""
    groups = [(str(title), [(code, BY_CODE[code].label) for code in codes_]) for title, codes_ in GROUPS]
    form.fields["category"].choices = [("", "—"), *groups]
    form.fields["platform"].empty_label = form.fields["body"].empty_label = "—"
    form.fields["body"].choices = [("", "—"), *((title, [(u.pk, u.name) for u in found]) for title, found in bodies())]
    for name, attrs in KEYBOARDS.items():
        form.fields[name].widget.attrs.update(attrs)
    form.fields["happened_on"].widget.attrs["max"] = timezone.localdate().isoformat()
    return form


KEYBOARDS = {
    "category": {"accesskey": "c"},
    "story": {"accesskey": "s", "rows": 5},
    "summary": {"accesskey": "z"},
    "phone": {"accesskey": "p", "inputmode": "tel", "autocomplete": "off"},
    "name": {"autocomplete": "off"},
    "email": {"inputmode": "email", "autocomplete": "off"},
    "address": {"autocomplete": "off"},
    "outside_no": {"autocomplete": "off"},
    "price_paid": {"inputmode": "decimal", "step": "any"},
    "service_fee": {"inputmode": "decimal", "step": "any"},
}


def _searches(request: HttpRequest) -> bool:
    """The search button, or words typed into the search and sent by the Enter key."""
    if request.POST.get("go") == "search":
        return True
    typed, before = (request.POST.get(name, "").strip() for name in ("q", "q_was"))
    return typed != before and not request.POST.get("cinema")


def _cinemas(request: HttpRequest, chosen: str = "") -> dict[str, Any]:
    """With one found and none chosen, that one is chosen: a clerk who typed a whole name need not press again."""
    words = request.POST.get("q", "")
    data = request.POST.copy()
    if chosen:
        data.setdefault("cinema", chosen)
    answers = Answers(data, "")
    found, more = cinemas_for(answers, words, "")
    chosen = answers.get("cinema") or (str(found[0].pk) if len(found) == 1 else "")
    rows = [(cinema, marked(cinema.name, words), marked(cinema.place, words)) for cinema in found]
    return {"q": words, "cinemas": rows, "more": more, "chosen": chosen, "searched": bool(words.strip())}


def _done(request: HttpRequest, done: Done) -> HttpResponse:
    taken = [pk for pk in request.session.get(TAKEN_KEY, []) if pk != done.case.pk]
    request.session[TAKEN_KEY] = [*taken, done.case.pk][-MOST_TAKEN:]
    nobody_waits = done.case.origin_id and done.case.anonymous
    return redirect("desk:case" if nobody_waits else "desk:intake_receipt", done.case.number)


def _again(request: HttpRequest, reader: Reader, sent: http.Sent, error: DoorClosed) -> HttpResponse:
    form = _dressed(http.refill(IntakeForm, sent, error, case=Complaint(), actor=reader.actor))
    used = DoorReceipt.objects.filter(actor=reader.actor.address, key=sent.marks.key).select_related("case").first()
    return _draw(request, reader, form, sent, already=used.case.number if used else "")


def _origin(reader: Reader, details: dict[str, Any]) -> Complaint | None:
    """The case out of which a report is opened here, where this reader may."""
    text = str(details.get("origin") or "")
    found = Complaint.objects.select_related("office").filter(pk=int(text)).first() if text.isdecimal() else None
    return found if found is not None and why_no_report_from(found, reader.actor) is None else None


def _draw(
    request: HttpRequest, reader: Reader, form: IntakeForm, sent: http.Sent, *, already: str = ""
) -> HttpResponse:
    """already: the number of the case that this very form has made before, and that other answers do not change."""
    context = {
        "form": form,
        "marks": sent.marks,
        "files": sent.files.get("attachments", []),
        "file_errors": sent.file_errors.get("attachments", []),
        "already": already,
        "reads_complaints": reads_complaints(reader),
        "origin": _origin(reader, sent.details),
        **_cinemas(request, str(sent.details.get("cinema") or "")),
        **frame(request, reader),
    }
    if reads_complaints(reader):
        context["similar"] = similar_cases(reader, {**sent.details, "cinema": context["chosen"]})
    return render(request, "desk/intake/page.html", context)
