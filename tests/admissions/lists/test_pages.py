"""The lists of platforms and cinemas as pages: searched, read on, without a menu in a frame."""

from __future__ import annotations

import pytest

from casework.engine.models import Attachment
from casework.parties.models import Qualification
from casework.portal.views.lists import PAGE_SIZE
from tests.engine.world import Line, make_file, make_world
from tests.parties.factories import make_campaign, make_cinema, make_platform

from .factories import agree, listed_cinema, listed_platform, many_cinemas, qualify

pytestmark = pytest.mark.django_db


def test_a_platform_shows_phone_way_of_extension_and_how_many_cinemas_take_it(campaign, read):
    platform = listed_platform(
        campaign, "示例平台", service_phone="0731-0000 0100", extension_channel="在购券页面申请。"
    )
    agree(listed_cinema(campaign, "示例影城"), platform, campaign)
    page = read("/platforms/")
    for words in ("示例平台", "0731-0000 0100", "在购券页面申请。", "1 cinema takes its vouchers", "None is ranked"):
        assert words in page
    assert f'href="/cinemas/?platform={platform.pk}"' in page
    assert "deficiency" not in page


def test_a_platform_without_a_way_of_extension_is_shown_as_deficient(campaign, read):
    listed_platform(campaign)
    assert "deficiency" in read("/platforms/")


def test_a_platform_that_is_suspended_is_on_no_page(campaign, read):
    qualify(make_platform(name="示例停用平台"), campaign, suspended=True)
    page = read("/platforms/")
    assert "示例停用平台" not in page
    assert "No platform is qualified" in page


def test_a_cinema_on_the_list_leads_to_its_page_and_says_whose_vouchers_it_takes(campaign, read):
    cinema = listed_cinema(
        campaign, "示例影城（天元店）", code="43020001", duty_phone="0731-0000 0101", address="示例路 1 号"
    )
    agree(cinema, listed_platform(campaign), campaign)
    page = read("/cinemas/")
    for words in (
        'href="/cinemas/43020001/"',
        "示例平台",
        "0731-0000 0101",
        "株洲市天元区示例路 1 号",
        "None is ranked",
    ):
        assert words in page


def test_without_scripts_the_list_is_narrowed_by_words_county_and_platform(campaign, read):
    here = listed_cinema(campaign, "示例影城甲", division="430211")
    there = listed_cinema(campaign, "示例影城乙", division="430111")
    platform = listed_platform(campaign)
    agree(there, platform, campaign)
    for query, found in (
        ("q=甲", here),
        ("county=430200", here),
        ("county=430111", there),
        (f"platform={platform.pk}", there),
    ):
        other = there if found is here else here
        page = read(f"/cinemas/?{query}")
        assert found.name in page, query
        assert other.name not in page, query
    assert "No cinema of the list fits this" in read("/cinemas/?q=没有")


def test_an_unknown_county_is_said_beside_its_field(campaign, read):
    listed_cinema(campaign, "示例影城甲")
    page = read("/cinemas/?county=999999")
    assert 'class="errsum' in page
    assert "示例影城甲" in page


def test_hundreds_of_cinemas_are_read_page_by_page_in_six_statements(campaign, client, django_assert_max_num_queries):
    many_cinemas(campaign, 300)
    with django_assert_max_num_queries(6):
        page = client.get("/cinemas/?q=示例").content.decode()
    assert page.count('href="/cinemas/4302') == PAGE_SIZE
    last = f"4302{PAGE_SIZE - 1:04d}"
    assert f"after={last}" in page
    with django_assert_max_num_queries(2):
        following = client.get(f"/cinemas/?after={last}").content.decode()
    assert f'href="/cinemas/4302{PAGE_SIZE:04d}/"' in following
    assert f'href="/cinemas/{last}/"' not in following
    assert 'rel="next"' not in client.get("/cinemas/?after=43020290").content.decode()


def test_the_second_reader_of_a_page_costs_two_statements_at_most(campaign, client, django_assert_max_num_queries):
    listed_cinema(campaign, "示例影城甲")
    for url in ("/cinemas/", "/platforms/"):
        client.get(url)
        with django_assert_max_num_queries(2):
            client.get(url)


def test_a_suspended_cinema_is_gone_from_page_and_search_within_seconds(campaign, read, clock):
    cinema = listed_cinema(campaign, "示例影城甲")
    assert cinema.name in read("/cinemas/")
    Qualification.objects.filter(unit=cinema.unit).update(suspended=True)
    clock.shift(6)
    assert cinema.name not in read("/cinemas/")
    assert cinema.name not in read("/cinemas/?q=示例")


