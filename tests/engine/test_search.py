"""Search by phrases: what is there is found, what is not is not, on SQLite and on PostgreSQL alike (DESIGN §7)."""

import random

import pytest
from django.db import connection
from django.utils import timezone

from casework.engine.models import Case, SearchEntry
from casework.engine.search import PIECE, QUERY_LENGTH, index_case, install_search, matching, phrase, tokens
from tests.parties.factories import make_unit

ON_SQLITE = connection.vendor == "sqlite"
sqlite_only = pytest.mark.skipif(not ON_SQLITE, reason="about SQLite's triggers and FTS5")
postgresql_only = pytest.mark.skipif(ON_SQLITE, reason="about tsvector: run it with DATABASE_URL=postgres://…")

ACCOUNT = "买了两张 19:50 的票，售票员说“今天人多，系统不收券，要看就付现金 45 元”。在天元店3号厅，K歌区旁。"


@pytest.fixture
def office(db):
    return make_unit("association")


@pytest.fixture
def case(office):
    return make_case(office)


def make_case(office, **texts: str) -> Case:
    now = timezone.now()
    case = Case.objects.create(kind="toy", office=office, opened_at=now, state_since=now)
    index_case(case=case, scope="office", texts=texts)
    return case


def found(query: str, *scopes: str) -> set[int]:
    return set(matching(Case.objects.all(), query, scopes or ["office"]).values_list("pk", flat=True))


