"""Claims about the verb analyse: what it says, writes and refuses."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import posed
import pytest
from typer.testing import CliRunner

from politeia.analyse import KINDS, Analysis, Options, analyse, write
from politeia.analysis import conditions as known
from politeia.analysis.lived import lived
from politeia.analysis.reading import open_results
from politeia.cli import app
from politeia.errors import BadInput
from politeia.quantity import Floats

NAMES = ("support.offset", "protest.pull", "aid.tempo", "switches.rally_dominates")


def quiet(_: str) -> None:
    """Say nothing."""


def drawn(draws: int = 48) -> pd.DataFrame:
    """Return draws of four uncertainties, the last of which is a switch."""
    frame = posed.priors(NAMES, draws)
    return frame.assign(**{NAMES[3]: (frame[NAMES[3]] < 0.5).astype(float)})


POLICIES: dict[str, posed.Effect] = {
    "sanctions": lambda c: 0.1 * (c["support.offset"].to_numpy() - 0.6),
    "aid": lambda c: np.full(len(c), -0.02),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return posed.study(
        tmp_path_factory.mktemp("posed") / "study",
        drawn(),
        POLICIES,
        baseline=lambda c: 0.2 * np.asarray(c["protest.pull"]),
        costs={"sanctions": lambda c: np.full(len(c), 2.0), "aid": lambda c: np.full(len(c), 5.0)},
    )


@pytest.fixture(scope="module")
def analysed(folder: Path) -> Analysis:
    found = analyse(folder, quiet)
    write(found, quiet)
    return found


def test_every_analysis_is_told_or_says_why_not(analysed: Analysis) -> None:
    assert len(analysed.answers) + len(analysed.refused) == len(KINDS)
    assert set(analysed.refused) == {"portfolio"}
    assert "takes a sweep over intensities" in analysed.words


def test_the_sensitivities_are_those_of_the_invented_effects(analysed: Analysis) -> None:
    told = {answer.name: answer for answer in analysed.answers}
    table = told["sensitivity"].tables["sobol"].set_index(["series", "uncertainty"])["total"]
    assert table["effect of Sanctions"]["support.offset"] > 0.95
    assert table["repression, baseline"]["protest.pull"] > 0.95


def test_sanctions_harm_where_the_loss_is_made_good(analysed: Analysis) -> None:
    told = {answer.name: answer for answer in analysed.answers}
    rules = told["discovery"].tables["rules"]
    harm = rules[rules.question.str.contains("“Sanctions” raises repression")].iloc[0]
    assert "support.offset" in harm["rule"]
    assert harm.density > 0.9
    assert any("share of a loss by sanctions made good" in line for line in told["discovery"].words)


def test_the_ranking_flips_where_two_effects_are_equal(analysed: Analysis) -> None:
    # 0.1 (x - 0.6) = -0.02 at x = 0.4, a tenth from the middle of its prior.
    told = {answer.name: answer for answer in analysed.answers}
    table = told["flips"].tables["flips"]
    ((assumption, distance),) = table[(table.policy == "aid") & (table.before == "sanctions")][
        ["assumption", "distance"]
    ].to_numpy()
    assert assumption == "support.offset"
    assert distance == pytest.approx(0.1, abs=0.02)


def test_to_know_the_offset_is_worth_what_it_decides(analysed: Analysis) -> None:
    # Aid gains 0.02; sanctions gain 0.06 - 0.1 x, more where x < 0.4: 0.1 * 0.4^2 / 2 = 0.008.
    told = {answer.name: answer for answer in analysed.answers}
    best = told["value_of_information"].tables["value_of_information"].iloc[0]
    assert best.uncertainty == "support.offset"
    assert best.value == pytest.approx(0.008, abs=0.001)
    assert best.detectable


def test_aid_has_the_best_worst_case_and_costs_more(analysed: Analysis) -> None:
    told = {answer.name: answer for answer in analysed.answers}
    table = told["robustness"].tables["robustness"]
    here = table[table.country == "focus"].set_index("policy")
    assert here.worst.idxmax() == "aid"
    assert here.worst["aid"] == pytest.approx(0.02, abs=1e-5)
    assert here.largest_regret["aid"] == pytest.approx(0.04, abs=0.003)


def test_every_figure_says_its_runs_its_error_and_that_it_is_a_preview(analysed: Analysis) -> None:
    drawings = [drawing for answer in analysed.answers for drawing in answer.drawings]
    assert len(drawings) >= 6
    for drawing in drawings:
        assert "48 draws × 2 runs of each: 96 runs a policy" in drawing.caption, drawing.name
        assert "Monte Carlo error" in drawing.caption, drawing.name
        assert any(text.get_text() == "preview" for text in drawing.figure.texts), drawing.name
        assert drawing.alt


def test_tables_and_figures_are_written_beside_the_words(analysed: Analysis) -> None:
    names = {path.name for path in analysed.written}
    assert {"robustness.csv", "robustness.png", "robustness.svg", "answer.txt"} <= names
    assert all(path.stat().st_size > 0 for path in analysed.written)


def test_the_command_prints_json_that_holds_words_and_tables(folder: Path) -> None:
    words = ["analyse", str(folder), "--json", "--only", "robustness", "--weight", "BLR=1"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["outcome"] == "repression"
    assert len(told["answers"]["robustness"]["tables"]["robustness"]) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "robustnes"], "robustness"),
        (["--outcome", "represion"], "did you mean 'repression'"),
        (["--outcome", "broken"], "neither better nor worse"),
        (["--years", "7"], "no horizon of 7 years"),
        (["--case", "as_it_is"], "did you mean 'as_is'"),
        (["--weight", "BLX=1"], "BLX is no country"),
        (["--weight", "BLR"], "such as BLR=2"),
        (["--weight", "BLR=0"], "must be above 0"),
    ],
)
def test_wrong_words_are_bad_input_with_the_right_ones(
    folder: Path, words: list[str], said: str
) -> None:
    result = CliRunner().invoke(app, ["analyse", str(folder), *words])
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_without_results_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no results"):
        analyse(tmp_path, quiet)


def test_one_draw_without_policies_is_told_in_sentences(tmp_path: Path) -> None:
    bare = posed.study(tmp_path / "bare", drawn(1), {}, replicates=1)
    found = analyse(bare, quiet)
    assert not found.answers
    assert set(found.refused) == set(KINDS)
    assert "no policy beside the baseline" in found.refused["robustness"]


def test_an_unfinished_run_says_that_it_is(tmp_path: Path) -> None:
    begun = posed.study(tmp_path / "begun", drawn(4), POLICIES)
    told = json.loads((begun / "manifest.json").read_text(encoding="utf-8"))
    assert "not finished" not in analyse(begun, quiet, Options(only=("robustness",))).words
    (begun / "manifest.json").write_text(json.dumps({**told, "finished": None}), encoding="utf-8")
    assert "The run is not finished" in analyse(begun, quiet, Options(only=("robustness",))).words


def test_a_damaged_table_of_uncertainties_is_trouble_of_the_machine(tmp_path: Path) -> None:
    broken = posed.study(tmp_path / "broken", drawn(4), POLICIES)
    (broken / known.FILE).write_bytes(b"PAR1 and then nothing")
    result = CliRunner().invoke(app, ["analyse", str(broken)])
    assert result.exit_code == 1
    assert "is damaged" in result.stderr


def test_where_conditions_are_unknown_the_rest_is_still_told(tmp_path: Path) -> None:
    blind = posed.study(tmp_path / "blind", drawn(8), POLICIES)
    (blind / known.FILE).unlink()
    found = analyse(blind, quiet)
    assert {answer.name for answer in found.answers} == {"paired_contrasts", "robustness"}
    assert "holds no whole study" in found.refused["sensitivity"]


def test_weights_of_countries_are_those_asked_for(folder: Path) -> None:
    found = lived(open_results(folder), weights={"KAZ": 3.0, "BLR": 1.0})
    assert found.focus == ("KAZ", "BLR")
    np.testing.assert_allclose(found.weights, [0.75, 0.25])


def test_a_sweep_over_levers_is_answered_by_a_front(tmp_path: Path) -> None:
    from politeia.chance import sobol

    names = ("levers.both.0.to", "levers.both.1.to")
    values = sobol(32, 2, 9)
    by = {"by": ["EUU"], "on": ["BLR"], "start": "2024-06-03", "over": 12, "to": 1.0}
    moves = [{"moves": "speech.shaming", **by}, {"moves": "engagement.dialogue", **by}]
    points = [dict(zip(names, map(float, row), strict=True)) for row in values]

    def gain(conditions: pd.DataFrame) -> Floats:
        a, b = (np.asarray(conditions[name]) for name in names)
        return np.asarray(-0.05 * (2 * a + b - a**2 - b**2))

    swept = posed.study(
        tmp_path / "swept",
        posed.design(values, names),
        {"both": gain},
        costs={"both": lambda c: 4.0 * np.asarray(c[names[0]] + c[names[1]])},
        lines={"both": {"levers": moves, "acts": "democracies"}},
        told={"design": {"method": "sobol", "names": list(names), "points": points}},
    )
    found = analyse(swept, quiet)
    assert {answer.name for answer in found.answers} == {"sensitivity", "portfolio"}
    assert "takes two of each" in found.refused["contrasts"]
    assert "each point is another policy" in found.refused["robustness"]
    (told,) = [answer for answer in found.answers if answer.name == "portfolio"]
    front = told.tables["portfolio_front"].set_index("budget")
    assert front.gain.is_monotonic_increasing
    # Per year each point costs four; discounted over three years as the reader counts them.
    assert front.gain.max() == pytest.approx(0.05 * 1.25, rel=0.05)
    assert "engagement.dialogue on BLR" in front
    assert [drawing.name for drawing in told.drawings] == ["portfolio"]
    write(found, quiet)


def test_options_name_one_analysis(folder: Path) -> None:
    found = analyse(folder, quiet, Options(only=("flips",)))
    assert [answer.name for answer in found.answers] == ["flips"]
    assert not found.refused
