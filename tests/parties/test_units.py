"""Units: supervision follows the path, geography the division, and neither the other (DESIGN §4)."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from casework.parties.models import Division, Unit
from tests.parties.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Province → Zhuzhou → Tianyuan, and Changsha beside Zhuzhou."""
    province = make_unit(name="湖南省总工会", division="430000")
    zhuzhou = make_unit(name="株洲市总工会", parent=province, division="430200")
    tianyuan = make_unit(name="天元区总工会", parent=zhuzhou, division="430211")
    changsha = make_unit(name="长沙市总工会", parent=province, division="430100")
    return province, zhuzhou, tianyuan, changsha


def path_of(unit):
    return Unit.objects.get(pk=unit.pk).path


def test_a_path_names_all_above(tree):
    province, zhuzhou, tianyuan, _changsha = tree
    assert tianyuan.path == path_of(tianyuan) == f"/{province.pk}/{zhuzhou.pk}/{tianyuan.pk}/"


def test_a_unit_supervises_itself_and_all_below(tree):
    province, zhuzhou, tianyuan, changsha = tree
    assert set(Unit.objects.under(zhuzhou)) == {zhuzhou, tianyuan}
    assert set(Unit.objects.under(province)) == set(tree)
    assert zhuzhou.supervises(tianyuan)
    assert not changsha.supervises(tianyuan)


def test_ids_that_start_alike_are_not_mixed_up():
    make_unit(pk=5, name="五")
    make_unit(pk=51, name="五十一")
    assert [unit.pk for unit in Unit.objects.under(Unit.objects.get(pk=5))] == [5]


def test_an_unsaved_unit_supervises_nobody(tree):
    assert not Unit.objects.under(Unit()).exists()
    assert not Unit().supervises(tree[0])


def test_a_subtree_moves_with_its_root(tree):
    province, zhuzhou, tianyuan, changsha = tree
    zhuzhou.parent = changsha
    zhuzhou.save()
    assert path_of(tianyuan) == f"/{province.pk}/{changsha.pk}/{zhuzhou.pk}/{tianyuan.pk}/"
    assert set(Unit.objects.under(changsha)) == {changsha, zhuzhou, tianyuan}


def test_a_subtree_may_become_a_root(tree):
    _province, zhuzhou, tianyuan, _changsha = tree
    zhuzhou.parent = None
    zhuzhou.save(update_fields=["parent"])
    assert path_of(tianyuan) == f"/{zhuzhou.pk}/{tianyuan.pk}/"


def test_a_save_of_other_fields_leaves_the_path_alone(tree):
    _province, zhuzhou, tianyuan, changsha = tree
    before = path_of(tianyuan)
    tianyuan.parent, tianyuan.phone = changsha, "0731-0000 0000"
    tianyuan.save(update_fields=["phone"])
    assert path_of(tianyuan) == before
    assert zhuzhou.supervises(Unit.objects.get(pk=tianyuan.pk))


def test_an_instance_older_than_a_move_does_not_undo_it(tree):
    _province, zhuzhou, tianyuan, changsha = tree
    stale = Unit.objects.get(pk=tianyuan.pk)
    zhuzhou.parent = changsha
    zhuzhou.save()
    stale.phone = "0731-0000 0000"
    stale.save()
    assert path_of(tianyuan) == f"{path_of(zhuzhou)}{tianyuan.pk}/"


def test_nobody_is_supervised_by_who_is_below(tree):
    _province, zhuzhou, tianyuan, _changsha = tree
    for parent in (zhuzhou, tianyuan):
        zhuzhou.parent = parent
        with translation.override("en"), pytest.raises(ValidationError, match="supervised by itself"):
            zhuzhou.save()
        with pytest.raises(ValidationError):
            zhuzhou.full_clean()


def test_planting_many_writes_the_same_paths(tree, django_assert_num_queries):
    _province, zhuzhou, _tianyuan, _changsha = tree
    new = [Unit(kind="union", name=name, parent=zhuzhou) for name in ("攸县总工会", "茶陵县总工会", "炎陵县总工会")]
    with django_assert_num_queries(3):
        Unit.objects.plant(new)
    assert [path_of(unit) for unit in new] == [f"{zhuzhou.path}{unit.pk}/" for unit in new]


def test_geography_does_not_follow_supervision(tree):
    _province, zhuzhou, tianyuan, _changsha = tree
    zone = make_unit(name="云龙示范区工会工作委员会", parent=zhuzhou)
    cinema = make_unit("cinema", name="示例影城（天元店）", division="430211")
    in_zhuzhou = Unit.objects.in_division(Division.objects.get(pk="430200"))
    assert set(in_zhuzhou) == {zhuzhou, tianyuan, cinema}
    assert set(Unit.objects.under(zhuzhou)) == {zhuzhou, tianyuan, zone}


def test_the_provincial_association_is_not_a_citys():
    own = make_unit("association", name="湖南省电影行业协会", division="430000")
    make_unit("association", name="株洲市电影行业协会", division="430200")
    make_unit("association", name="示例协会")
    assert list(Unit.objects.provincial(Unit.Kind.ASSOCIATION)) == [own]


def test_who_supervises_others_cannot_be_deleted(tree):
    with pytest.raises(ProtectedError):
        tree[0].delete()


def test_a_credit_code_is_checked_and_written_in_capitals():
    unit = make_unit(uscc="91350100m000100y43")
    unit.full_clean()
    assert unit.uscc == "91350100M000100Y43"
    unit.uscc = "91350100M000100Y44"
    with translation.override("en"), pytest.raises(ValidationError, match="credit code"):
        unit.full_clean()


@pytest.mark.parametrize(
    "typed", ["９１３５０１００ｍ０００１００ｙ４３", " 91350100 M000100Y43\u200b", "91350100-M000100Y-43"]
)
def test_a_credit_code_is_understood_in_any_width_and_with_gaps(typed):
    unit = make_unit(uscc=typed)
    unit.full_clean()
    assert unit.uscc == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("typed", "words"), [("91350100M000100Y4", "you gave 17"), ("9135O100M000100Y43", "I, O, S, V and Z")]
)
def test_what_is_wrong_with_a_credit_code_is_said(typed, words):
    with translation.override("en"), pytest.raises(ValidationError, match=words):
        make_unit(uscc=typed).full_clean()


def test_a_name_is_kept_in_one_line():
    unit = make_unit("cinema", name="示例影城\u3000 （天元店）\xa0")
    unit.full_clean()
    assert unit.name == "示例影城 （天元店）"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("（０７３１）０００００００", "(0731)0000000"), ("12318", "12318"), ("400—000—0000转1", "400-000-0000 转 1")],
)
def test_a_service_phone_is_kept_in_one_width(typed, kept):
    unit = make_unit(phone=typed)
    unit.full_clean()
    assert unit.phone == kept


@pytest.mark.parametrize("phone", ["0731-0000 0000", "95516", "12345", "400-000-0000 转 1", "(0731) 0000 0000"])
def test_a_service_phone_is_kept_as_people_dial_it(phone):
    make_unit(phone=phone).full_clean()


@pytest.mark.parametrize("phone", ["客服", "0731-", "javascript:1"])
def test_what_cannot_be_dialled_is_refused(phone):
    with translation.override("en"), pytest.raises(ValidationError, match="as people dial it"):
        make_unit(phone=phone).full_clean()
