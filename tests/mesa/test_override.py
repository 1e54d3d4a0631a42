"""A user's own actor: a subclass that an installed package offers and a scenario names."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest

import politeia
from politeia import lives
from politeia.actors.cast import actor_class
from politeia.actors.regime import Regime
from politeia.errors import BadInput
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.experiment.view import open_view
from politeia.quantity import Bools, Floats
from politeia.scenario.load import load_study, load_world
from politeia.scenario.study import Study

Rows: TypeAlias = dict[str, pd.DataFrame]

CODE = '''
import numpy as np

from politeia.actors.democracy import Democracy
from politeia.actors.regime import Regime
from politeia.actors.sponsor import Sponsor


class Gentle(Regime):
    """A ruler whose police makes no effort."""

    def choose_effort(self, dt):
        return np.zeros_like(self.effort)


class Harsh(Regime):
    """A ruler who wants the harshest levels."""

    def want(self, part, normal):
        return np.full_like(normal, 0.95)


class Same(Regime):
    """A ruler like any other."""


class Miser(Sponsor):
    """A sponsor that offers nothing."""

    def offer(self, country):
        super().offer(country)
        country.treasury.credit = country.treasury.credit * 0.0
        country.treasury.subsidy = country.treasury.subsidy * 0.0


class Zealous(Democracy):
    """A democracy that always has the next package at hand."""

    def package_hazard(self, countries):
        return super().package_hazard(countries) + 50.0


class Stranger:
    """No actor at all."""
'''
POINTS = """\
[politeia.actors]
gentle = mine_for_politeia:Gentle
harsh = mine_for_politeia:Harsh
same = mine_for_politeia:Same
miser = mine_for_politeia:Miser
zealous = mine_for_politeia:Zealous
stranger = mine_for_politeia:Stranger
"""
ISLANDS = """\
kind: world
name: {name}
start: 2020-01-06
branch: 2020-07-06
nodes: 64
history: [islands]
regimes:
  QIA: {{name: Northern Isle, type: electoral_autocracy{regime}, alignment: {{QIS: {tie}}}}}
  QIB: {{name: Southern Isle, type: electoral_autocracy}}
sponsors:
  QIS: {{name: Great Isle{sponsor}}}
senders:
  QID: {{name: Far Democracy{sender}}}
"""
TIE = '{value: 0.8, source: assumption, why: "invented"}'
HISTORY = """\
kind: history
name: islands
events:
  - {date: 2020-01-13, on: QIA, what: political_shock, size: 1.2, source: assumption, why: invented}
  - {date: 2020-07-20, on: [QIA, QIB], what: political_shock, size: 1, source: assumption, why: x}
"""
DRAWS, REPLICATES = (0, 1, 2), (0, 1)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a package that offers actors of its own, as pip would lay it out."""
    site = tmp_path / "site"
    info = site / "mine_for_politeia-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mine-for-politeia\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    (site / "mine_for_politeia.py").write_text(CODE)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", str(site))
    return laid_out(tmp_path)


def laid_out(folder: Path) -> Path:
    """Return ``folder`` as a project of a user's own, with a history of the islands."""
    for kind in ("worlds", "studies", "history"):
        (folder / kind).mkdir()
    (folder / "history" / "islands.yaml").write_text(HISTORY)
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows of the islands where the model's own classes play everybody."""
    return lived(islands(laid_out(tmp_path_factory.mktemp("plain"))))


def islands(folder: Path, **actors: str) -> Path:
    """Write a world of two islands, with the named actors, and a study; return its file."""
    name = "_".join(["islands", *actors.values()])
    said = {role: f", actor: {actors[role]}" if role in actors else "" for role in ROLES}
    world = ISLANDS.format(name=name, tie=TIE, **said)
    (folder / "worlds" / f"{name}.yaml").write_text(world)
    study = f"kind: study\nname: {name}\nworld: {name}\nhorizon: 12\n"
    study += f"draws: {len(DRAWS)}\nreplicates: {len(REPLICATES)}\nparticles: 2\n"
    written = folder / "studies" / f"{name}.yaml"
    written.write_text(study)
    return written


ROLES = ("regime", "sponsor", "sender")


def lived(written: Path) -> Rows:
    """Return the rows of a study's baseline by country, all histories lived in one batch."""
    study: Study = load_study(written)
    told, folder = study.to_manifest(), str(written.parent)
    paths = lives.live_pasts(PastJob(told, DRAWS, study.seed, folder)).paths
    units = tuple(
        Unit(draw, study.cases[0].name, "baseline", 0, life)
        for draw in DRAWS
        for life in REPLICATES
    )
    pasts = dict(zip(DRAWS, paths, strict=True))
    rows = pd.DataFrame(
        lives.live_futures(FutureJob(told, units, study.seed, pasts, folder)).countries
    )
    return by_country(rows)


def by_country(rows: pd.DataFrame) -> Rows:
    """Return the rows of each country in the order of history and date."""
    codes = rows["country"].unique()
    ordered = rows.sort_values(["draw", "replicate", "date"])
    return {code: ordered[ordered.country == code].reset_index(drop=True) for code in codes}


def of_histories(rows: pd.DataFrame, outcome: str) -> Floats:
    """Return an outcome of a country, shape (history, date)."""
    return rows[outcome].to_numpy(dtype=np.float64).reshape(len(DRAWS) * len(REPLICATES), -1)


