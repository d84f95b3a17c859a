"""Films in the administration: periods on one page, and a sheet that is looked at before it is written."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.parties.models import Film, ReleasePrice
from tests.parties.factories import add_price, make_film, make_user

from .test_price_import import GOOD, book

pytestmark = pytest.mark.django_db
IMPORT = "/admin/parties/film/import/"


@pytest.fixture
def administrator(client):
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page_of(film: Film) -> str:
    return reverse("admin:parties_film_change", args=[film.pk])


def form_of(film: Film, *rows: tuple[str, str, str]) -> dict[str, object]:
    """The film's page as a browser would send it: its prices, then new ones. A row is (since, until, lowest)."""
    stored = list(film.prices.all())
    form = {"title": film.title, "code": film.code, "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    form |= {"prices-TOTAL_FORMS": len(rows), "prices-INITIAL_FORMS": len(stored)}
    for n, (since, until, lowest) in enumerate(rows):
        form |= {f"prices-{n}-since": since, f"prices-{n}-until": until, f"prices-{n}-lowest": lowest}
        form |= {f"prices-{n}-source": "", f"prices-{n}-film": film.pk}
        form |= {f"prices-{n}-id": stored[n].pk} if n < len(stored) else {}
    return form


def upload(client, data: bytes, name: str = "prices.xlsx"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def rows_in(response) -> str:
    return re.search(r'name="rows" value="([^"]*)"', response.content.decode())[1]


def test_one_price_is_ended_and_the_next_begun_on_one_page(administrator):
    film = make_film(since="2026-01-01")
    form = form_of(film, ("2026-01-01", "2026-04-30", "35"), ("2026-05-01", "", "30"))
    assert administrator.post(page_of(film), form).status_code == 302
    assert [str(price.lowest) for price in film.prices.all()] == ["35.00", "30.00"]


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (("2026-04-30", "", "30"), "share days"),
        (("2026-05-01", "2026-04-01", "30"), "A price cannot end before it begins."),
        (("2026-05-01", "", "0"), "greater than or equal to 0.01"),
    ],
)
def test_periods_that_contradict_each_other_are_refused_in_words(administrator, second, words):
    film = make_film(since="2026-01-01")
    page = administrator.post(page_of(film), form_of(film, ("2026-01-01", "2026-04-30", "35"), second))
    assert (page.status_code, words in page.content.decode()) == (200, True)
    assert film.prices.get().until is None


def test_the_list_shows_todays_price_and_finds_other_titles(administrator):
    film = make_film("示例长空", "长空", since="2026-01-01", until="2026-01-31", lowest="77.00")
    today = timezone.localdate()
    add_price(film, "42.00", str(today - dt.timedelta(days=1)))
    page = administrator.get("/admin/parties/film/?q=长空").content.decode()
    assert "42.00" in page
    assert "77.00" not in page
    assert IMPORT in page


def test_a_sheet_is_looked_at_before_it_is_written(administrator):
    preview = upload(administrator, book(*GOOD))
    assert "3 new, 0 changed, 0 as before." in preview.content.decode()
    assert ReleasePrice.objects.count() == 0
    done = administrator.post(IMPORT, {"rows": rows_in(preview)}, follow=True)
    assert "The sheet is written: 3 new" in done.content.decode()
    assert ReleasePrice.objects.count() == 3
    assert "0 new, 0 changed, 3 as before." in upload(administrator, book(*GOOD)).content.decode()


def test_what_changed_between_preview_and_confirmation_is_looked_at_again(administrator):
    preview = upload(administrator, book(*GOOD))
    make_film("湘江样片", since="2026-03-01")
    refused = administrator.post(IMPORT, {"rows": rows_in(preview)})
    assert refused.status_code == 422
    assert "share days" in refused.content.decode()
    assert ReleasePrice.objects.count() == 1


def test_a_bad_sheet_shows_its_faults_and_no_button_to_write_it(administrator):
    page = upload(administrator, book(["示例长空", "", "?", "", 35, ""]))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Row 2, “开始日期”: “?” is no day." in text
    assert 'name="rows"' not in text
    assert "cannot be opened as a sheet" in upload(administrator, b"PK\x03\x04nonsense").content.decode()


def test_a_forged_preview_writes_nothing(administrator):
    administrator.post(IMPORT, {"rows": "forged"})
    assert ReleasePrice.objects.count() == 0


def test_the_template_is_a_sheet(administrator):
    response = administrator.get("/admin/parties/film/import/template/")
    assert response.content[:2] == b"PK"
    assert "release-prices.xlsx" in response["Content-Disposition"]


def test_who_may_not_write_films_sees_neither_page(client):
    client.force_login(make_user("只读", is_staff=True))
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"rows": "x"}).status_code == 403
    assert client.get(f"{IMPORT}template/").status_code == 403
