"""Films of the demo and their lowest release prices: invented, like everything here that is called an example."""

import datetime as dt
from decimal import Decimal

from casework.parties.models import Film, FilmAlias, ReleasePrice

# (title, other titles, prices in force: the last one holds now). Between two prices lies the change of MOVED_BACK.
FILMS = (
    ("湘江样片", ("样片湘江",), ("35.00",)),
    ("示例长空", ("示例长空（3D）",), ("35.00",)),
    ("春天的例子", (), ("30.00", "25.00")),
    ("示例影片·夏天", ("示例夏天",), ("40.00", "35.00")),
)
SOURCE = "示例发行通知"
MOVED_BACK = dt.timedelta(days=30)


def seed_films(since: dt.date, today: dt.date) -> None:
    """Write the films; prices begin on the day `since`, and where one changed it was 30 days before today."""
    for title, others, prices in FILMS:
        film = Film.objects.create(title=title)
        for name in others:
            FilmAlias.objects.create(film=film, name=name)
        change = today - MOVED_BACK
        first_days = [since, change][: len(prices)]
        last_days = [*[day - dt.timedelta(days=1) for day in first_days[1:]], None]
        ReleasePrice.objects.bulk_create(
            ReleasePrice(film=film, since=first, until=last, lowest=Decimal(price), source=SOURCE)
            for first, last, price in zip(first_days, last_days, prices, strict=True)
        )
