"""A small invented world in files, and a study that asks something of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from politeia.errors import BadInput, Fault
from politeia.scenario.load import load_study
from politeia.scenario.study import Study

WORLD = """\
kind: world
title: Two islands, their patron and a league
start: 2020-01-06
branch: 2022-01-03
horizon: 104
sources: {yearbook: "Yearbook of the islands"}
regimes:
  NO:
    name: Norland
    type: closed_autocracy
    values: {population: {value: 2e6, source: yearbook}}
    alignment: {PAT: {value: 0.7, source: assumption, why: invented}}
    trade: {PAT: {value: 0.5, source: yearbook}, LIG: {value: 0.2, source: yearbook}}
    memberships: [PACT]
  ON:
    name: Onland
    type: electoral_autocracy
sponsors: {PAT: {name: Patria}}
senders:
  LIG: {name: League, institution: true}
  DEM: {name: Demos, bloc: LIG}
blocs: {PACT: {members: [NO, ON], sponsor: PAT, kind: security}}
war: {attacker: ON, defender: DEF, start: 2021-03-01}
aggregates: {XWR: the war}
"""

POLICY = """\
kind: policy
title: Enforce
source: P2
stance: proposed
levers:
  - {moves: sanctions.enforcement, by: democracies, on: [NO], to: "0.8", start: 2022-06-06,
     over: 26 weeks, when: "prisoners_recognised(NO) > 1000 and not broken(NO) == 1"}
"""

STUDY = """\
kind: study
title: A question
world: islands
policies: [enforce]
draws: 4
replicates: 2
"""

Write = Callable[[str, str], Path]
Ask = Callable[[str], Study]
Faults = Callable[[str], list[Fault]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return how to write a file beside the study."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    written("islands", WORLD)
    written("enforce", POLICY)
    return written


@pytest.fixture
def ask(write: Write) -> Ask:
    """Return how to load a study that is written so."""
    return lambda text: load_study(write("study", text))


@pytest.fixture
def faults(ask: Ask) -> Faults:
    """Return how to find the faults of a study that is written so."""

    def found(text: str) -> list[Fault]:
        with pytest.raises(BadInput) as refused:
            ask(text)
        return refused.value.faults

    return found
