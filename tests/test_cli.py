"""The command turns words into calls, and errors into a sentence and an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from politeia.cli import app, sweep
from politeia.errors import BadInput, Fault, MachineTrouble
from politeia.experiment import order

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

runner = CliRunner()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return the calls that reach the engine, which here does nothing."""
    made: list[dict[str, Any]] = []

    def take(study: str, **wishes: Any) -> Path:
        made.append({"study": study, **wishes})
        return Path("results/a study")

    monkeypatch.setattr(order, "run_study", take)
    return made


def _fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Any:
    def fail(*_: Any, **__: Any) -> Path:
        raise error

    monkeypatch.setattr(order, "run_study", fail)
    return runner.invoke(app, ["run", "the_lifeline"])


def test_every_option_reaches_the_engine(calls: list[dict[str, Any]]) -> None:
    words = "run s.yaml --out there --draws 3 --replicates 2 --nodes 64 --seed 0 --workers 2"
    result = runner.invoke(app, [*words.split(), "--preview", "--fresh", "--quiet"])
    assert result.exit_code == DONE, result.output
    (call,) = calls
    wishes = call.pop("wishes")
    assert (wishes.fresh, wishes.quiet, wishes.command[:9]) == (True, True, "politeia ")
    assert call == {
        "study": "s.yaml",
        "out": Path("there"),
        "draws": 3,
        "replicates": 2,
        "nodes": 64,
        "seed": 0,
        "workers": 2,
        "preview": True,
    }


def test_a_share_reaches_the_engine(calls: list[dict[str, Any]]) -> None:
    told = runner.invoke(app, ["run", "s", "--shard", "3/20"])
    share = calls[0]["wishes"].share
    assert (share.number, share.of, share.name) == (3, 20, "3-of-20")
    assert "politeia status" in told.stdout


def test_what_is_not_said_is_left_to_the_study(calls: list[dict[str, Any]]) -> None:
    runner.invoke(app, ["run", "s"])
    assert {key for key, value in calls[0].items() if value is None} == {
        "out", "draws", "replicates", "nodes", "seed", "workers",
    }  # fmt: skip


@pytest.mark.usefixtures("calls")
def test_after_a_run_the_next_command_can_be_pasted() -> None:
    result = runner.invoke(app, ["run", "s"])
    assert "politeia compare 'results/a study'" in result.stdout


@pytest.mark.usefixtures("calls")
def test_a_quiet_run_prints_the_folder_alone() -> None:
    assert runner.invoke(app, ["run", "s", "--quiet"]).stdout == "results/a study\n"


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "s", "--draws", "0"],
        ["run", "s", "--draws", "many"],
        ["run", "s", "--replicates", "-1"],
        ["run", "s", "--workers", "0"],
        ["run", "s", "--seed", "-1"],
        ["run", "s", "--nodes", "1"],
        ["run", "s", "--drows", "3"],
        ["sweep"],
        ["sweep", "s", "--yes", "--draws", "0"],
        ["run", "s", "--shard", "4/3"],
        ["run", "s", "--executor", "ray://here"],
        ["compare"],
        ["merge", "one"],
        ["status"],
        ["fly"],
    ],
)
def test_wrong_words_are_bad_input(words: list[str], calls: list[dict[str, Any]]) -> None:
    result = runner.invoke(app, words)
    assert result.exit_code == BAD_INPUT
    assert "Traceback" not in result.output
    assert not calls


def test_faults_of_a_file_are_told_with_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [Fault(Path("s.yaml"), line, "draws", "is wrong") for line in (9, 4)]
    result = _fail(monkeypatch, BadInput(faults))
    assert result.exit_code == BAD_INPUT
    assert result.stderr == "s.yaml:4  draws: is wrong\ns.yaml:9  draws: is wrong\n"


def test_trouble_of_the_machine_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = _fail(monkeypatch, MachineTrouble("the disk is full"))
    assert result.exit_code == FAILED
    assert result.stderr == "the disk is full\n"


def test_an_interrupted_run_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _fail(monkeypatch, KeyboardInterrupt())
    assert result.exit_code == INTERRUPTED
    assert "the same command goes on" in result.stderr


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every study have a price at once, without living anything."""
    from politeia.experiment import price

    class Told:
        def told(self) -> str:
            return "12 runs"

    monkeypatch.setattr(order, "asked_for", lambda *_, **__: None)
    monkeypatch.setattr(price, "price", lambda *_: Told())


@pytest.mark.usefixtures("priced")
def test_a_sweep_tells_its_price_and_with_a_yes_runs_as_run_does(
    calls: list[dict[str, Any]],
) -> None:
    words = "--out there --draws 3 --replicates 2 --nodes 64 --seed 0 --workers 2 --preview"
    runner.invoke(app, ["run", "s.yaml", *words.split(), "--fresh", "--quiet"])
    result = runner.invoke(app, ["sweep", "s.yaml", *words.split(), "--fresh", "--quiet", "--yes"])
    assert result.exit_code == DONE, result.output
    assert "12 runs" in result.stderr
    assert calls[0] == calls[1]


@pytest.mark.usefixtures("priced")
def test_a_sweep_that_nobody_can_answer_is_bad_input(calls: list[dict[str, Any]]) -> None:
    result = runner.invoke(app, ["sweep", "s"])
    assert result.exit_code == BAD_INPUT
    assert "12 runs" in result.stderr
    assert "--yes" in result.stderr
    assert not calls


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize(("answer", "runs"), [("y", 1), ("n", 0)])
def test_a_sweep_asks_whoever_sits_at_a_terminal(
    calls: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, answer: str, runs: int
) -> None:
    monkeypatch.setattr(sweep, "_someone_is_there", lambda: True)
    result = runner.invoke(app, ["sweep", "s"], input=f"{answer}\n")
    assert result.exit_code == DONE
    assert len(calls) == runs
    assert ("Nothing was run" in result.stderr) == (not runs)


@pytest.mark.parametrize(
    "verb", ["run", "sweep", "status", "merge", "compare", "analyse", "explain", "sources"]
)
def test_every_option_of_every_verb_is_explained(verb: str) -> None:
    import typer

    command = typer.main.get_command(app)
    for option in command.commands[verb].params:  # type: ignore[attr-defined]
        assert len(option.help or "") > 15, f"{verb} {option.name} is not explained"


def test_the_version_can_be_asked_for() -> None:
    assert runner.invoke(app, ["--version"]).stdout.startswith("politeia ")
