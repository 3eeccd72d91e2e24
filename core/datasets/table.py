"""Reading a table that a person has: two features and a class or target a row, as text with columns.

What a spreadsheet writes is read as it is: comma, semicolon or tab; with a header or not; quoted or not;
a decimal comma where the comma does not separate columns; a byte order mark; any line ends.
"""

import codecs
import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.datasets.custom import FEATURE_LIMIT, LONGEST_NAME, MAX_CLASSES, number_name
from core.errors import TableError
from core.registry import Text

COLUMNS = ("x1", "x2", "label")
TARGET_COLUMNS = ("x1", "x2", "y")
Third = Literal["auto", "classes", "targets"]
"""What the third column holds; auto: numbers too many to be classes are targets."""
LOOKED_AT = 20
"""Lines by which the delimiter is recognised."""
DELIMITERS = "\t;,"
"""The preferred ones first: between tabs or semicolons a comma is a decimal comma."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a table that is no error, yet good to know."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows in their order: points (m, 2) and labels (m,), numbers of the classes named, or targets."""

    points: Floats
    labels: NDArray[np.int64] | Floats
    class_names: tuple[str, ...]
    """Empty where the third column holds targets."""
    header: tuple[str, ...] | None
    """The names of the three columns; None where the table does not give them."""
    notes: tuple[Note, ...]

    @property
    def rows(self) -> list[list[float]]:
        """The rows [x1, x2, label or target] as make_dataset takes them, the class names as its labels."""
        rows: list[list[float]] = np.column_stack([self.points, self.labels]).tolist()
        return rows


def parse_table(
    source: str | bytes, *, max_rows: int, max_classes: int = MAX_CLASSES, third: Third = "classes"
) -> Table:
    """Read rows of two features and a class, which may be a word or a number, or a target.

    Classes are numbered in ascending order, of the numbers or else of the words. The first row is a header
    if no field of it is a number. Empty rows are skipped. Raises TableError at the first fault, so that a
    table that is too long costs no more than `max_rows` rows.
    """
    text = _decoded(source)
    delimiter = _delimiter(text)
    reading = _Reading(delimiter, max_classes, third)
    header = None
    for count, (line, fields) in enumerate(_rows(text, delimiter)):
        if count == 0 and reading.is_header(fields):
            header = tuple(field.strip() for field in fields)
            continue
        if len(reading.points) == max_rows:
            raise TableError(line, None, None, f"is one too many: at most {max_rows} rows are taken")
        reading.add(line, fields)
    return reading.table(header)


def _decoded(source: str | bytes) -> str:
    text = source if isinstance(source, str) else _from_bytes(source)
    binary = text.find("\0")
    if binary >= 0:
        raise TableError(text.count("\n", 0, binary) + 1, None, "\0", "must be text, not binary data")
    return text.removeprefix("\ufeff")


def _from_bytes(source: bytes) -> str:
    utf_16 = source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text" of Excel
    try:
        return source.decode("utf-16" if utf_16 else "utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise TableError(line, None, source[error.start : error.end], "must be text in UTF-8") from None


def _lines(text: str) -> Iterator[str]:
    return StringIO(text, newline="")  # lines end with any of \n, \r\n and \r, and keep their end


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts most of the first lines into three; else the one that occurs most."""
    head = list(islice((line for line in _lines(text) if line.strip()), LOOKED_AT))

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            fitting = sum(len(fields) == len(COLUMNS) for fields in csv.reader(head, delimiter=delimiter))
        except csv.Error:
            fitting = 0
        return fitting, 0 if fitting else sum(line.count(delimiter) for line in head)

    return max(DELIMITERS, key=fit)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which a row begins and its fields; empty rows are left out."""
    reader = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=True, strict=True)
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error:
        raise TableError(line, None, None, "must have its quotation marks in pairs round a field") from None


def _number(text: str, *, decimal_comma: bool) -> float | None:
    """Return the number that `text` is; may be infinite or NaN."""
    if decimal_comma and "." not in text:
        text = text.replace(",", ".", 1)
    try:
        return None if "_" in text else float(text)  # Python's 1_000 is no number to anyone else
    except ValueError:
        return None


