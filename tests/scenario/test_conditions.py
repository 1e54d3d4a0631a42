"""Conditions are read by a small parser, say what is wrong with them, and act on all histories."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.quantity import Floats
from politeia.scenario.conditions import (
    ConditionError,
    Number,
    names_in,
    observed,
    parse,
    parse_formula,
)

SEEN = {
    ("prisoners", "BLR"): np.array([500.0, 1500.0, 2500.0]),
    ("threat", "KAZ"): np.array([0.1, 0.9, 0.2]),
    ("week", ""): np.array([10.0, 10.0, 10.0]),
    ("year", ""): np.array([2025.0, 2025.0, 2025.0]),
    ("weeks_since_start", ""): np.array([0.0, 1.0, 2.0]),
}
KNOWN = {"prisoners", "threat"}


def holds(text: str) -> list[float]:
    def look(outcome: str, code: str) -> Floats:
        return SEEN[outcome, code]

    return list(np.broadcast_to(parse(text, KNOWN).evaluate(look), (3,)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prisoners(BLR) > 1000", [0, 1, 1]),
        ("prisoners(BLR) > 1000 and threat(KAZ) > 0.5", [0, 1, 0]),
        ("prisoners(BLR) > 2000 or threat(KAZ) > 0.5", [0, 1, 1]),
        ("not prisoners(BLR) > 1000", [1, 0, 0]),
        ("not (prisoners(BLR) > 1000 and threat(KAZ) > 0.5)", [1, 0, 1]),
        ("(prisoners(BLR) - 500) * 2 / 4 >= 500", [0, 1, 1]),
        ("-weeks_since_start < -0.5", [0, 1, 1]),
        ("2 + 3 * 4 == 14 and 10 - 3 - 2 == 5", [1, 1, 1]),
        ("week >= 10 and year != 2024", [1, 1, 1]),
        ("1 < 2 or 1 < 0 and 1 < 0", [1, 1, 1]),
        ("1e3 == 1000 and .5 == 0.5", [1, 1, 1]),
    ],
)
def test_a_condition_means_what_it_says(text: str, expected: list[float]) -> None:
    assert holds(text) == expected


def test_a_division_by_nothing_meets_no_comparison() -> None:
    assert holds("1 / weeks_since_start > 0") == [0, 1, 1]
    assert holds("1 / weeks_since_start != 7") == [0, 1, 1]


@pytest.mark.parametrize(
    ("text", "told", "column"),
    [
        ("prisoner(BLR) > 1", "did you mean 'prisoners'", 1),
        ("prisoners(BLR)", "a comparison such as", 15),
        ("prisoners(BLR) > 1 > 2", "two numbers at a time", 20),
        ("prisoners BLR > 1", "'(' is expected", 11),
        ("prisoners(BLR > 1", "')' is expected", 15),
        ("prisoners(1) > 1", "a code such as BLR", 11),
        ("1 < 2 and", "not the end", 10),
        ("1 < 2 3", "not expected here", 7),
        ("__import__('os') < 1", "no meaning", 12),
        ("1 < 2; 3", "no meaning", 6),
        ("1 = 2", "no meaning", 3),
        ("and < 1", "a number or a name is expected", 1),
        ("__import__(os) < 1", "is not known", 1),
        ("(1 < 2) + 1 < 3", "not a comparison", 11),
        ("1e999 > 1", "too large", 1),
        ("(" * 100 + "1" + ")" * 100 + " < 2", "nested deeper", 41),
        ("", "not the end", 1),
        ("threat(KAZ) / (1 - 1) > 0", "divides by 0", 15),
    ],
)
def test_a_condition_that_cannot_be_read_says_where(text: str, told: str, column: int) -> None:
    with pytest.raises(ConditionError) as refused:
        parse(text, KNOWN)
    assert told in str(refused.value)
    assert refused.value.column == column


def test_a_condition_tells_what_it_looks_at() -> None:
    tree = parse("not prisoners(BLR) > week or threat(KAZ) + 1 < 2", KNOWN)
    seen = [(one.outcome, one.code, one.column) for one in observed(tree)]
    assert seen == [("prisoners", "BLR", 5), ("threat", "KAZ", 30)]
    assert list(observed(Number(1.0))) == []


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="()<>=!+-*/.10 andortweekBLRprisoners_\n", max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    with suppress(ConditionError):
        assert all(one.outcome in KNOWN for one in observed(parse(text, KNOWN)))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["1 < 2", "1 > 2"]), min_size=1, max_size=8), st.data())
def test_and_binds_closer_than_or(parts: list[str], data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from([" and ", " or "])) for _ in parts[1:]]
    text = parts[0] + "".join(word + part for word, part in zip(words, parts[1:], strict=True))
    expected = any(
        all(part == "1 < 2" for part in group.split(" and ")) for group in text.split(" or ")
    )
    assert holds(text) == [float(expected)] * 3


FIGURES = {"F6": 138.1, "F7": 178.7, "F24": 1.5}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F24 / 62.0", 1.5 / 62.0),
        ("F7 / F6 - 1", 178.7 / 138.1 - 1),
        ("-(F24 + .5) * 2", -4.0),
        ("3", 3.0),
    ],
)
def test_a_formula_is_a_number_over_names_of_its_own(text: str, expected: float) -> None:
    tree = parse_formula(text, FIGURES)
    assert float(tree.evaluate(lambda name, _: FIGURES[name])) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "told", "column"),
    [
        ("F24 > 1", "not a comparison", 8),
        ("F99 / 2", "'F99' is not known", 1),
        ("F24 / week", "'week' is not known", 7),
        ("repression(BLR)", "'repression' is not known", 1),
        ("F24(BLR)", "is not expected here", 4),
        ("F24 **  2", "is expected", 6),
        ("F24.real", "has no meaning here", 4),
        ("", "is expected", 1),
    ],
)
def test_a_formula_that_cannot_be_read_says_where(text: str, told: str, column: int) -> None:
    with pytest.raises(ConditionError, match=r"of the formula\)$") as refused:
        parse_formula(text, FIGURES)
    assert told in str(refused.value)
    assert refused.value.column == column


def test_a_formula_tells_which_names_it_uses() -> None:
    assert list(names_in(parse_formula("F7 / F6 - F7", FIGURES))) == ["F7", "F6", "F7"]
