"""How much somebody wants by e-mail: the page behind the foot of every mail and behind the bell's page.

The token is the proof, as nobody is signed in to their mail program; so one press there (RFC 8058) stops the mails.
GET shows, POST acts: programs that look into every link of a mail change nothing.
"""

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .models import Wish
from .recipients import find, open_wish, say_wish


# A mail program has no cookie that a forged form could ride on, and the token cannot be guessed.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
def wish(request: HttpRequest, token: str) -> HttpResponse:
    try:
        address = open_wish(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        # What a mail program sends names no wish: it means "no more".
        wants = request.POST.get("wants", Wish.Wants.NOTHING)
        if wants not in Wish.Wants.values:
            raise BadRequest("Not a wish.")
        say_wish(address, wants)
    found = find([address]).get(address)
    context = {"choices": Wish.Wants.choices, "found": found, "said": request.method == "POST"}
    response = render(request, "notifications/wish.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
