"""The complainant's acts as forms of the tracking page, each with what it means and what is pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from casework.engine.http import Marks
from casework.engine.models import Attachment
from casework.engine.offers import Offer

INTRODUCED: dict[str, dict[str, Any]] = {
    "supplement": {"button": gettext_lazy("Send what was missing")},
    "confirm_received": {"button": gettext_lazy("Yes, I got it")},
    "deny_received": {
        "intro": gettext_lazy("The handler looks into it; the case is not closed against your word."),
        "button": gettext_lazy("Send: I did not get it"),
    },
    "agree_settlement": {"button": gettext_lazy("I agree to these terms")},
    "decline_settlement": {
        "intro": gettext_lazy("Saying no costs you nothing: the case goes on as if nothing had been offered."),
        "button": gettext_lazy("Send: I do not agree"),
    },
    "withdraw_consent": {
        "intro": gettext_lazy("You agreed. Until it takes effect you can take that back."),
        "button": gettext_lazy("Take my consent back"),
    },
    "rate": {
        "intro": gettext_lazy("One minute, and others will be served better."),
        "button": gettext_lazy("Send the rating"),
    },
    "ask_review": {
        "intro": gettext_lazy(
            "People who took no part review the finding within 30 days. Each side can ask for this "
            "once. The other side is told that you asked, not what you wrote."
        ),
        "button": gettext_lazy("Ask for the review"),
    },
    "contest": {
        "intro": gettext_lazy(
            "Say what was not right about how the case ended. A lead who took no part looks at it, within 10 working "
            "days. You can do this once."
        ),
        "button": gettext_lazy("Contest it"),
    },
    "ask_recusal": {
        "intro": gettext_lazy(
            "If the person handling it has an interest of their own or is close to the other side, "
            "tell us. A lead decides and tells you."
        ),
        "button": gettext_lazy("Ask for it"),
    },
    "contest_transfer": {
        "intro": gettext_lazy(
            "If you think it is ours to handle, tell us why and we will decide again. You can do this once."
        ),
        "button": gettext_lazy("Contest it"),
    },
}


@dataclass(frozen=True)
class ActForm:
    """An act with its form as it stands on the page; `opened` where the door sent it back. `intro` says what it means,
    `button` what is pressed, `until` the last moment where there is one."""

    offer: Offer
    form: Any
    marks: Marks
    files: list[Attachment] = field(default_factory=list)
    file_errors: list[str] = field(default_factory=list)
    opened: bool = False
    intro: Any = ""
    button: Any = ""
    until: str = ""

    @property
    def fields(self) -> list[Any]:
        """The form's fields without its files, which have a picker of their own."""
        return [bound for bound in self.form if bound.name != "attachments"]
