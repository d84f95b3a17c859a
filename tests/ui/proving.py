"""What a browser does with a proof of work: reads the challenge off the page and solves it."""

from __future__ import annotations

import html
import json
import re

import altcha


def challenge_on(page: str) -> altcha.Challenge | None:
    """The challenge that the page's script would solve."""
    found = re.search(r'data-challenge="([^"]+)"', page)
    return altcha.Challenge.from_dict(json.loads(html.unescape(found[1]))) if found else None


def solved(page: str) -> str:
    """What the page's form would send as `proof`."""
    challenge = challenge_on(page)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
