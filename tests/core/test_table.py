"""Tables are read as people have them; what cannot be read is named by row, column, value and rule."""

import codecs
import time
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.sources import make_dataset
from core.datasets.table import Table, parse_table
from core.errors import TableError

PLAIN = "1,2,a\n3,4,b\n"


def read(source: str | bytes, max_rows: int = 100) -> Table:
    """Read a table of at most 100 rows."""
    return parse_table(source, max_rows=max_rows)


def codes(source: str) -> list[str]:
    """Return which notes a table gets."""
    return [note.code for note in read(source).notes]


@pytest.mark.parametrize(
    "source",
    [
        PLAIN,
        "1;2;a\n3;4;b\n",
        "1\t2\ta\n3\t4\tb\n",
        "1,2,a\r\n3,4,b\r\n",
        "1,2,a\r3,4,b",
        "\ufeff1,2,a\n3,4,b",
        "x1,x2,label\n1,2,a\n3,4,b\n",
        "\n\nheight;weight;kind\n \n1;2;a\n;;\n3;4;b\n\n",
        '"x,y","z","label"\n"1","2","a"\n"3","4","b"\n',
        " 1 , 2 , a \n3 , 4 , b",
        '1, "2", a\n3, 4, "b"',
        "1,0;2,0;a\n3,0;4,0;b",
        "1,0\t2,0\ta\n3,0\t4,0\tb",
        "1.0;2.0;a\n+3e0;4;b",
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
    ],
)
def test_the_same_table_in_the_forms_that_people_have(source: str | bytes) -> None:
    table = read(source)
    np.testing.assert_array_equal(table.points, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(table.labels, [0, 1])
    assert table.class_names == ("a", "b")
    assert table.notes == ()


def test_the_header_is_kept_where_there_is_one() -> None:
    assert read("height; weight ;kind\n1;2;a\n3;4;b").header == ("height", "weight", "kind")
    assert read(PLAIN).header is None


@pytest.mark.parametrize(
    ("labels", "numbers", "names"),
    [
        (["yes", "no", "yes"], [1, 0, 1], ("no", "yes")),
        (["10", "9", "10.0"], [1, 0, 1], ("9", "10")),
        (["1", "-1", "+1"], [1, 0, 1], ("-1", "1")),
        (["1", "b", "1"], [0, 1, 0], ("1", "b")),
        (["nan", "nv", "nan"], [0, 1, 0], ("nan", "nv")),
        (["男", "女", "女"], [1, 0, 0], ("女", "男")),
        (['"a,b"', '"say ""hi"""', '"a,b"'], [0, 1, 0], ("a,b", 'say "hi"')),
    ],
)
def test_classes_are_numbered_in_ascending_order(
    labels: list[str], numbers: list[int], names: tuple[str, ...]
) -> None:
    table = read("\n".join(f"{k},{k * k},{label}" for k, label in enumerate(labels)))
    np.testing.assert_array_equal(table.labels, numbers)
    assert table.class_names == names


@pytest.mark.parametrize(
    ("source", "row", "column", "value", "rule"),
    [
        ("1,2,a\n3,4\n", 2, None, "3,4", "must have 3 columns, has 2"),
        ("x,y,label\n1,2,a\n3,4,b,5\n", 3, None, "3,4,b,5", "must have 3 columns, has 4"),
        ("1 2 a\n3 4 b\n", 1, None, "1 2 a", "must have 3 columns, has 1"),
        ("1;2\n3;4\n", 1, None, "1;2", "must have 3 columns, has 2"),
        ("x,y,label\n1,2,a\n\n3,4o,b\n", 4, 2, "4o", "must be a number"),
        ("1,x,a\n3,4,b\n", 1, 2, "x", "must be a number"),
        ("NA,NA,1\n3,4,0\n", 1, 1, "NA", "must be a number"),
        ("1,2,a\n1_000,4,b\n", 2, 1, "1_000", "must be a number"),
        ("1;2;a\n1.234,5;4;b\n", 2, 1, "1.234,5", "must be a number"),
        ("1,2,a\nnan,4,b\n", 2, 1, "nan", "must be finite"),
        ("1,2,a\n3,-inf,b\n", 2, 2, "-inf", "must be finite"),
        ("1,2,a\n3,1000001,b\n", 2, 2, "1000001", "must be from -1000000 to 1000000"),
        ("1,2,a\n,4,b\n", 2, 1, "", "must not be empty"),
        ("1,2,a\n3, ,b\n", 2, 2, "", "must not be empty"),
        ("1,2,a\n3,4,\n", 2, 3, "", "must not be empty"),
        ("1,2,0\n1,2,NaN\n1,2,1\n", 2, 3, "NaN", "must be finite, or a word"),
        ("1,5;2;a\n3;1.234;b\n", 2, 2, "1.234", "must have the decimal mark , as above"),
        ("1.5;2;a\n3;1,234;b\n", 2, 2, "1,234", "must have the decimal mark . as above"),
        ('1,2,"a\n3,4,b\n', 1, None, None, "must have its quotation marks in pairs round a field"),
        ('1,2,a\n\n3,4,"b"c\n', 3, None, None, "must have its quotation marks in pairs round a field"),
        ('1,2,a\n"' + 200_000 * "x", 2, None, None, "must have its quotation marks in pairs round a field"),
        ('"' + 200_000 * "x", 1, None, None, "must have its quotation marks in pairs round a field"),
        ("1,2,a\n3,4,a\n", None, 3, "a", "is the only class: there must be at least two"),
        ("", None, None, None, "must have at least one row of each of two classes"),
        ("\n \n", None, None, None, "must have at least one row of each of two classes"),
        ("x,y,label\n", None, None, None, "must have at least one row of each of two classes"),
        (b"\x89PNG\r\n\x1a\n", 1, None, b"\x89", "must be text in UTF-8"),
        (b"1,2,a\n3,4,caf\xe9\n", 2, None, b"\xe9", "must be text in UTF-8"),
        (b"1,2,a\nPK\x03\x04\x00\x00", 2, None, "\0", "must be text, not binary data"),
        ("1,2,a\n3,\0,b", 2, None, "\0", "must be text, not binary data"),
    ],
)
def test_a_fault_is_named_by_row_column_value_and_rule(
    source: str | bytes, row: int | None, column: int | None, value: object, rule: str
) -> None:
    with pytest.raises(TableError) as caught:
        read(source)
    assert (caught.value.row, caught.value.column) == (row, column)
    assert (caught.value.value, caught.value.rule) == (value, rule)


def test_the_message_is_one_sentence_that_a_person_can_act_on() -> None:
    with pytest.raises(TableError, match=r'^row 4, column 2, "4o": must be a number$'):
        read("x,y,label\n1,2,a\n\n3,4o,b\n")
    with pytest.raises(TableError, match=r"^table: must have at least one row"):
        read("")
    with pytest.raises(TableError) as caught:
        read("1,2,a\n" + "x" * 1000)
    assert len(str(caught.value)) < 160


def test_one_class_more_than_allowed_is_named_where_it_comes_first() -> None:
    source = "\n".join(f"{k},{k},{label}" for k, label in enumerate("abcabcdad"))
    assert parse_table(source, max_rows=100, max_classes=4).class_names == tuple("abcd")
    with pytest.raises(TableError) as caught:
        parse_table(source, max_rows=100, max_classes=3)
    assert (caught.value.row, caught.value.column, caught.value.value) == (7, 3, "d")
    assert caught.value.rule == "must be one of at most 3 classes; there are a, b, c already"


def test_real_targets_are_refused_as_too_many_classes() -> None:
    with pytest.raises(TableError, match=r'row 6, column 3, "0\.5": must be one of at most 5 classes'):
        read("\n".join(f"{k},{k},{k / 10}" for k in range(20)))


def test_as_many_rows_as_allowed_are_taken_and_one_more_is_refused() -> None:
    source = "x,y,label\n" + PLAIN * 5
    assert len(read(source, max_rows=10).labels) == 10
    with pytest.raises(TableError, match="row 11: is one too many: at most 9 rows are taken"):
        read(source, max_rows=9)


def test_a_million_rows_are_answered_without_reading_them() -> None:
    source = (PLAIN * 500_000).encode()
    start = time.process_time()
    with pytest.raises(TableError, match="row 10001: is one too many"):
        read(source, max_rows=10_000)
    assert time.process_time() - start < 1.0


def test_notes_say_what_is_no_error() -> None:
    assert codes(PLAIN) == []
    assert codes("1,2,a\n3,4,b\n1,2,a\n1.0,2,a\n") == ["duplicates"]
    assert codes("1,2,a\n1,2,b\n3,4,a\n") == ["contradictions"]
    assert codes("1,2,a\n1,3,b\n") == ["constant_column"]
    notes = read("u,v,w\n1,2,a\n1,2,a\n1,2,a\n1,2,b\n").notes
    assert [note.text.en for note in notes] == [
        "Rows that repeat an earlier row: 2.",
        "Points that occur again with another class: 1.",
        "Column u has the same value in every row.",
        "Column v has the same value in every row.",
    ]
    assert all(note.text.zh.endswith("。") for note in notes)


def test_a_table_is_a_data_set_of_ones_own() -> None:
    table = read("1,2,yes\n3,4,no\n5,6,yes\n")
    data = make_dataset(
        "custom",
        samples=0,
        noise=0.0,
        test_share=0.0,
        seed=0,
        points=table.rows,
        labels=table.class_names,
    )
    np.testing.assert_array_equal(data.X, table.points.T)
    np.testing.assert_array_equal(data.y, [1, 0, 1])
    assert data.class_names == ("no", "yes")


numbers = st.floats(-1e6, 1e6)
words = st.sampled_from(["red", "green", "blue sky", 'a "quoted" word', "semi;colon", "com,ma"])


@given(
    st.lists(st.tuples(numbers, numbers, words), min_size=2).filter(
        lambda rows: len({r[2] for r in rows}) > 1
    ),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(deadline=None)
def test_what_is_written_is_read_back(
    rows: list[tuple[float, float, str]], delimiter: str, end: str, decimal_comma: bool
) -> None:
    def number(value: float) -> str:
        return repr(value).replace(".", ",") if decimal_comma and delimiter != "," else repr(value)

    def quoted(word: str) -> str:
        return '"' + word.replace('"', '""') + '"'

    lines = [delimiter.join([number(x1), number(x2), quoted(word)]) for x1, x2, word in rows]
    table = parse_table(end.join(lines), max_rows=1000, max_classes=6)
    np.testing.assert_array_equal(table.points, [row[:2] for row in rows])
    assert [table.class_names[label] for label in table.labels] == [row[2] for row in rows]


@given(st.one_of(st.text(), st.binary(), st.text(alphabet='0123456789.,;\t\n\r" ab-e')))
@settings(deadline=None)
def test_any_input_is_a_table_or_a_clear_refusal(source: str | bytes) -> None:
    with suppress(TableError):
        table = read(source)
        assert len(table.points) == len(table.labels) > 1
        assert len(table.class_names) > 1


# ---------------------------------------------------------------- targets


def test_numbers_too_many_to_be_classes_are_targets() -> None:
    source = "\n".join(f"{k},{k * k},{k / 4}" for k in range(8))
    table = parse_table(source, max_rows=100, third="auto")
    np.testing.assert_array_equal(table.labels, np.arange(8) / 4)
    assert table.class_names == ()
    assert table.rows[2] == [2, 4, 0.5]


@pytest.mark.parametrize("labels", ["ab", "01", "12345"])
def test_few_labels_are_classes_unless_targets_are_asked_for(labels: str) -> None:
    source = "\n".join(f"{k},{k},{label}" for k, label in enumerate(labels))
    assert parse_table(source, max_rows=9, third="auto").class_names == tuple(labels)
    if labels.isdigit():
        assert parse_table(source, max_rows=9, third="targets").class_names == ()


@pytest.mark.parametrize(
    ("source", "third", "fault"),
    [
        ("1,2,a\n3,4,5", "targets", 'row 1, column 3, "a": must be a number'),
        ("1,2,3\n4,5,", "targets", 'row 2, column 3, "": must not be empty'),
        ("1,2,3\n4,5,1e9", "targets", 'row 2, column 3, "1e9": must be from -1000000 to 1000000'),
        ("1,2,3", "targets", "table: must have at least two rows"),
        (
            "1,2,1\n1,2,2\n1,2,3\n1,2,4\n1,2,5\n1,2,b",
            "auto",
            'row 6, column 3, "b": must be one of at most 5',
        ),
        ("1,2,1\n1,2,2\n1,2,3\n1,2,4\n1,2,5\n1,2,6\n1,2,b", "auto", 'row 7, column 3, "b": must be a number'),
        (f"1,2,a\n1,2,{'b' * 41}", "auto", "must have at most 40 characters"),
    ],
)
def test_a_third_column_that_is_none_is_named(source: str, third: Any, fault: str) -> None:
    with pytest.raises(TableError) as caught:
        parse_table(source, max_rows=100, third=third)
    assert fault in str(caught.value)


def test_a_target_that_never_changes_is_noted() -> None:
    table = parse_table("1,2,3\n4,5,3", max_rows=9, third="targets")
    assert [note.text.en for note in table.notes] == ["Column y has the same value in every row."]