def test_an_earlier_year_has_its_own_list_and_links_that_stay_in_it(campaign, read, client):
    last = make_campaign(year=2024)
    agree(listed_cinema(last, "示例旧影城"), listed_platform(last, "示例旧平台"), last)
    assert "示例旧影城" not in read("/cinemas/")
    assert "示例旧影城" in read("/cinemas/?year=2024")
    assert "year=2024" in read("/platforms/?year=2024")
    assert 'href="/cinemas.csv?year=2024"' in read("/cinemas/?year=2024")
    assert [client.get(f"/cinemas/?year={year}").status_code for year in ("2023", "x")] == [404, 404]


def test_without_any_campaign_the_pages_say_so(read):
    assert "No cinema is qualified" in read("/cinemas/")
    assert "No platform is qualified" in read("/platforms/")


def test_the_first_page_and_every_footer_lead_to_the_lists(read):
    for url in ("/", "/track/"):
        page = read(url)
        assert 'href="/cinemas/"' in page
        assert 'href="/platforms/"' in page


# --- in a frame -------------------------------------------------------------------------------------------------------
def test_no_site_may_frame_the_lists_until_one_is_named(campaign, client, settings):
    settings.EMBED_SITES = []
    answer = client.get("/embed/cinemas/")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_named_site_may_frame_the_lists_and_no_other_page(campaign, client, settings):
    settings.EMBED_SITES = ["https://www.example.org"]
    for url in ("/embed/cinemas/", "/embed/platforms/"):
        answer = client.get(url)
        assert "X-Frame-Options" not in answer.headers
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors https://www.example.org" in policy
        assert "script-src 'self'" in policy
    for url in ("/cinemas/", "/", "/complaints/new/"):
        assert client.get(url).headers["X-Frame-Options"] == "DENY"


def test_in_a_frame_there_is_no_menu_no_cookie_and_links_open_a_page_of_their_own(campaign, client):
    listed_cinema(campaign, "示例影城甲", code="43020001")
    answer = client.get("/embed/cinemas/")
    page = answer.content.decode()
    assert "site-head" not in page
    assert "site-foot" not in page
    assert '<a href="/cinemas/43020001/" target="_blank"' in page
    assert not answer.cookies


def test_a_cinema_that_is_not_qualified_is_on_no_list(campaign, read):
    make_cinema(name="示例不参加的影城")
    assert "示例不参加的影城" not in read("/cinemas/") + read("/embed/cinemas/")


# --- a platform's manual ----------------------------------------------------------------------------------------------
@pytest.fixture
def manual():
    """A file that a platform on the list sent in, named as its manual; and one that the complainant sent."""
    world = make_world()
    line = Line(world, start="2026-05-29 09:00", happened_on="2026-05-28")
    line.do("evidence", line.complainant, attachments=[make_file(line, line.complainant)])
    line.do("claim", "handler")
    line.do("accept", "handler")
    line.do("request_answers", "handler", platform="请提供操作手册。")
    file = make_file(line, world.platform_clerk)
    line.do("answer", "platform_clerk", admits="no", account="见附件。", attachments=[file])
    qualify(world.platform, world.campaign)
    world.platform.manual = file
    world.platform.save()
    return world.platform


def test_everybody_reads_the_manual_of_a_listed_platform(manual, read, client):
    platform = manual
    assert f'href="/platforms/{platform.pk}/manual/"' in read("/platforms/")
    assert f'src="/platforms/{platform.pk}/manual/1/"' in read(f"/platforms/{platform.pk}/manual/")
    page = client.get(f"/platforms/{platform.pk}/manual/1/")
    assert page.headers["Content-Type"].startswith("image/")
    assert client.get(f"/platforms/{platform.pk}/manual/2/").status_code == 404


@pytest.mark.parametrize("change", ["sensitive", "somebody else's", "suspended", "unnamed"])
def test_what_is_a_persons_paper_somebody_elses_or_of_nobody_listed_is_shown_to_nobody(manual, client, change):
    platform = manual
    if change == "sensitive":
        Attachment.objects.filter(pk=platform.manual).update(sensitive=True)
    elif change == "somebody else's":
        platform.manual = Attachment.objects.exclude(pk=platform.manual).get().pk
        platform.save()
    elif change == "suspended":
        Qualification.objects.update(suspended=True)
    else:
        platform.manual = None
        platform.save()
    for url in ("manual/", "manual/1/"):
        assert client.get(f"/platforms/{platform.pk}/{url}").status_code == 404
