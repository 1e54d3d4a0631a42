"""A run tells what it does and how long it will still take."""

from __future__ import annotations

import io

import pytest

from politeia.experiment import progress


def test_lines_tell_share_deed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 20.0, 25.0, 40.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    out = io.StringIO()
    with progress.telling(100, out=out) as teller:
        teller.tell(25, "living the pasts")
        teller.tell(25, "living the pasts")
        teller.tell(50, "living the futures")
    assert out.getvalue().splitlines() == [
        " 25%  living the pasts, about 60 s left",
        "100%  living the futures",
    ]


def test_a_quiet_run_tells_nothing() -> None:
    out = io.StringIO()
    with progress.telling(10, quiet=True, out=out) as teller:
        teller.tell(10, "living")
    assert out.getvalue() == ""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def test_a_terminal_gets_a_bar_that_says_what_is_done() -> None:
    out = Terminal()
    with progress.telling(10, out=out) as teller:
        teller.tell(10, "living the futures: 3 of 3")
    assert "living the futures: 3 of 3" in out.getvalue()
    assert "100%" in out.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (80, "80 s"), (200, "3 min"), (9000, "2.5 h")]
)
def test_a_length_of_time_is_told_in_the_unit_that_suits_it(seconds: float, words: str) -> None:
    assert progress.span(seconds) == words