class _Reading:
    """The rows read so far."""

    def __init__(self, delimiter: str, max_classes: int, third: Third) -> None:
        self.points: list[tuple[float, float]] = []
        self._delimiter, self._max_classes, self._third = delimiter, max_classes, third
        self._given: list[tuple[int, str]] = []
        """The third column as it stands, each with its line."""
        self._targets: list[float] = []
        self._decimal_comma = delimiter != ","
        self._decimal_mark = ""
        self._labels: list[str] = []
        self._classes: dict[str, str] = {}
        """The class of each way in which one is written: 1 for 1.0 too."""
        self._first_line: dict[str, int] = {}
        """The classes, and where each was met first."""

    def is_header(self, fields: list[str]) -> bool:
        """Say whether a row names the columns: three words."""
        texts = [field.strip() for field in fields]
        numbers = [_number(text, decimal_comma=self._decimal_comma) for text in texts]
        return len(texts) == len(COLUMNS) and all(texts) and numbers == [None] * len(COLUMNS)

    def add(self, line: int, fields: list[str]) -> None:
        """Take a row in; TableError says what is wrong with it."""
        if len(fields) != len(COLUMNS):
            found = self._delimiter.join(fields)
            raise TableError(line, None, found, f"must have {len(COLUMNS)} columns, has {len(fields)}")
        x1, x2, label = (field.strip() for field in fields)
        self.points.append((self._feature(line, 1, x1), self._feature(line, 2, x2)))
        self._given.append((line, label))
        if self._third != "targets" and not self._taken_as_class(line, label):
            self._third = "targets"  # and so they all are
            self._targets = [self._feature(at, 3, text) for at, text in self._given]
        elif self._third == "targets":
            self._targets.append(self._feature(line, 3, label))

    def _taken_as_class(self, line: int, label: str) -> bool:
        """Take the label in; False where the labels turn out to be targets."""
        try:
            self._labels.append(self._class(line, label))
        except TableError:
            if (
                self._third == "auto"
                and len(self._first_line) == self._max_classes
                and self._all_numbers(label)
            ):
                return False
            raise
        return True

    def _all_numbers(self, label: str) -> bool:
        texts = [*self._classes, label]
        return all(_number(text, decimal_comma=self._decimal_comma) is not None for text in texts)

    def _feature(self, line: int, column: int, text: str) -> float:
        if not text:
            raise TableError(line, column, text, "must not be empty")
        value = _number(text, decimal_comma=self._decimal_comma)
        if value is None:
            raise TableError(line, column, text, "must be a number")
        if not math.isfinite(value):
            raise TableError(line, column, text, "must be finite")
        if abs(value) > FEATURE_LIMIT:
            rule = f"must be from {-FEATURE_LIMIT:.0f} to {FEATURE_LIMIT:.0f}"
            raise TableError(line, column, text, rule)
        mark = "," if "," in text else "." if "." in text else self._decimal_mark
        if self._decimal_mark and mark != self._decimal_mark:  # is 1,234 a thousand here, or a bit over 1?
            raise TableError(line, column, text, f"must have the decimal mark {self._decimal_mark} as above")
        self._decimal_mark = mark
        return value

    def _class(self, line: int, text: str) -> str:
        known = self._classes.get(text)
        if known is not None:
            return known
        if not text:
            raise TableError(line, len(COLUMNS), text, "must not be empty")
        value = _number(text, decimal_comma=self._decimal_comma)
        name = text if value is None or not math.isfinite(value) else number_name(value)
        if len(name) > LONGEST_NAME:
            raise TableError(line, len(COLUMNS), text, f"must have at most {LONGEST_NAME} characters")
        if name not in self._first_line and len(self._first_line) == self._max_classes:
            others = ", ".join(self._first_line)
            rule = f"must be one of at most {self._max_classes} classes; there are {others} already"
            raise TableError(line, len(COLUMNS), text, rule)
        self._first_line.setdefault(name, line)
        self._classes[text] = name
        return name

    def table(self, header: tuple[str, ...] | None) -> Table:
        """Return what was read; TableError where it is not enough to learn from."""
        if self._third == "targets":
            return self._table_of_targets(header)
        if not self.points:
            raise TableError(None, None, None, "must have at least one row of each of two classes")
        names = self._class_names()
        if len(names) == 1:
            raise TableError(None, len(COLUMNS), names[0], "is the only class: there must be at least two")
        number_of = {name: number for number, name in enumerate(names)}
        points = np.array(self.points)
        labels = np.array([number_of[name] for name in self._labels])
        notes = (*_repetitions(points, labels), *_constants(points, header or COLUMNS))
        return Table(points, labels, names, header, notes)

    def _table_of_targets(self, header: tuple[str, ...] | None) -> Table:
        if len(self.points) < 2:
            raise TableError(None, None, None, "must have at least two rows")
        points, targets = np.array(self.points), np.array(self._targets)
        columns = np.column_stack([points, targets])
        return Table(points, targets, (), header, tuple(_constants(columns, header or TARGET_COLUMNS)))

    def _class_names(self) -> tuple[str, ...]:
        values = {name: _number(name, decimal_comma=False) for name in self._first_line}
        numbers = {name: value for name, value in values.items() if value is not None}
        if len(numbers) < len(values):
            return tuple(sorted(values))  # words: "nan" and "inf" among them are words as well
        for name, value in numbers.items():
            if not math.isfinite(value):
                raise TableError(self._first_line[name], len(COLUMNS), name, "must be finite, or a word")
        return tuple(sorted(numbers, key=lambda name: numbers[name]))


def _repetitions(points: Floats, labels: NDArray[np.int64]) -> Iterator[Note]:
    places = points[:, 0] + 1j * points[:, 1]
    distinct = sum(np.unique(places[labels == label]).size for label in np.unique(labels))
    if repeated := labels.size - distinct:
        yield Note(
            "duplicates",
            Text(f"Rows that repeat an earlier row: {repeated}.", f"与前面某行重复的行数：{repeated}。"),
        )
    if contradictions := distinct - np.unique(places).size:
        yield Note(
            "contradictions",
            Text(
                f"Points that occur again with another class: {contradictions}.",
                f"以另一类别再次出现的点数：{contradictions}。",
            ),
        )


def _constants(columns: Floats, names: tuple[str, ...]) -> Iterator[Note]:
    for name, column in zip(names, columns.T, strict=False):
        if column.min() == column.max():
            yield Note(
                "constant_column",
                Text(f"Column {name} has the same value in every row.", f"列 {name} 在所有行中取值相同。"),
            )
