"""The acts of a case as the desk draws them: a button for each, what comes first, and why the others are shut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from casework.engine.offers import Offer

# Acts with a key of their own at the desk.
KEYS = {"claim": "C", "reply": "M", "note": "I", "evidence": "E"}
# What is at hand for every case stands behind the acts that this case is waiting for.
ALWAYS = ("reply", "record_contact", "note", "evidence")


@dataclass(frozen=True)
class Button:
    """An act as a button. `main`: the one filled button. `shut`: which of the reasons below says why not."""

    name: str
    label: Any
    icon: str
    url: str
    key: str
    main: bool = False
    more: bool = False
    shut: int | None = None


@dataclass(frozen=True)
class Shut:
    """Acts that are shut for one and the same reason."""

    number: int
    reason: Any
    labels: list[Any]
    more: bool = False


class ActButtons:
    """Mixed into `CasePane`, whose `view` offers the acts and whose `url` has their pages."""

    @property
    def offers(self) -> list[Offer]:
        """The acts that this page has."""
        return self.view.offers

    @cached_property
    def open_offers(self) -> list[Offer]:
        """What can be done now: what the case waits for first, what moves it next, what is always at hand last."""
        return sorted((offer for offer in self.offers if offer.open), key=_rank)

    @property
    def buttons(self) -> list[Button]:
        first = self.open_offers[0] if self.open_offers else None
        main = first if first and (first.task or first.act.at_hand or first.act.name == "claim") else None
        return [self._button(offer, main=offer is main) for offer in self.open_offers]

    @property
    def seen_by_itself(self) -> list[tuple[str, str]]:
        """Addresses of what is done as soon as somebody has this before them, each with the key that makes it once."""
        found = [offer.act.name for offer in self.open_offers if offer.act.seen]
        case = self.view.case
        return [(self.url("act", name), f"seen:{case.pk}:{case.last_seq}:{name}") for name in found]

    @property
    def has_more(self) -> bool:
        """Whether there are acts for rare days, which fold away."""
        return any(_is_rare(offer) for offer in self.offers)

    @cached_property
    def shut(self) -> list[Shut]:
        """Acts that are shut, by the reason in words."""
        reasons: dict[tuple[bool, str], list[Any]] = {}
        for offer in self.offers:
            if not offer.open:
                reasons.setdefault((_is_rare(offer), str(offer.why_not)), []).append(offer.act.label)
        found = enumerate(reasons.items(), 1)
        return [Shut(number, reason, labels, rare) for number, ((rare, reason), labels) in found]

    @property
    def shut_buttons(self) -> list[Button]:
        by_reason = {(shut.more, shut.reason): shut.number for shut in self.shut}
        closed = [offer for offer in self.offers if not offer.open]
        return [self._button(offer, shut=by_reason[_is_rare(offer), str(offer.why_not)]) for offer in closed]

    def _button(self, offer: Offer, **more: Any) -> Button:
        name = offer.act.name
        url = self.url("act", name)
        return Button(name, offer.act.label, offer.act.icon, url, self.key_of(offer), more=_is_rare(offer), **more)

    def key_of(self, offer: Offer) -> str:
        """The letter that opens this act on this page, beside the digits."""
        return KEYS.get(offer.act.name, "")


def _rank(offer: Offer) -> tuple[int, int]:
    name = offer.act.name
    if name == "claim":
        return 0, 0
    if offer.act.at_hand:
        return 1, 0
    if offer.task is not None:
        # As the task names them: what it is there for first.
        return 2 if offer.task.process.main else 3, offer.task.flow_task.acts.index(name)
    if offer.act.target is not None:
        return 4, 0
    return (5, ALWAYS.index(name)) if name in ALWAYS else (6, 0)


def _is_rare(offer: Offer) -> bool:
    """Neither asked for now, nor moving the case, nor always at hand."""
    act = offer.act
    moves = offer.task is not None or act.target is not None
    return not moves and not act.at_hand and act.name not in (*ALWAYS, "claim", "request_answers")
