import pytest

from casework.house import templates_lint


@pytest.fixture
def lint(tmp_path, settings):
    """What the lint says of one page."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def faults(text: str) -> list[str]:
        (tmp_path / "page.html").write_text(text)
        return list(templates_lint.faults(tmp_path))

    return faults


def test_a_page_that_does_not_compile_is_named(lint):
    assert "page.html" in lint("{% if %}")[0]


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_what_the_content_security_policy_would_cut_is_named(lint, text):
    assert len(lint(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{% load static %}<script src="{% static "js/live.js" %}" defer></script>',
        '<script type="application/json" id="data">{}</script>',
        '<a href="https://www.gov.cn/">',
        "{# <p style> #}<p>",
    ],
)
def test_a_page_within_the_policy_passes(lint, text):
    assert lint(text) == []


def test_a_mail_has_its_styles_in_line_as_mail_programs_know_no_others(lint, tmp_path):
    folder = tmp_path / "room" / "mail"
    folder.mkdir(parents=True)
    (folder / "letter.html").write_text('<p style="color: red">')
    assert lint("<p>") == []
    (folder / "broken.html").write_text("{% if %}")
    assert "broken.html" in lint("<p>")[0]
