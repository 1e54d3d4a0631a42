"""Conditions of levers: a tiny language of names, numbers, comparisons, arithmetic, and/or/not.

    condition  =  both ("or" both)*
    both       =  maybe ("and" maybe)*
    maybe      =  "not" maybe | sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
    sum        =  product (("+" | "-") product)*
    product    =  signed (("*" | "/") signed)*
    signed     =  "-" signed | number | name | outcome "(" CODE ")" | "(" condition ")"

``week``, ``year`` and ``weeks_since_start`` are the names; an outcome is asked of a country or an
actor by its code. A formula is a sum in the same grammar over names of its own, such as facts. Both
are read by the parser below and never run as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn, TypeAlias

import numpy as np
import numpy.typing as npt

from politeia.errors import PoliteiaError
from politeia.quantity import Floats
from politeia.scenario.words import meant

Look: TypeAlias = Callable[[str, str], npt.ArrayLike]
"""Tells what an outcome of a code is now, shape ``(run,)``; a name has the code ""."""

NAMES = frozenset({"week", "year", "weeks_since_start"})
LONGEST = 1000
DEEPEST = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|==|!=|[<>+\-*/()])|(?P<bad>\S))"
)
_COMPARE: dict[str, Callable[[Floats, Floats], npt.NDArray[np.bool_]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_ARITHMETIC: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}


class ConditionError(PoliteiaError):
    """A condition or formula cannot be read; ``column`` counts from 1 inside its text."""

    exit_code = 2

    def __init__(self, message: str, column: int, of: str = "condition") -> None:
        self.column = column
        super().__init__(f"{message} (column {column} of the {of})")


@dataclass(frozen=True)
class Number:
    """A number as written."""

    value: float

    def evaluate(self, look: Look) -> Floats:  # noqa: ARG002
        """Return the number."""
        return np.float64(self.value)  # type: ignore[return-value]


@dataclass(frozen=True)
class Observed:
    """An outcome of a code, or a name with the code ""."""

    outcome: str
    code: str
    column: int

    def evaluate(self, look: Look) -> Floats:
        """Return what is observed, shape ``(run,)``."""
        return np.asarray(look(self.outcome, self.code), dtype=np.float64)


@dataclass(frozen=True)
class Arithmetic:
    """Two numbers and what is done with them."""

    sign: str
    left: Term
    right: Term

    def evaluate(self, look: Look) -> Floats:
        """Return the result, shape ``(run,)``; a division by 0 meets no comparison."""
        with np.errstate(all="ignore"):
            result = _ARITHMETIC[self.sign](self.left.evaluate(look), self.right.evaluate(look))
        return np.where(np.isfinite(result), result, np.nan)


@dataclass(frozen=True)
class Comparison:
    """Two numbers and how they are compared."""

    sign: str
    left: Term
    right: Term

    def evaluate(self, look: Look) -> Floats:
        """Return 1 where it holds, else 0, shape ``(run,)``."""
        left, right = self.left.evaluate(look), self.right.evaluate(look)
        known = np.isfinite(left) & np.isfinite(right)
        return (known & _COMPARE[self.sign](left, right)).astype(np.float64)


@dataclass(frozen=True)
class Joined:
    """Two conditions of which both ("and") or one ("or") must hold."""

    word: Literal["and", "or"]
    left: Truth
    right: Truth

    def evaluate(self, look: Look) -> Floats:
        """Return 1 where it holds, else 0, shape ``(run,)``."""
        choose = np.minimum if self.word == "and" else np.maximum
        return choose(self.left.evaluate(look), self.right.evaluate(look))


@dataclass(frozen=True)
class Negated:
    """A condition that must not hold."""

    inner: Truth

    def evaluate(self, look: Look) -> Floats:
        """Return 1 where it holds, else 0, shape ``(run,)``."""
        return 1.0 - self.inner.evaluate(look)


Term: TypeAlias = "Number | Observed | Arithmetic"
Truth: TypeAlias = "Comparison | Joined | Negated"


@dataclass(frozen=True)
class Token:
    """A word, number or sign of a condition."""

    kind: str
    text: str
    column: int


def parse(text: str, outcomes: Collection[str]) -> Truth:
    """Return the condition that ``text`` writes over the names of ``outcomes``.

    Raises:
        ConditionError: when it cannot be read, names an unknown outcome, or is no condition.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"is longer than {LONGEST} characters", LONGEST)
    return _Parser(text, outcomes).whole()


