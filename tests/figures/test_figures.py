"""Claims about figures: colours, names, captions, and that no two texts of a kind overlap."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from politeia.figures import style
from politeia.figures.equal_cost import equal_cost
from politeia.figures.fan import fan
from politeia.figures.forest import forest
from politeia.figures.gains import Column, gains
from politeia.figures.grounds import UNRUN
from politeia.figures.pairs import CELLS, pairs
from politeia.figures.response import response
from politeia.figures.survival import spread, survival
from politeia.outcomes import BY_NAME

POLICIES = ("sanctions", "aid", "open_routes")
COUNTRIES = ("BLR", "KAZ")


def note(*, preview: bool = False) -> style.Note:
    names = [("baseline", ""), *((policy, "") for policy in POLICIES)]
    titles = {policy: policy.replace("_", " ").capitalize() for policy in POLICIES}
    return style.Note("0123456789ab", preview, 4, 3, titles, style.colours(names))


def effects() -> pd.DataFrame:
    rows = [
        {
            "policy": policy,
            "country": country,
            "mean": size,
            "q05": size - 0.02,
            "q25": size - 0.01,
            "q75": size + 0.01,
            "q95": size + 0.02,
            "null_band": 0.01,
            "verdict": "lower" if size < -0.02 else "no detectable effect",
        }
        for policy, size in zip(POLICIES, (-0.05, 0.0, 0.01), strict=True)
        for country in COUNTRIES
    ]
    return pd.DataFrame(rows)


def draw_all(given: style.Note) -> list[style.Drawing]:
    """Return one figure of each kind from a few invented numbers."""
    years = np.linspace(2024.25, 2034.25, 12)
    grid = pd.MultiIndex.from_product([("baseline", *POLICIES), COUNTRIES, years]).to_frame(
        index=False, name=["policy", "country", "year"]
    )
    bands = grid.assign(q05=0.2, q25=0.3, q50=0.4, q75=0.5, q95=0.6)
    alive = grid.assign(alive=1 - (grid.year - 2024) / 40)
    cells = pd.MultiIndex.from_product([POLICIES, COUNTRIES, CELLS]).to_frame(
        index=False, name=["policy", "country", "cell"]
    )
    matrix = pd.DataFrame(
        {
            "policy": np.repeat(POLICIES, 2),
            "outcome": ["repression", "durability"] * 3,
            "mean": [-0.1, 0.01, 0.0, 0.0, 0.02, -0.2],
            "standardised": [-1.0, 0.1, 0.0, 0.0, 0.2, -2.0],
            "verdict": ["lower", "no detectable effect"] * 3,
        }
    )
    ranking = pd.DataFrame(
        {
            "policy": POLICIES,
            "points": [1.0, 5.0, 20.0],
            "at_budget": [-0.5, -0.1, 0.1],
            "low": [-0.8, -0.2, 0.0],
            "high": [-0.2, 0.0, 0.2],
            "flip_ratio": [5.0, np.nan, np.nan],
            "detectable": [True, True, False],
        }
    )
    columns = [Column("repression", "repression", "people", -1)]
    columns += [Column("durability", "durability", "regime", 0)]
    outcome = BY_NAME["repression"]
    return [
        fan(bands, outcome, given, policies=POLICIES, countries=COUNTRIES, name="fan"),
        forest(effects(), outcome, given, countries=COUNTRIES, years=5, name="forest"),
        gains(matrix, columns, given, years=5, where="mean of BLR, KAZ", name="gains"),
        survival(alive, given, policies=POLICIES, countries=COUNTRIES, name="survival"),
        pairs(cells.assign(share=0.25), given, countries=COUNTRIES, years=10, name="pairs"),
        equal_cost(
            ranking, outcome, given, budget=10, years=3, where="in BLR", apart="", name="equal_cost"
        ),
    ]


@pytest.fixture(scope="module")
def drawn() -> list[style.Drawing]:
    return draw_all(note())


def words_of(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.texts)


def test_every_figure_tells_digest_draws_runs_and_what_it_shows(
    drawn: list[style.Drawing],
) -> None:
    for drawing in drawn:
        written = words_of(drawing.figure)
        assert "0123456789ab" in written, drawing.name
        assert "4 draws of the parameters, 3 runs of each" in drawing.caption
        assert len(drawing.alt) > 40
        assert "preview" not in written


def test_a_preview_says_so_across_every_figure() -> None:
    for drawing in draw_all(note(preview=True)):
        assert "preview" in words_of(drawing.figure), drawing.name


def test_the_caption_never_touches_the_panels_or_their_labels(drawn: list[style.Drawing]) -> None:
    for drawing in drawn:
        figure = drawing.figure
        with style.look():
            figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        caption = next(
            text for text in figure.texts if text.get_text()[:20] == drawing.caption[:20]
        )
        top = caption.get_window_extent(renderer).y1
        boxes = [axes.get_tightbbox(renderer) for axes in figure.axes]
        assert all(top < box.y0 for box in boxes if box is not None), drawing.name


def test_nothing_is_written_outside_a_figure(drawn: list[style.Drawing]) -> None:
    for drawing in drawn:
        figure = drawing.figure
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        for text in [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]:
            box = text.get_window_extent(renderer)
            assert box.x1 <= figure.bbox.x1 + 1, (drawing.name, text.get_text())
            assert box.y0 >= 0, (drawing.name, text.get_text())


def test_a_policy_has_one_colour_whatever_else_is_drawn() -> None:
    few = style.colours([("baseline", ""), ("a", "x"), ("b", "y")])
    more = style.colours([("baseline", ""), ("a", "x"), ("b", "y"), ("c", "z")])
    assert few["a"] == more["a"]
    assert few["b"] == more["b"]
    assert len(set(more.values())) == len(more)


def test_many_policies_share_the_colour_of_their_family() -> None:
    many = [(f"p{number}", "aid" if number % 2 else "sanctions") for number in range(12)]
    found = style.colours(many)
    assert found["p1"] == found["p3"] != found["p2"]


def test_letters_are_dark_enough_to_read_on_white() -> None:
    for colour in style.PALETTE:
        ink = style.Note("", False, 1, 1, {}, {"p": colour}).ink("p")
        shares = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        brightness = np.dot([0.2126, 0.7152, 0.0722], linear)
        assert 1.05 / (brightness + 0.05) >= 4.5, colour


def test_labels_of_curves_stand_apart_and_within_the_panel() -> None:
    heights = spread([0.5, 0.5, 0.51, 0.9, 1.0], 0.08, 0.4, 1.0)
    assert min(np.diff(heights)) >= 0.08 - 1e-9
    assert max(heights) <= 1.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0123, "−0.012"), (0.0, "0"), (1234.0, "+1 230"), (0.00012, "≈0"), (12.34, "+12.3")],
)
def test_numbers_are_short_and_have_a_sign(value: float, text: str) -> None:
    assert style.number(value, signed=True) == text


def test_a_figure_is_saved_twice_with_the_same_bytes(tmp_path: Path) -> None:
    drawing = forest(
        effects(), BY_NAME["repression"], note(), countries=COUNTRIES, years=5, name="f"
    )
    first = [path.read_bytes() for path in style.save(drawing, tmp_path)]
    second = [path.read_bytes() for path in style.save(drawing, tmp_path)]
    assert first == second


def test_a_response_joins_the_points_of_a_sweep_and_tells_both_ends() -> None:
    frame = pd.DataFrame(
        {
            "policy": ["sectors"] * 3,
            "share": [0.0, 0.5, 1.0],
            "mean": [-0.2, 0.0, 0.2],
            "q05": [-0.3, -0.1, 0.1],
            "q95": [-0.1, 0.1, 0.3],
            "verdict": ["lower", "none", "higher"],
        }
    )
    drawn = response(
        frame,
        BY_NAME["growth"],
        UNRUN,
        moved={"share": "share of a loss made good"},
        policies=["sectors"],
        where="in ZZA",
        years=3,
        name="response_growth",
    )
    panel = drawn.figure.axes[0]
    assert panel.get_xlabel() == "share of a loss made good"
    assert np.asarray(panel.lines[1].get_ydata()).tolist() == [-0.2, 0.0, 0.2]
    assert "sectors −0.20 at 0 and +0.20 at 1" in drawn.alt
