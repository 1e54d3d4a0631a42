"""A study is resolved once, and names everything that its runs need."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from politeia.errors import BadInput
from politeia.levers_table import BY_NAME as LEVERS
from politeia.outcomes import OUTCOMES
from politeia.scenario import places
from politeia.scenario.filter import Filter
from politeia.scenario.history import History
from politeia.scenario.load import (
    load_filter,
    load_history,
    load_policy,
    load_study,
    load_world,
)
from politeia.scenario.parameters import parameters_of
from politeia.scenario.policy import Policy
from politeia.scenario.schema import digest
from politeia.scenario.study import Study, StudyFile
from politeia.scenario.world import World
from politeia.theories import blocks

from .conftest import POLICY, STUDY, WORLD, Ask, Write


def test_a_study_is_resolved_with_its_world_and_its_policies(ask: Ask) -> None:
    study = ask(STUDY)
    assert tuple(study.world.regimes) == ("NO", "ON")
    assert [policy.name for policy in study.policies] == ["baseline", "placebo", "enforce"]
    assert study.policy("enforce").levers[0].by == ("LIG", "DEM")
    assert study.policy("enforce").levers[0].to == 0.8
    assert study.policy("enforce").levers[0].over == 26
    assert (study.branch, study.horizon, study.nodes) == (date(2022, 1, 3), 104, 2000)
    assert study.end == date(2024, 1, 1)
    assert (study.particles, study.record_every, study.seed) == (16, 4, 1)


def test_a_placebo_has_the_whole_path_of_a_lever_and_moves_nothing(ask: Ask) -> None:
    moves = ask(STUDY).policy("placebo").levers
    assert moves
    for move in moves:
        assert move.to == 0.0
        assert move.over > 0
        assert move.until is not None
        assert move.when is not None


def test_a_study_without_policies_has_no_baseline(ask: Ask) -> None:
    assert ask("world: islands").policies == ()


def test_a_study_survives_its_manifest(ask: Ask) -> None:
    study = ask(STUDY + "cases: {tight: {switches: {patron_offset: on}}}\n")
    manifest = json.loads(json.dumps(study.to_manifest()))
    assert Study.from_manifest(manifest) == study
    assert digest(Study.from_manifest(manifest)) == digest(study)


def test_a_digest_follows_what_is_said_and_not_how(ask: Ask, write: Write) -> None:
    first = digest(ask(STUDY))
    assert digest(ask(STUDY.replace("draws: 4\nreplicates: 2", "replicates: 2\ndraws: 4"))) == first
    assert digest(ask(STUDY.replace("draws: 4", "draws: 5"))) != first
    write("enforce", POLICY.replace("0.8", "0.7"))
    assert digest(ask(STUDY)) != first


def test_a_study_extends_another_by_what_differs(ask: Ask, write: Write) -> None:
    write("base", STUDY + "switches: {patron_offset: on, exit_relieves: off}\nseed: 7\n")
    study = ask("extends: base\ndraws: 9\nswitches: {exit_relieves: on}\npolicies: []\n")
    assert (study.name, study.draws, study.seed, study.policies) == ("study", 9, 7, ())
    assert study.cases[0].switches["patron_offset"] == "on"
    assert study.cases[0].switches["exit_relieves"] == "on"
    assert study.cases[0].switches["index_contagion"] == "draw"


def test_a_world_extends_another_and_can_leave_a_part_out(ask: Ask, write: Write) -> None:
    write("smaller", "extends: islands\nregimes: {ON: }\nwar:\nblocs: {PACT: {members: [NO]}}\n")
    study = ask("world: smaller")
    assert tuple(study.world.regimes) == ("NO",)
    assert study.world.regimes["NO"].values["population"].value == 2e6


def test_policies_are_composed_of_others(ask: Ask, write: Write) -> None:
    write("speak", POLICY.replace("sanctions.enforcement", "speech.shaming"))
    write("both", BOTH)
    moves = ask(STUDY.replace("[enforce]", "[both]")).policy("both").levers
    assert [move.moves for move in moves] == [
        "speech.shaming",
        "sanctions.enforcement",
        "unity.effort",
    ]
    assert (moves[2].by, moves[2].on) == (("LIG",), ())
    assert moves[2].over == 12


def test_a_policy_may_be_written_inside_the_study(ask: Ask) -> None:
    inline = "policy_files: {mine: {extends: enforce, title: Mine}}\n"
    policy = ask(STUDY.replace("[enforce]", "[mine]") + inline).policy("mine")
    assert policy.title == "Mine"
    assert policy.levers[0].moves == "sanctions.enforcement"


def test_clients_and_regimes_are_words_for_codes(ask: Ask, write: Write) -> None:
    write("enforce", POLICY.replace("[NO]", "clients"))
    assert ask(STUDY).policy("enforce").levers[0].on == ("NO",)
    write("enforce", POLICY.replace("[NO]", "regimes"))
    assert ask(STUDY).policy("enforce").levers[0].on == ("NO", "ON")


def test_a_name_is_looked_up_beside_the_study_first(ask: Ask, write: Write) -> None:
    write("tutorial", WORLD)
    assert ask("world: tutorial").world.title == "Two islands, their patron and a league"


def test_a_file_of_another_kind_beside_the_study_is_passed_over(ask: Ask, write: Write) -> None:
    write("tutorial", POLICY)
    assert ask("world: tutorial").world.name == "tutorial"


def test_a_third_tier_mechanism_is_on_where_a_policy_or_case_moves_it(
    ask: Ask, write: Write
) -> None:
    assert not ask(STUDY).cases[0].mechanisms["M22"]
    write("enforce", POLICY.replace("sanctions.enforcement", "events.declined"))
    assert ask(STUDY).cases[0].mechanisms["M22"]
    assert not ask(STUDY).cases[0].mechanisms["M14"]
    moved = ask(STUDY + "cases: {copied: {switches: {index_contagion: on}}, plain: {}}\n")
    assert all(case.mechanisms["M14"] for case in moved.cases)


def test_a_case_changes_what_the_study_sets_for_all(ask: Ask) -> None:
    name, other = list(parameters_of())[:2]
    value = parameters_of()[name][1].bounds[0]
    study = ask(
        STUDY + f"set: {{{name}: {value}}}\nscale: {{{other}: 2}}\n"
        f"cases: {{half: {{scale: {{{name}: 0.5}}}}, plain: {{}}}}\n"
    )
    assert (study.case("half").set, study.case("half").scale) == ({}, {name: 0.5, other: 2.0})
    assert (study.case("plain").set, study.case("plain").scale) == ({name: value}, {other: 2.0})


def test_another_size_is_checked_like_a_written_one(ask: Ask) -> None:
    study = ask(STUDY)
    assert study.sized(draws=25, seed=None).draws == 25
    with pytest.raises(BadInput, match="draws: must be at least 1"):
        study.sized(draws=0)


def test_history_is_put_in_order_and_cut_to_the_world(ask: Ask, write: Write) -> None:
    write("elsewhere", WORLD.replace("ON", "ELS"))
    write("chronicle", HISTORY)
    write("islands", WORLD + "history: [chronicle]\n")
    history = ask("world: islands").history
    assert [event.what for event in history.events] == ["sanctions", "political_shock", "aid"]
    assert [event.role for event in history.events] == ["response", "shock", "response"]
    assert history.events[1].gap == "unknown"  # type: ignore[union-attr]
    assert len(history.series) == 1


BOTH = """\
includes: [speak, enforce]
levers:
  - {moves: unity.effort, by: [LIG], to: 1, start: 2022-06-06}