def changed(one: pd.DataFrame, other: pd.DataFrame, outcome: str) -> Bools:
    """Return whether an outcome of a country differs at any date, for each history."""
    told: Bools = (of_histories(one, outcome) != of_histories(other, outcome)).any(axis=1)
    return told


def test_a_ruler_of_ones_own_acts_in_every_history_of_a_batch(plain: Rows, installed: Path) -> None:
    gentle = lived(islands(installed, regime="gentle"))
    assert len(plain["QIA"]) == len(DRAWS) * len(REPLICATES) * 3
    for outcome in ("repression_physical", "detentions"):
        assert changed(plain["QIA"], gentle["QIA"], outcome).all()
    pd.testing.assert_frame_equal(plain["QIB"], gentle["QIB"], check_exact=True)


def test_the_effort_of_that_ruler_is_what_the_user_wrote(installed: Path) -> None:
    study = load_study(islands(installed, regime="gentle"))
    keys = list(np.arange(5, dtype=np.uint64))
    model = lives.founded(study, study.cases[0], [0, 1, 2, 3, 4], keys, 1)
    northern, southern = (country.regime for country in model.countries)
    assert type(northern).__name__ == "Gentle"
    assert type(southern) is Regime
    for _ in range(40):
        model.step()
        assert (northern.effort == 0.0).all()
        assert (northern.effort_week == 0.0).all()
    assert (southern.effort > 0.0).all()


def test_the_levels_that_a_ruler_wants_are_decided_on_occasions(
    plain: Rows, installed: Path
) -> None:
    harsh = lived(islands(installed, regime="harsh"))
    civic = of_histories(harsh["QIA"], "repression_civic")[:, -1]
    decided, as_at_start = np.isclose(civic, 0.95), np.isclose(civic, 0.5)
    assert (decided | as_at_start).all()
    assert decided.mean() >= 0.5
    pd.testing.assert_frame_equal(plain["QIB"], harsh["QIB"], check_exact=True)


def test_a_subclass_that_overrides_nothing_changes_nothing(plain: Rows, installed: Path) -> None:
    same = lived(islands(installed, regime="same"))
    for country, rows in plain.items():
        pd.testing.assert_frame_equal(rows, same[country], check_exact=True)


def test_a_sponsor_of_ones_own_gives_what_the_user_wrote(plain: Rows, installed: Path) -> None:
    miser = lived(islands(installed, sponsor="miser"))
    assert (miser["QIA"]["sponsor_support"] == 0.0).all()
    assert (plain["QIA"]["sponsor_support"] > 0.0).all()
    pd.testing.assert_frame_equal(plain["QIB"], miser["QIB"], check_exact=True)


def test_a_democracy_of_ones_own_decides_on_every_target(plain: Rows, installed: Path) -> None:
    zealous = lived(islands(installed, sender="zealous"))
    for country in ("QIA", "QIB"):
        assert changed(plain[country], zealous[country], "sanction_listings").all()


def test_it_acts_in_any_worker(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = islands(installed, regime="gentle")
    expected = lived(written)
    monkeypatch.chdir(installed)
    folder = politeia.run(written, out=installed / "out", draws=1, workers=2)
    rows = open_view(folder).table("countries").to_pandas()
    stored = by_country(rows)["QIA"]
    mine = expected["QIA"][expected["QIA"].draw == 0]
    for outcome in ("repression_physical", "detentions", "turnout"):
        np.testing.assert_array_equal(stored[outcome], mine[outcome])


# What a scenario cannot do


def test_an_actor_that_nobody_offers_is_bad_input(installed: Path) -> None:
    with pytest.raises(BadInput, match="gentle"):
        load_study(islands(installed, regime="gentel"))


@pytest.mark.parametrize(
    "path",
    [
        "mine_for_politeia:Gentle",
        "mine_for_politeia.Gentle",
        "os:system",
        "../site/mine_for_politeia.py",
        "/etc/passwd",
        "builtins.eval",
    ],
)
def test_no_scenario_can_name_code_by_its_path(installed: Path, path: str) -> None:
    written = islands(installed, regime="same")
    world = installed / "worlds" / "islands_same.yaml"
    world.write_text(world.read_text().replace("actor: same", f'actor: "{path}"'))
    with pytest.raises(BadInput, match="actor"):
        load_study(written)
    with pytest.raises(BadInput, match="no installed entry point"):
        actor_class(path, Regime)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("wrong", ["stranger", "miser"])
def test_an_entry_point_must_be_an_actor_of_its_kind(wrong: str) -> None:
    with pytest.raises(BadInput, match="no subclass of Regime"):
        actor_class(wrong, Regime)


def test_reading_a_world_runs_no_code_of_the_actors_that_it_names(installed: Path) -> None:
    (installed / "site" / "mine_for_politeia.py").write_text("raise SystemExit('I was run')\n")
    islands(installed, regime="gentle")
    world = load_world(installed / "worlds" / "islands_gentle.yaml")
    assert world.regimes["QIA"].actor == "gentle"


def test_yaml_that_asks_for_a_python_object_is_bad_input(installed: Path) -> None:
    written = installed / "worlds" / "bomb.yaml"
    written.write_text(
        textwrap.dedent(
            """\
            kind: world
            name: bomb
            regimes: !!python/object/apply:os.system ["true"]
            """
        )
    )
    with pytest.raises(BadInput):
        load_world(written)
