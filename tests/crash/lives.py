"""What people do: one table of two handlers, two leads, a cinema and a platform, and complainants who come to it.

Every table goes through the same stories with its own complaints, by dice of its own.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from tests.e2e.pictures import photo

from .browser import Browser, Form, Upload
from .ledger import COMPLAINANT, FILER, Ledger, Line
from .sender import WORDS, Case, Errand, Sender, Stopped, TooLate, Unexpected, at_once, hashes_of

LIN, ZHOU, TANG, LU = "lin", "zhou", "tang", "lu"
CINEMA, PLATFORM = ("tianyuan1", "tianyuan2"), "pingtai"
STAFF = (LIN, ZHOU, TANG, LU, *CINEMA, PLATFORM)
_phones = itertools.count(1)


@dataclass(frozen=True)
class Parties:
    """Primary keys of the cinema and the platform that are complained of."""

    cinema: int
    platform: int


@dataclass
class Table:
    """`stopping`: once set, what was begun is still sent until it is answered, and nothing new is begun."""

    port: int
    sessions: Mapping[str, str]
    parties: Parties
    ledger: Ledger
    dice: random.Random
    stopping: threading.Event
    desks: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sender = Sender(self.ledger, self.dice, self.stopping)
        self.desks = {who: Browser(self.port, session) for who, session in self.sessions.items()}

    def run(self) -> None:
        """Story after story, until it is time to stop."""
        stories = [self.to_the_end, self.joined_until_it_ends, self.joined_and_left]
        stories += [self.done_for_both, self.withdrawn, self.turned_away]
        while not self.stopping.is_set():
            try:
                self.dice.choice(stories)()
            except Stopped:
                return

    # --- stories ------------------------------------------------------------------------------------------------------
    def to_the_end(self) -> None:
        handler, case = self._accepted()
        self._heard(handler, case)
        self._decided(handler, case)
        self._remedied(handler, case)

    def joined_until_it_ends(self) -> None:
        """The leading case ends, and the one that waits for it is told by a promise."""
        handler, leading = self._accepted()
        joined = self._joined(TANG, leading)
        self.staff("lin" if handler == ZHOU else ZHOU, joined, "claim")
        self._heard(handler, leading)
        if self.dice.random() < 0.5:
            self.complainant(leading, "withdraw", {"reason": WORDS})
            return
        self._decided(handler, leading)
        self._remedied(handler, leading)

    def joined_and_left(self) -> None:
        """Leaving promises the leading case a line in its record."""
        handler, leading = self._accepted()
        joined = self._joined(TANG, leading)
        self.staff(handler, joined, "claim")
        self.staff(handler, joined, "leave_join", {"reason": WORDS})

    def done_for_both(self) -> None:
        """One form, two cases: what was interrupted between them goes on when it is sent again."""
        handler, leading = self.dice.choice((LIN, ZHOU)), self.file()
        joined = self._joined(TANG, leading)
        self.staff(handler, leading, "claim", also=joined)
        self.staff(handler, leading, "accept", also=joined)

    def withdrawn(self) -> None:
        _handler, case = self._accepted()
        at_once(
            lambda: self.complainant(case, "withdraw", {"reason": WORDS}),
            lambda: self._likely(self.send_last_message, case),
        )

    def turned_away(self) -> None:
        case = self.file()
        self.staff(LIN, case, "claim")
        said = {"because": "not_ours", "reason": WORDS, "other_ways": "请拨打 12345。"}
        self.staff(LIN, case, "not_accept", said)

    # --- parts of them ------------------------------------------------------------------------------------------------
    def _accepted(self) -> tuple[str, Case]:
        handler, case = self.dice.choice((LIN, ZHOU)), self.file()
        self.staff(handler, case, "claim")
        self._likely(self.send_message, case)
        self.staff(handler, case, "accept", {"remark": WORDS})
        return handler, case

    def _joined(self, who: str, leading: Case) -> Case:
        joined = self.file()
        self.staff(who, joined, "join", {"leading": str(leading.pk), "reason": WORDS})
        return joined

    def _heard(self, handler: str, case: Case) -> None:
        """Both are asked, and answer at the same time."""
        asked = {"cinema": WORDS, "platform": "请提供当天的系统日志。"}
        self.staff(handler, case, "request_answers", asked)
        account = {"admits": "partly", "account": WORDS}
        at_once(
            lambda: self.party(self.dice.choice(CINEMA), case, "answer", account, photos=self._some_photos()),
            lambda: self.party(PLATFORM, case, "answer", account | {"admits": "no"}),
            lambda: self._likely(self.send_message, case),
        )

    def _decided(self, handler: str, case: Case) -> None:
        finding = {
            "finding": "upheld",
            "facts_found": WORDS,
            "evidence": "account",
            "rule": "R33",
            "remedy_by": "cinema",
            "remedy": "补兑两张票并书面说明。",
        }
        self.staff(handler, case, "propose", finding)
        if self.dice.random() < 0.3:
            self.staff(LU, case, "send_back", {"reason": WORDS})
            self.staff(handler, case, "propose", finding)
        at_once(
            lambda: self.staff(TANG, case, "approve", {"remark": WORDS}),
            lambda: self._likely(self.send_evidence, case),
        )

    def _remedied(self, handler: str, case: Case) -> None:
        self.party(self.dice.choice(CINEMA), case, "report_remedy", {"account": WORDS}, photos=[self._photo()])
        self.staff(handler, case, "confirm_remedy")
        self.complainant(case, "confirm_received")

    def send_message(self, case: Case) -> None:
        self.complainant(case, "message", {"message": WORDS})

    def send_last_message(self, case: Case) -> None:
        """While the case ends: too late, if it is over first."""
        with suppress(TooLate):
            self.send_message(case)

    def send_evidence(self, case: Case) -> None:
        self.complainant(case, "evidence", {"caption": WORDS}, photos=[self._photo()])

    def _likely(self, do: Callable[[Case], None], case: Case) -> None:
        if self.dice.random() < 0.5:
            do(case)

    # --- who sends what -----------------------------------------------------------------------------------------------
    def file(self) -> Case:
        """Through the wizard, with some photos, by a browser that nobody knows yet."""
        self.sender.go_on()
        browser, number = Browser(self.port), next(_phones)
        form = browser.get("/complaints/new/").form("/complaints/new/what/")
        photos = self._some_photos()
        said = {
            "category": "refused_redemption",
            "at_the_cinema": "no",
            "cinema": str(self.parties.cinema),
            "platform": str(self.parties.platform),
            "happened_on": dt.datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat(),
            "story": f"系统不收券。（{form.key}）",
            "wish": "补兑两张票",
            "name": "林女士",
            "phone": f"138{number:08d}",
            "attachments": [self._uploaded(browser, one) for one in photos],
        }
        if self.dice.random() < 0.7:
            said["email"] = f"c{number}@example.com"
        checked = browser.send(Form("/complaints/new/who/", form.fields).fill(said))
        form = checked.form("/complaints/new/check/").fill({"go": "send"})
        line = Line(form.key, FILER, "file", words=said["story"], photos=hashes_of(photos))
        return Case(self.sender.send([browser], form, line).number, browser)

    def staff(self, who: str, case: Case, act: str, said: Mapping | None = None, also: Case | None = None) -> None:
        """An act's form at the desk, with the box of another case ticked where it is to be done there `also`."""
        desk, path = self.desks[who], f"/desk/cases/{case.number}/acts/{act}/"
        opened = partial(self._form, desk, path, path)
        self.sender.until_taken(Errand(desk, who, act, case, opened, said or {}, also=also))

    def complainant(self, case: Case, act: str, said: Mapping | None = None, photos: Sequence[Upload] = ()) -> None:
        opened = partial(self._form, case.filer, case.url, f"{case.url}{act}/")
        self.sender.until_taken(Errand(case.filer, COMPLAINANT, act, case, opened, said or {}, photos))

    def party(self, who: str, case: Case, act: str, said: Mapping, photos: Sequence[Upload] = ()) -> None:
        """The cinema's or the platform's task. Its files come with the form, as without scripts."""
        desk, page = self.desks[who], f"/desk/party/{case.number}/"

        def opened() -> Form:
            answer = desk.get(page)
            task = answer.text.partition(f'action="{page}task/')[2].partition("/")[0]
            return answer.form(f"{page}task/{task}/")

        self.sender.until_taken(Errand(desk, who, act, case, opened, said, photos))

    @staticmethod
    def _form(browser: Browser, page: str, action: str) -> Form:
        return browser.get(page).form(action)

    def _uploaded(self, browser: Browser, one: Upload) -> str:
        answer = browser.send(Form("/files/", files=[("file", one)]), as_json=True)
        if answer.status != 201:
            raise Unexpected(f"a photo was refused: {answer}")
        return answer.json()["id"]

    def _some_photos(self) -> list[Upload]:
        return [self._photo() for _number in range(self.dice.choice((0, 0, 1, 2)))]

    def _photo(self) -> Upload:
        return Upload("IMG_0001.jpg", photo(f"{self.dice.random()}", size=(320, 240)))