def parse_formula(text: str, names: Collection[str]) -> Term:
    """Return the number that ``text`` writes over ``names``.

    Raises:
        ConditionError: when it cannot be read, uses an unknown name, or is a comparison.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"is longer than {LONGEST} characters", LONGEST, "formula")
    return _Parser(text, (), names, "formula").number()


def names_in(tree: Truth | Term) -> Iterator[str]:
    """Yield the names that a formula or condition uses, in the order of its text."""
    if isinstance(tree, Observed):
        if not tree.code:
            yield tree.outcome
    elif isinstance(tree, Negated):
        yield from names_in(tree.inner)
    elif not isinstance(tree, Number):
        yield from names_in(tree.left)
        yield from names_in(tree.right)


def observed(tree: Truth | Term) -> Iterator[Observed]:
    """Yield what a condition looks at, in the order of its text, names left out."""
    return (seen for seen in looks(tree) if seen.code)


def looks(tree: Truth | Term) -> Iterator[Observed]:
    """Yield what a condition looks at and the names that it reads, in the order of its text."""
    if isinstance(tree, Observed):
        yield tree
    elif isinstance(tree, Negated):
        yield from looks(tree.inner)
    elif not isinstance(tree, Number):
        yield from looks(tree.left)
        yield from looks(tree.right)


def _is_zero(term: Term) -> bool:
    """Return whether a term is 0 whatever is observed."""
    return next(looks(term), None) is None and not np.any(term.evaluate(_nothing))


def _nothing(outcome: str, code: str) -> float:
    raise LookupError(f"{outcome}({code}) is not observed here")


def _tokens(text: str, of: str) -> list[Token]:
    """Return the words of a condition or formula, with an end."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        token = Token(kind, match[kind], match.start(kind) + 1)
        if kind == "bad":
            raise ConditionError(f"{token.text!r} has no meaning here", token.column, of)
        found.append(token)
    return [*found, Token("end", "", len(text) + 1)]


class _Parser:
    """Reads a condition from left to right, one method a line of the grammar."""

    def __init__(
        self,
        text: str,
        outcomes: Collection[str],
        names: Collection[str] = NAMES,
        of: str = "condition",
    ) -> None:
        self.tokens = _tokens(text, of)
        self.outcomes = outcomes
        self.names = names
        self.of = of
        self.at = 0
        self.depth = 0

    def whole(self) -> Truth:
        tree = self._truth(self._condition())
        self._end()
        return tree

    def number(self) -> Term:
        tree = self._term(self._condition())
        self._end()
        return tree

    def _end(self) -> None:
        if self._now.kind != "end":
            self._stop(f"{self._now.text!r} is not expected here")

    @property
    def _now(self) -> Token:
        return self.tokens[self.at]

    def _take(self, *texts: str) -> str | None:
        text = self._now.text
        if self._now.kind in ("end", "number") or text not in texts:
            return None
        self.at += 1
        return text

    def _stop(self, message: str, column: int | None = None) -> NoReturn:
        raise ConditionError(message, self._now.column if column is None else column, self.of)

    def _truth(self, tree: Truth | Term) -> Truth:
        if not isinstance(tree, Comparison | Joined | Negated):
            self._stop("a comparison such as 'threat(BLR) > 0.5' is expected, not a number")
        return tree

    def _term(self, tree: Truth | Term) -> Term:
        if not isinstance(tree, Number | Observed | Arithmetic):
            self._stop("a number is expected, not a comparison")
        return tree

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop(f"is nested deeper than {DEEPEST}")

    def _condition(self) -> Truth | Term:
        tree = self._both()
        while self._take("or"):
            tree = Joined("or", self._truth(tree), self._truth(self._both()))
        return tree

    def _both(self) -> Truth | Term:
        tree = self._maybe()
        while self._take("and"):
            tree = Joined("and", self._truth(tree), self._truth(self._maybe()))
        return tree

    def _maybe(self) -> Truth | Term:
        if self._take("not"):
            self._deeper()
            tree: Truth | Term = Negated(self._truth(self._maybe()))
            self.depth -= 1
            return tree
        tree = self._sum()
        sign = self._take(*_COMPARE)
        if sign is None:
            return tree
        compared = Comparison(sign, self._term(tree), self._term(self._sum()))
        if self._now.kind == "sign" and self._now.text in _COMPARE:
            self._stop("compare two numbers at a time and join the comparisons with 'and'")
        return compared

    def _sum(self) -> Truth | Term:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = Arithmetic(sign, self._term(tree), self._term(self._product()))
        return tree

    def _product(self) -> Truth | Term:
        tree = self._signed()
        while sign := self._take("*", "/"):
            column = self._now.column
            divisor = self._term(self._signed())
            if sign == "/" and _is_zero(divisor):
                self._stop("divides by 0", column)
            tree = Arithmetic(sign, self._term(tree), divisor)
        return tree

    def _signed(self) -> Truth | Term:
        self._deeper()
        if self._take("-"):
            tree: Truth | Term = Arithmetic("-", Number(0.0), self._term(self._signed()))
        elif self._take("("):
            tree = self._condition()
            self._expect(")")
        elif self._now.kind == "number":
            tree = self._number()
        else:
            tree = self._name()
        self.depth -= 1
        return tree

    def _number(self) -> Number:
        value = float(self._now.text)
        if not np.isfinite(value):
            self._stop("the number is too large")
        self.at += 1
        return Number(value)

    def _expect(self, text: str) -> None:
        if not self._take(text):
            got = repr(self._now.text) if self._now.text else "the end"
            self._stop(f"{text!r} is expected, not {got}")

    def _name(self) -> Observed:
        token = self._now
        if token.kind != "word" or token.text in ("and", "or", "not"):
            got = repr(token.text) if token.text else "the end"
            self._stop(f"a number or a name is expected, not {got}")
        self.at += 1
        if token.text in self.names:
            return Observed(token.text, "", token.column)
        if token.text not in self.outcomes:
            near = meant(token.text, {*self.outcomes, *self.names})
            self._stop(f"{token.text!r} is not known{near}", token.column)
        return Observed(token.text, self._code(), token.column)

    def _code(self) -> str:
        self._expect("(")
        code = self._now
        if code.kind != "word":
            self._stop("a code such as BLR is expected")
        self.at += 1
        self._expect(")")
        return code.text
