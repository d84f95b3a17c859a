"""A platform sets up its webhook at its own desk, and an administrator for one that cannot."""

import re

import pytest
from django.test import Client

from casework.engine.actors import Actor
from casework.engine.tick import tick
from notifications import hooks
from notifications.models import Delivery, Hook
from tests.engine.world import at, make_world
from tests.parties.factories import make_membership, make_platform, make_user

from .factories import signed_in

pytestmark = pytest.mark.django_db
URL, ENGLISH = "/desk/ours/webhook/", {"accept-language": "en"}
SECRET = re.compile(r"whsec_[\w+/=]+")


@pytest.fixture
def world(settings):
    settings.WEBHOOKS_TO_LOCALHOST = True
    return make_world()


@pytest.fixture
def platform(world) -> Client:
    return signed_in(world.platform_clerk)


def shown(client: Client, url: str = URL) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == 200, response.content.decode()[:1500]
    return response.content.decode()


def says(client: Client, part: str, **said: str):
    return client.post(f"{URL}{part}/", said, headers=ENGLISH)


def test_the_secret_is_shown_when_it_is_made_and_never_again(world, platform):
    assert "whsec_" not in shown(platform)
    says(platform, "address", url="http://127.0.0.1:9/in")
    first = SECRET.search(shown(platform))[0]
    assert "whsec_" not in shown(platform)
    says(platform, "secret")
    second = SECRET.search(shown(platform))[0]
    assert first != second == hooks.secret(Hook.objects.get())
    assert "whsec_" not in shown(platform)


def test_an_address_that_is_never_talked_to_is_refused_beside_its_field(world, platform):
    answer = says(platform, "address", url="http://pay.example.com/in")
    text = answer.content.decode()
    assert (answer.status_code, "It must begin with https://" in text) == (422, True)
    assert 'value="http://pay.example.com/in"' in text
    assert not Hook.objects.exists()


def test_a_test_is_tried_and_the_page_says_how_it_went(world, platform):
    says(platform, "address", url="http://127.0.0.1:9/in")
    says(platform, "test")
    tick(at("2026-10-12 10:00"))
    tick(Delivery.objects.get().due_at or at("2026-10-12 10:00"))
    assert "their server cannot be reached" in shown(platform)
    says(platform, "address", url="")
    assert says(platform, "test").status_code == 404


def test_another_platform_sees_and_repeats_nothing_of_it(world, platform):
    says(platform, "address", url="http://127.0.0.1:9/in")
    says(platform, "test")
    tick(at("2026-10-12 10:00"))
    (delivery,) = Delivery.objects.all()
    stranger = signed_in(Actor.user(make_membership(unit=make_platform(name="别家平台").unit).user))
    assert "their server" not in shown(stranger)
    assert says(stranger, f"sent/{delivery.pk}/again").status_code == 404
    assert says(platform, f"sent/{delivery.pk}/again").status_code == 302
    assert signed_in(world.cinema_clerk).get(URL).status_code == 404


def test_an_administrator_sets_it_up_too(world):
    client = Client()
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    said = {"unit": world.platform.unit.pk, "url": "http://127.0.0.1:9/in"}
    answer = client.post("/admin/notifications/hook/add/", said, follow=True, headers=ENGLISH)
    hook = Hook.objects.get(unit=world.platform.unit)
    assert hooks.secret(hook) in answer.content.decode().replace("&#x3D;", "=")
    picked = {"action": "renew", "_selected_action": hook.pk}
    answer = client.post("/admin/notifications/hook/", picked, follow=True, headers=ENGLISH)
    hook.refresh_from_db()
    assert hook.round == 1
    assert hooks.secret(hook) in answer.content.decode().replace("&#x3D;", "=")
