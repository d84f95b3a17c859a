"""An administrator replaces a template: what is wrong with it stands beside the field; what counts can be fetched."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blacklist.letters import templates
from blacklist.models import LetterKind, LetterTemplate
from tests.parties.factories import make_user

from .factories import DECISION, make_letter, template

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make_user("管理员", is_staff=True, is_superuser=True))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(model: str, name: str, *args) -> str:
    return reverse(f"admin:blacklist_{model}_{name}", args=args)


def upload(browser, content: bytes, kind: str = DECISION):
    return browser.post(
        page("lettertemplate", "add"), {"kind": kind, "file": SimpleUploadedFile("模板.docx", content)}, follow=True
    )


def test_a_good_one_becomes_the_next_version(administrator):
    for number in (1, 2):
        answer = upload(administrator, template(DECISION, f"第{number}版"))
        assert "errornote" not in answer.content.decode()
    stored = LetterTemplate.objects.first()
    assert (stored.version, stored.uploaded_by.name) == (2, "管理员")
    assert templates.current(DECISION) == (template(DECISION, "第2版"), 2) or bytes(stored.content)[:2] == b"PK"
    assert make_letter().template_version == 2


def test_a_broken_one_is_refused_beside_the_field_with_the_line(administrator):
    answer = upload(administrator, template(DECISION, "金额：{{ amount }}"))
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["file"]
    assert errors["file"][0].startswith("Line 15, “金额：{{ amount }}”. This kind of letter has no field “amount”.")
    assert not LetterTemplate.objects.exists()


def test_in_chinese_the_refusal_is_chinese(administrator):
    administrator.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    errors = upload(administrator, template(without="qr")).context["adminform"].form.errors
    assert errors["file"] == ["模板缺少以下字段：{{ qr }}"]


def test_one_that_is_too_large_is_refused(administrator):
    errors = upload(administrator, b"x" * (2 * 1024 * 1024 + 10)).context["adminform"].form.errors
    assert errors["file"] == ["The file is larger than 2 MB."]


def test_the_page_names_all_fields_and_gives_the_shipped_files(administrator):
    text = administrator.get(page("lettertemplate", "add")).content.decode()
    assert "{{ defence_term }}" in text
    for kind in LetterKind.values:
        assert page("lettertemplate", f"shipped_{kind}") in text
        answer = administrator.get(page("lettertemplate", f"shipped_{kind}"))
        assert answer.content == templates.shipped(kind)
        assert templates.faults(kind, answer.content) == []


def test_a_version_is_looked_at_fetched_and_never_changed_or_deleted(administrator):
    upload(administrator, template())
    stored = LetterTemplate.objects.get()
    assert stored.checksum in administrator.get(page("lettertemplate", "change", stored.pk)).content.decode()
    assert administrator.get(page("lettertemplate", "file", stored.pk)).content == bytes(stored.content)
    assert administrator.get(page("lettertemplate", "file", 0)).status_code == 404
    assert administrator.get(page("lettertemplate", "delete", stored.pk)).status_code == 403
    assert administrator.post(page("lettertemplate", "change", stored.pk), {"kind": "notice"}).status_code == 403


def test_letters_are_found_by_number_and_only_looked_at(administrator):
    letter = make_letter()
    assert letter.number in administrator.get(page("letter", "changelist") + "?q=CL26").content.decode()
    assert "示例影城（株洲）" in administrator.get(page("letter", "change", letter.pk)).content.decode()
    assert administrator.post(page("letter", "add"), {}).status_code == 403
    assert administrator.post(page("letter", "change", letter.pk), {"number": "x"}).status_code == 403
    assert administrator.post(page("letter", "delete", letter.pk), {"post": "yes"}).status_code == 403


def test_a_list_costs_a_dozen_statements_at_most(administrator, django_assert_max_num_queries):
    make_letter()
    upload(administrator, template())
    for model in ("letter", "lettertemplate"):
        with django_assert_max_num_queries(12):
            administrator.get(page(model, "changelist"))
