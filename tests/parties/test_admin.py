"""The administration pages open, warn and never delete people or units."""

import pytest
from django.contrib import admin
from django.urls import reverse

from casework.parties.models import (
    Agreement,
    Campaign,
    Cinema,
    Division,
    Film,
    Membership,
    Platform,
    Qualification,
    Unit,
    User,
)
from casework.parties.seed import seed_organisations
from tests.parties.factories import make_film, make_membership, make_user

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
MODELS = [Agreement, Campaign, Cinema, Division, Film, Membership, Platform, Qualification, Unit, User]


@pytest.fixture
def administrator(client):
    seed_organisations()
    make_membership(unit=Unit.objects.get(name="示例平台"))
    make_film("示例影片")
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    return client


def page_of(model, page, *args):
    return reverse(f"admin:parties_{model.__name__.lower()}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_list_search_form_and_new_form_open(administrator, model):
    pages = [
        page_of(model, "changelist"),
        f"{page_of(model, 'changelist')}?q=示例",
        page_of(model, "add"),
        page_of(model, "change", model.objects.first().pk),
    ]
    assert [administrator.get(page).status_code for page in pages] == [200] * 4


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_a_dozen_statements_at_most(administrator, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        administrator.get(page_of(model, "changelist"))


@pytest.mark.parametrize("model", MODELS)
def test_nothing_of_it_is_deleted_here(administrator, model):
    assert administrator.get(page_of(model, "delete", model.objects.first().pk)).status_code == 403


def test_the_campaign_page_names_the_source_of_every_figure(administrator):
    page = administrator.get(
        page_of(Campaign, "change", Campaign.objects.first().pk), headers={"accept-language": "en"}
    )
    text = page.content.decode()
    assert text.count("Source: Law") + text.count("Source: Campaign") == 88
    assert "Working days. Source: Campaign default, no rule gives a figure." in text


def test_a_cinema_code_of_another_city_is_saved_with_a_warning(administrator):
    cinema = Cinema.objects.get(code="43029901")
    form = {"unit": cinema.pk, "code": "43019981", "chain": "", "address": "", "extension_channel": ""}
    page = administrator.post(
        page_of(Cinema, "change", cinema.pk), form, follow=True, headers={"accept-language": "en"}
    )
    assert Cinema.objects.get(pk=cinema.pk).code == "43019981"
    assert "belongs to 长沙市, the cinema is entered in 株洲市" in page.content.decode()


def test_an_account_is_made_with_name_and_phone(administrator):
    form = {
        "username": "zhou",
        "name": "周小样",
        "phone": "138 0000 0001",
        "usable_password": "false",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    administrator.post(page_of(User, "add"), form)
    assert User.objects.get(username="zhou").phone == "+8613800000001"


def test_what_is_suspended_by_hand_is_by_no_decision_any_more(administrator):
    right = Qualification.objects.first()
    Qualification.objects.filter(pk=right.pk).update(suspended=True, suspended_by="CL26-000001-U")
    same = {"unit": right.unit_id, "campaign": right.campaign_id, "since": right.since, "deciding_case": ""}
    address = page_of(Qualification, "change", right.pk)
    administrator.post(address, same | {"suspended": "on", "until": right.campaign.redeem_until})
    right.refresh_from_db()
    assert (right.suspended, right.suspended_by) == (True, "CL26-000001-U")
    administrator.post(address, same)
    right.refresh_from_db()
    assert (right.suspended, right.suspended_by) == (False, "")


def test_every_model_of_the_room_is_administered_somewhere():
    registered = {model.__name__ for model in admin.site._registry if model._meta.app_label == "parties"}
    assert registered == {model.__name__ for model in MODELS}