"""

HISTORY = """\
kind: history
sources: {press: "The press of the islands"}
events:
  - {date: 2021-08-09, on: NO, what: political_shock, gap: unknown, source: press}
  - {date: 2021-09-01, on: ELS, what: political_shock, size: 1, source: press}
  - {date: 2021-01-04, by: [LIG, DEM], on: NO, what: sanctions, coverage: 0.25, source: E18}
  - {date: 2021-10-04, by: LIG, on: DEF, what: aid, amount: 2, source: press}
series:
  - {what: price, item: herring, unit: USD/barrel, months: {2021-01: 50}, source: press}
  - {what: aid, by: LIG, on: ELS, kind: military, unit: bn EUR, months: {2021-01: 1}, source: press}
"""


def test_every_lever_names_a_cost_that_is_a_parameter() -> None:
    known = parameters_of()
    assert {lever.cost for lever in LEVERS.values()} <= set(known)


def test_every_mechanism_that_a_lever_needs_is_in_the_code() -> None:
    built = {block.mechanism for block in blocks().values()}
    assert {name for lever in LEVERS.values() for name in lever.mechanisms} <= built


def test_outcomes_have_each_a_name_of_their_own() -> None:
    assert len({outcome.name for outcome in OUTCOMES}) == len(OUTCOMES)


def test_the_data_of_the_project_are_found_also_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "politeia"
    (package / "data" / "scenarios" / "worlds").mkdir(parents=True)
    monkeypatch.setattr(places, "_PACKAGE", package)
    (tmp_path / "scenarios" / "worlds").mkdir(parents=True)
    assert places.root() == package / "data"


def test_the_data_of_the_project_are_found_in_a_checkout() -> None:
    assert places.root() == Path(__file__).resolve().parents[2]
    assert (places.calibration() / "parameters").is_dir()


def test_every_field_of_every_schema_says_what_it_is() -> None:
    for schema in (World, History, Policy, Filter, StudyFile, Study):
        told = schema.model_json_schema()
        for name, part in {schema.__name__: told, **told["$defs"]}.items():
            for key, field in part.get("properties", {}).items():
                assert field.get("description") or key == "what", f"{name}.{key}"


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_change_of_a_letter_makes_a_traceback(write: Write, data: st.DataObject) -> None:
    name, text = data.draw(
        st.sampled_from([("study", STUDY), ("islands", WORLD), ("enforce", POLICY)])
    )
    at = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.text(alphabet="[]{}:,'\"-0aX~*&!?|> \n", max_size=3))
    for kept in (("study", STUDY), ("islands", WORLD), ("enforce", POLICY)):
        write(*kept)
    path = write(name, text[:at] + new + text[at + 1 :])
    with suppress(BadInput):
        load_study(path.parent / "study.yaml")


def test_every_world_of_the_project_loads() -> None:
    for path in sorted(places.folder_of("worlds").glob("*.yaml")):
        assert load_world(path).name == path.stem


def test_every_history_of_the_project_and_the_filter_load() -> None:
    for path in sorted(places.folder_of("history").glob("*.yaml")):
        assert load_history(path).name == path.stem
    load_filter()


def test_every_policy_of_the_project_loads_in_the_world_it_is_written_for() -> None:
    files = sorted(places.folder_of("policies").glob("*.yaml"))
    if files:
        world = load_world("eurasia")
        assert [load_policy(path, world).name for path in files] == [path.stem for path in files]


def test_every_study_of_the_project_loads() -> None:
    for path in sorted(places.folder_of("studies").glob("*.yaml")):
        assert load_study(path).world.regimes


def test_reading_scenarios_loads_no_machinery_of_running_or_drawing() -> None:
    code = (
        "import sys, politeia.scenario.load, politeia.evidence.draws\n"
        "heavy = {'numba', 'mesa', 'scipy.stats', 'pandas', 'matplotlib', 'pyarrow'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