def plain(text: str) -> str:
    """A second way to say what a text is to the search: its runs, with one space between."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


# --- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天元店3号厅", ["天元", "元店", "店3", "3号", "号厅", "厅"]),
        ("券，票", ["券", "票"]),
        ("ＴＳ２６－Ｋ", ["ts", "s2", "26", "6", "k"]),
        ("㍿", ["株式", "式会", "会社", "社"]),
        ("，“”！ \n\t\0", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_bigrams(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [("收券", ["收券"]), ("不收券", ["不收", "收券"]), ("券", ["券"]), ("店，3", ["店", "3"]), ("…", [])],
)
def test_a_phrase_leaves_open_how_its_last_run_goes_on(query, expected):
    assert phrase(query) == expected


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "系统不收券",
        "票，售票员",
        "票售票员"[1:],
        "券，要看",
        "店3号",
        "元店3",
        "3号厅",
        "厅，K",
        "k歌",
        "Ｋ歌",
        "K",
        "19:50",
        "50 的",
        "9:5",
        "今天 现金",
        "45 元",
        "券",
        "“今天人多，",
        "区旁。",
    ],
)
def test_a_phrase_from_the_middle_is_found(office, query):
    case = make_case(office, account=ACCOUNT)
    make_case(office, account="放映厅很冷")

    assert found(query) == {case.pk}


@pytest.mark.parametrize(
    "query", ["系统收券", "收不券", "不收票", "票售票员", "今天 支付宝", "3号店", "95", "员今天", "45元", "歌K"]
)
def test_a_phrase_that_is_not_there_is_not_found(office, query):
    make_case(office, account=ACCOUNT)

    assert found(query) == set()


def test_the_phrases_of_a_query_may_stand_in_different_texts_of_a_case(office):
    case = make_case(office, account="系统不收券", cinema="示例影城天元店")
    make_case(office, account="系统不收券", cinema="示例影城芦淞店")

    assert found("天元店　不收券") == {case.pk}


@pytest.mark.parametrize("query", ["", " ", "　", "…", '"', "*", "()", "\0", "'\"; --"])
def test_a_query_without_a_letter_or_figure_finds_nothing(office, query):
    make_case(office, account=ACCOUNT)

    assert found(query) == set()


@pytest.mark.parametrize(
    "query",
    [
        '"不收券"',
        "不收券*",
        "-不收券",
        "^不收券",
        "不收券:*",
        "!不收券",
        "{不收券}",
        "body:",
        "（不收券）",
        "不收券\0",
        "'不收券'",
        "\\不收券",
        "%不收券_",
        "\ud800不收券",
        "不收券 OR x",
        "不收 <-> 收券",
        "NEAR(不收 券, 5)",
        "不收券'); DROP TABLE engine_case; --",
    ],
)
def test_nothing_in_a_query_is_syntax(office, query):
    case = make_case(office, account=ACCOUNT)
    words = [plain(term) for term in query.split() if plain(term)]

    assert found(query) == ({case.pk} if all(word in plain(ACCOUNT) for word in words) else set())


def test_a_very_long_query_is_cut_and_still_right(office):
    case = make_case(office, account="好" * 30 + ACCOUNT * 10)

    assert found((ACCOUNT * 10)[:20] + "。" * 1000) == {case.pk}
    assert found("好" * 30 + "买") == {case.pk}
    assert found("好" * 31 + "买") == set()
    assert found(" ".join("买") * 500) == set()


def test_search_agrees_with_a_plain_look_into_the_texts(office):
    """Random texts of few characters, and random pieces of them: each found exactly where the text holds it."""
    draw = random.Random(5)
    letters = "票券厅店aK９3é，。 -"
    texts = {}
    for _ in range(60):
        text = "".join(draw.choices(letters, k=draw.randint(1, 25)))
        texts[make_case(office, account=text).pk] = text
    for _ in range(400):
        source = draw.choice([*texts.values(), "".join(draw.choices(letters, k=6))])
        start = draw.randrange(len(source))
        query = source[start : start + draw.randint(1, 6)]
        words = [plain(term.replace("９", "9")) for term in query.split() if plain(term)]
        expected = {pk for pk, text in texts.items() if all(word in plain(text.replace("９", "9")) for word in words)}
        assert found(query) == (expected if words else set()), query


def test_any_piece_of_a_text_is_found_whatever_it_is_written_in(office):
    """Rare characters, emoji, those of old code pages and those that no Python knows yet; any width, case and space."""
    draw = random.Random(6)
    signs = [
        *"票券K９é𠮷䶮\U0002ebf0\U00031350\ue000🎬👍ئ。 \xa0",
        "👨‍👩‍👧",
        "❤️",
        "1️⃣",
        "🇨🇳",
        "\U0001fae8",
        "ｋ歌",
        "\u3000",
    ]
    for _ in range(40):
        text = "".join(draw.choices(signs, k=30))
        case = make_case(office, account=text)
        start = draw.randrange(25)
        piece = text[start : start + draw.randint(1, 9)]
        if tokens(piece):
            assert case.pk in found(piece), (text, piece)


@pytest.mark.parametrize("query", ["👎", "🎬🎬", "𠮷𠮷", "x01f600", "豈"])
def test_a_sign_that_is_not_there_is_not_found(office, query):
    make_case(office, account="看了《示例》🎬，和𠮷先生👍🏽")

    assert found(query) == set()


def test_an_emoji_is_found_in_any_colour_of_skin(office):
    case = make_case(office, account="看了《示例》🎬👍🏽，好")

    assert found("👍") == found("🎬👍🏻") == {case.pk}


def test_a_long_text_lies_in_pieces_and_is_found_across_their_edges(case):
    draw = random.Random(5)
    text = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(3 * PIECE))
    index_case(case=case, scope="office", texts={"account": text})

    assert case.search_entries.count() == 4
    for edge in (0, PIECE - QUERY_LENGTH, PIECE, 2 * PIECE - 2 * QUERY_LENGTH, 2 * PIECE, 3 * PIECE):
        for start in (edge - QUERY_LENGTH, edge - QUERY_LENGTH // 2, edge - 3, edge):
            query = text[max(start, 0) :][:QUERY_LENGTH]
            assert not query or found(query) == {case.pk}
    assert found(text[0] + text[-1] + text[5]) == set()


@pytest.mark.parametrize("length", [1, QUERY_LENGTH, PIECE - 1, PIECE, PIECE + 1, PIECE + QUERY_LENGTH])
def test_a_text_of_any_length_is_found_to_its_end(case, length):
    index_case(case=case, scope="office", texts={"account": "票" * (length - 1) + "券"})

    assert found("票券" if length > 1 else "券") == {case.pk}


# --- what is searched, and by whom ------------------------------------------------------------------------------------


def test_a_scope_sees_only_its_own_texts(case):
    index_case(case=case, scope="office", texts={"note": "内部说明"})
    index_case(case=case, scope="respondent", texts={"request": "请答复"})

    assert found("内部说明", "respondent") == set()
    assert found("请答复", "office") == set()
    assert found("内部说明", "respondent", "office") == {case.pk}
    assert found("内部", "") == set()


def test_a_search_narrows_the_cases_it_is_given(office):
    one, two = make_case(office, account=ACCOUNT), make_case(office, account=ACCOUNT)

    assert set(matching(Case.objects.exclude(pk=one.pk), "不收券", ["office"])) == {two}


def test_indexing_again_replaces_a_part_and_leaves_the_others(case):
    index_case(case=case, scope="office", texts={"account": "系统不收券", "wish": "补兑两张票"})
    index_case(case=case, scope="office", texts={"account": "售票员推诿"})

    assert found("不收券") == set()
    assert found("售票员") == found("补兑") == {case.pk}


def test_an_empty_text_takes_its_part_out(case):
    index_case(case=case, scope="office", texts={"account": "系统不收券" * 5000})
    index_case(case=case, scope="office", texts={"account": ""})

    assert not SearchEntry.objects.exists()
    assert found("不收券") == set()


def test_indexing_takes_two_statements_and_searching_one(case, django_assert_num_queries):
    with django_assert_num_queries(2):
        index_case(
            case=case, scope="office", texts={"account": ACCOUNT * 500, "wish": "补兑两张票", "cinema": "天元店"}
        )
    with django_assert_num_queries(1):
        assert found("天元店 补兑 不收券") == {case.pk}


def test_a_changed_row_changes_what_is_found(case):
    index_case(case=case, scope="office", texts={"account": "系统不收券"})
    SearchEntry.objects.update(body=" ".join(tokens("放映厅很冷")))

    assert found("不收券") == set()
    assert found("放映厅") == {case.pk}


# --- the index --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_installing_again_changes_nothing(django_assert_num_queries):
    with django_assert_num_queries(2):
        install_search(connection)


@sqlite_only
@pytest.mark.django_db
def test_the_index_is_made_anew_where_a_trigger_is_missing(office):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER engine_search_insert")
    case = make_case(office, account=ACCOUNT)
    assert found("不收券") == set()

    install_search(connection)

    assert found("不收券") == {case.pk}
    check_integrity()


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_is_searched_again():
    """Django changes an SQLite table by writing it anew, which drops its triggers without a word (DESIGN §1)."""
    case = make_case(make_unit("association"), account=ACCOUNT)
    with connection.schema_editor() as editor:
        editor._remake_table(SearchEntry)
    index_case(case=case, scope="office", texts={"account": "放映厅很冷"})

    install_search(connection)

    assert found("不收券") == set()
    assert found("放映厅") == {case.pk}
    check_integrity()


@sqlite_only
def test_a_deleted_row_leaves_the_index(case):
    index_case(case=case, scope="office", texts={"account": ACCOUNT})
    SearchEntry.objects.all().delete()

    check_integrity()


def check_integrity() -> None:
    """FTS5 compares the index with the rows, and raises where they differ."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO engine_search (engine_search, rank) VALUES ('integrity-check', 1)")


@postgresql_only
@pytest.mark.django_db
def test_postgresql_keeps_every_token_as_it_is():
    """Its parser must not cut or join ours, whatever the database's locale takes for a letter."""
    letters = "票龘𠮷々〇ーあ한éßж9 30aAeEzZxX🎬\U00031350\ue000"
    pairs = {token for first in letters for second in letters for token in tokens(first + second)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('simple', %s))", [" ".join(sorted(pairs))])
        assert set(cursor.fetchone()[0]) == pairs


@postgresql_only
@pytest.mark.django_db
def test_postgresql_can_search_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM engine_searchentry WHERE vector @@ to_tsquery('simple', '不收 <-> 收券:*')"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Bitmap Index Scan on engine_search " in plan
