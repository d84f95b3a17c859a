"""What a reader, a keyboard and a screen reader notice about the components."""

import re

import pytest
from django.template import engines

from casework.ui.templatetags.ui import initial

from .look import ContactForm, context, render_page


def draw(source: str, **more) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context() | more)


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_wrong_field_says_the_same_sentence_beside_it_and_in_the_summary_p13():
    form = ContactForm({"phone": "138 0000 002"})
    page = draw("{% error_summary form %}{% field form.phone %}", form=form)
    assert text_of(page).count("手机号是 11 位，您填了 10 位") == 2
    assert 'href="#id_phone"' in page
    assert 'id="id_phone"' in page


def test_a_wrong_field_is_told_to_screen_readers_p13():
    page = draw("{% field form.phone %}", form=ContactForm({"phone": "1"}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_phone-hint id_phone-wrong"' in page
    assert 'id="id_phone-hint"' in page
    assert 'id="id_phone-wrong"' in page


def test_a_field_keeps_the_keyboard_its_form_asks_for():
    page = draw("{% field form.phone %}", form=ContactForm())
    assert 'type="tel"' in page
    assert 'inputmode="tel"' in page
    assert 'autocomplete="tel"' in page


def test_the_summary_is_gone_to_and_in_the_order_of_the_fields():
    page = draw("{% error_summary form %}", form=ContactForm({"phone": "1"}))
    assert 'tabindex="-1"' in page
    assert "data-focus" in page
    assert page.index("请写姓名") < page.index("您填了 1 位") < page.index("请选一个")


def test_the_summary_of_a_group_leads_to_its_first_choice():
    page = draw("{% error_summary form %}{% field form.where %}", form=ContactForm({}))
    assert 'href="#id_where_0"' in page
    assert 'id="id_where_0"' in page


def test_a_form_without_errors_has_no_summary():
    assert draw("{% error_summary form %}", form=ContactForm()).strip() == ""


@pytest.mark.parametrize("style", ["list", "inline", "seg"])
def test_a_group_is_a_fieldset_whose_choices_are_whole_targets(style):
    page = draw("{% field form.where style=style %}", form=ContactForm({"where": "p"}), style=style)
    assert "<legend>在哪里遇到的" in page
    assert page.count("<label") == 2
    assert page.count("checked") == 1


def test_several_may_be_ticked_where_several_are_allowed():
    page = draw("{% field form.wishes %}", form=ContactForm())
    assert page.count('type="checkbox"') == 2
    assert "选填" in page


def test_where_the_case_stands_is_told_without_colour():
    page = draw("{% stageline steps %}")
    assert page.count('aria-current="step"') == 1
    assert page.count("已完成") == 2


def test_a_clock_explains_its_date_line_by_line():
    page = draw('{% clock "10月26日（周一）" why=why source="本活动的约定" %}')
    assert "<details" in page
    assert "国庆放假，不计" in page
    assert page.count("<tr") == 7
    assert "本活动的约定" in page


def test_a_provisional_date_says_so():
    assert "（暂定）" in draw('{% clock "2027年1月6日（周三）" state="provisional" %}')


def test_every_row_of_the_record_says_who_can_see_it():
    page = draw("{% feed rows %}")
    assert page.count('class="seen"') == 4
    assert "仅本单位可见" in page


def test_new_rows_stand_under_a_line_of_their_own():
    page = text_of(draw("{% feed rows %}"))
    assert page.index("上次看过以后") < page.index("平台答复") < page.index("以下看过") < page.index("受理")


def test_a_record_without_news_has_no_lines():
    assert "以下看过" not in draw("{% feed rows %}", rows=context()["rows"][2:])


def test_a_closed_act_stays_focusable_and_says_why():
    page = draw('{% shut_act "按和解办结" "settle" %}{% shut_reason "settle" "影院还没表态。" %}')
    assert 'aria-disabled="true"' in page
    assert " disabled" not in page
    assert 'aria-describedby="shut-settle"' in page
    assert 'id="shut-settle"' in page


def test_a_sensitive_file_is_veiled_and_says_that_looking_leaves_a_trace():
    assert "证件，点开会留痕" in draw("{% evidence files %}")


def test_what_people_wrote_is_never_markup():
    page = draw("{% message 'x' at text %}{% banner text %}{% preview text text %}", text="<script>1</script>")
    assert "<script>" not in page


@pytest.mark.parametrize(("name", "letter"), [("林小例", "例"), ("Anna", "A"), ("", ""), (None, "")])
def test_a_face_shows_one_letter(name, letter):
    assert initial(name) == letter


@pytest.mark.parametrize(
    "name", ["parts", "home", "filing", "track", "desk", "respondent", "/404.html", "/500.html", "/stale.html"]
)
def test_no_page_needs_anything_the_strict_policy_forbids(name):
    page = render_page(name)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"""\s(style|on\w+)=["']""", page)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)


@pytest.mark.parametrize("name", ["parts", "filing", "desk", "respondent"])
def test_no_page_names_two_things_alike(name):
    ids = re.findall(r'\sid="([^"]+)"', render_page(name))
    assert len(ids) == len(set(ids))
