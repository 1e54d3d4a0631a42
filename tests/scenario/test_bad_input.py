"""All that can be wrong with a file is told at once, with file, line, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from politeia.errors import BadInput
from politeia.scenario import places
from politeia.scenario.load import load_history, load_study
from politeia.scenario.parameters import parameters_of

from .conftest import POLICY, STUDY, WORLD, Faults, Write
from .test_load import HISTORY

WHEN = "prisoners_recognised(NO) > 1000 and not broken(NO) == 1"


@pytest.mark.parametrize(
    ("line", "key", "told"),
    [
        ("drows: 3", "drows", "did you mean 'draws'"),
        ("seed: many", "seed", "must be a whole number, not 'many'"),
        ("seed: -1", "seed", "must be at least 0"),
        ("budget: .nan", "budget", "number"),
        ("budget: NaN", "budget", "finite number"),
        ("budget: inf", "budget", "finite number"),
        ("budget: 1e999", "budget", "number"),
        ("budget: 1_0", "budget", "underscores"),
        ("branch: 2024-13-01", "branch", "write year-month-day"),
        ("branch: 3 June 2024", "branch", "write year-month-day"),
        ("branch: 2022-06-07", "branch", "the Monday of its week is 2022-06-06"),
        ("branch: 2019-06-03", "branch", "before the start of the world"),
        ("horizon: 5 years", "horizon", "number of weeks"),
        ("countries: [NO, XX]", "countries[1]", "allowed: NO, ON"),
        ("outcomes: [represion]", "outcomes[0]", "did you mean 'repression'"),
        ("switches: {patron_ofset: on}", "switches.patron_ofset", "did you mean 'patron_offset'"),
        ("switches: {patron_offset: maybe}", "switches.patron_offset", "allowed: draw, off, on"),
        ("mechanisms: {M25: on}", "mechanisms.M25", "is not allowed"),
        ("mechanisms: {M3: off}", "mechanisms.M3", "sanctions.enforcement of enforce needs it"),
        ("cases: {a: {mechanisms: {M3: off}}}", "cases.a.mechanisms.M3", "needs it"),
        ("cases: [a]", "cases", "must be a mapping"),
        ("cases: {../a: {}}", "cases.../a", "is no name"),
        ("name: ../../out", "name", "is no name"),
        ("name: a/b", "name", "is no name"),
        ("name:", "name", "is no name"),
        ("extends: {a: b}", "extends", "is no name"),
        ("extends: nowhere", "extends", "there is no file nowhere.yaml"),
        ("extends: ../islands", "extends", "is no name"),
        ("set: {protest.nothing_like_it: 1}", "set.protest.nothing_like_it", "is no parameter"),
        ("policy_files: {spare: {levers: []}}", "policy_files.spare", "add it to policies"),
        ("policy_files: {spare: 3}", "policy_files.spare", "must be a mapping"),
        ("policy_files: {baseline: {levers: []}}", "policy_files.baseline", "call it otherwise"),
        ("question:", "question", "has no value"),
        ("countries:", "countries", "must be a list"),
    ],
)
def test_a_wrong_line_of_a_study_is_told_with_its_key(
    faults: Faults, line: str, key: str, told: str
) -> None:
    found = faults(STUDY + line + "\n")
    assert [fault.key for fault in found] == [key]
    assert told in found[0].message
    assert found[0].line == STUDY.count("\n") + 1
    assert found[0].file.name == "study.yaml"


@pytest.mark.parametrize(
    ("was", "now", "key", "told"),
    [
        ("moves: sanctions.enforcement", "moves: sanctions.enforcment", "levers[0].moves", "did"),
        ("moves: sanctions.enforcement", "moves: enforcement", "levers[0].moves", "sanctions.enf"),
        ('to: "0.8"', "to: 1.8", "levers[0].to", "between 0 and 1"),
        ('to: "0.8"', "to: much", "levers[0].to", "must be a number"),
        ("by: democracies", "by: [NO]", "levers[0].by[0]", "is no sender of this world"),
        ("by: democracies", "by: [DME]", "levers[0].by[0]", "did you mean 'DEM'"),
        ("by: democracies", "by: []", "levers[0].by", "at least 1"),
        ("on: [NO]", "on: [NO, PAT]", "levers[0].on[1]", "is no regime of this world"),
        ("on: [NO],", "", "levers[0].on", "is required"),
        ("moves: sanctions.enforcement", "moves: unity.effort", "levers[0].on", "leave it out"),
        ("start: 2022-06-06", "start: 2021-06-06", "levers[0].start", "before the branch"),
        ("start: 2022-06-06", "start: 2022-02-30", "levers[0].start", "write year-month-day"),
        ("prisoners_recognised(NO) > 1000", "1 / 0 > 0", "levers[0].when", "divides by 0"),
        (
            "prisoners_recognised(NO) > 1000 and not broken(NO) == 1",
            "1 > 0",
            "levers[0].when",
            "looks at nothing",
        ),
        ("over: 26 weeks", "over: a while", "levers[0].over", "write it as '26 weeks'"),
        ("over: 26 weeks", "until: 2022-06-06", "levers[0].until", "must lie after the start"),
        ("prisoners_recognised(NO)", "prisoners(NO)", "levers[0].when", "did you mean"),
        ("prisoners_recognised(NO)", "unity(NO)", "levers[0].when", "not recorded of NO"),
        ("> 1000", "= 1000", "levers[0].when", "column 26"),
        ("stance: proposed", "stance: praised", "stance", "allowed: criticised"),
        ("source: P2", "extends: enforce", "extends", "circle: enforce -> enforce"),
        ("source: P2", "includes: [enforce]", "includes[0]", "circle: enforce -> enforce"),
        ("source: P2", "includes: [enforcer]", "includes[0]", "did you mean 'enforce'"),
        ("kind: policy", "name: other", "name", "must be 'enforce'"),
    ],
)
def test_a_wrong_word_of_a_policy_is_told_with_its_file(
    faults: Faults, write: Write, was: str, now: str, key: str, told: str
) -> None:
    assert was in POLICY
    write("enforce", POLICY.replace(was, now))
    found = faults(STUDY)
    assert [(fault.file.name, fault.key) for fault in found] == [("enforce.yaml", key)]
    assert told in found[0].message
    assert found[0].line > 0


@pytest.mark.parametrize(
    ("was", "now", "key", "told"),
    [
        ("type: closed_autocracy", "type: tyranny", "regimes.NO.type", "allowed: closed_autocracy"),
        ("population", "popluation", "regimes.NO.values.popluation", "did you mean 'population'"),
        ("value: 2e6", "value: 12", "regimes.NO.values.population.value", "(persons)"),
        ("value: 2e6", "value: inf", "regimes.NO.values.population.value", "finite"),
        ("value: 2e6, source: yearbook", "value: 2e6", "regimes.NO.values.population.source", "is"),
        ("2e6, source: year", "2e6, source: y", "regimes.NO.values.population.source", "did"),
        (", why: invented", "", "regimes.NO.alignment.PAT.source", "needs a why"),
        ("alignment: {PAT", "alignment: {LIG", "regimes.NO.alignment.LIG", "is no sponsor"),
        ("LIG: {value: 0.2", "LIG: {value: 0.7", "regimes.NO.trade", "add up to 1.2"),
        ("memberships: [PACT]", "memberships: [PACTS]", "regimes.NO.memberships[0]", "did"),
        ("bloc: LIG", "bloc: DEM", "senders.DEM.bloc", "is no institution"),
        ("attacker: ON", "attacker: PAT", "war.attacker", "is no regime"),
        ("{XWR: the war}", "{WAR: the war}", "aggregates.WAR", "must start with X"),
        ("members: [NO, ON]", "members: [NO, OFF]", "blocs.PACT.members[1]", "not in this world"),
        ("start: 2020-01-06", "start: 2020-01-07", "start", "is no Monday"),
        ("horizon: 104", "network: {neighbours: 7}", "network.neighbours", "even"),
        ("name: Onland", "name: Onland\n    actor: robot", "regimes.ON.actor", "no installed"),
    ],
)
def test_a_wrong_word_of_a_world_is_told_with_its_file(
    faults: Faults, write: Write, was: str, now: str, key: str, told: str
) -> None:
    assert was in WORLD
    write("islands", WORLD.replace(was, now))
    found = faults("world: islands\n")
    assert [(fault.file.name, fault.key) for fault in found] == [("islands.yaml", key)]
    assert told in found[0].message
    assert found[0].line > 0


@pytest.mark.parametrize(
    ("was", "now", "key", "told"),
    [
        ("what: political_shock, gap", "what: politics, gap", "events[0]", "did you mean"),
        ("gap: unknown", "gap: large", "events[0].gap", "the word unknown"),
        ("gap: unknown", "title: it", "events[0]", "exactly one of size and gap"),
        ("on: NO, what: political", "on: NOO, what: political", "events[0].on", "is in no world"),
        ("coverage: 0.25", "covrage: 0.25", "events[2].covrage", "did you mean 'coverage'"),
        ("source: E18", "source: rumour", "events[2].source", "no number of evidence"),
        ("{2021-01: 50}", "{2021-13: 50}", "series[0].months", "write year-month"),
        ("what: price, item: herring", "what: price", "series[0]", "needs item"),
    ],
)
def test_a_wrong_word_of_a_history_is_told_with_its_key(
    write: Write, was: str, now: str, key: str, told: str
) -> None:
    write("elsewhere", WORLD.replace("ON", "ELS"))
    assert was in HISTORY
    with pytest.raises(BadInput) as refused:
        load_history(write("chronicle", HISTORY.replace(was, now)))
    assert [fault.key for fault in refused.value.faults] == [key]
    assert told in refused.value.faults[0].message


def test_all_faults_of_all_files_are_told_at_once(faults: Faults, write: Write) -> None:
    write("islands", WORLD.replace("population", "popluation"))
    write("enforce", POLICY.replace('to: "0.8"', "to: 8").replace("by: democracies", "by: [DME]"))
    found = faults(STUDY.replace("draws: 4", "draws: none\ndrows: 4") + "countries: [XY]\n")
    assert [(fault.file.name, fault.line, fault.key) for fault in found] == [
        ("enforce.yaml", 6, "levers[0].by[0]"),
        ("enforce.yaml", 6, "levers[0].to"),
        ("islands.yaml", 11, "regimes.NO.values.popluation"),
        ("study.yaml", 5, "draws"),
        ("study.yaml", 6, "drows"),
        ("study.yaml", 8, "countries[0]"),
    ]
    assert all(str(fault).startswith(f"{fault.file}:{fault.line}  ") for fault in found)


def test_a_parameter_out_of_bounds_is_told_with_them(faults: Faults) -> None:
    name, (_, declared) = next(iter(parameters_of().items()))
    found = faults(STUDY + f"cases: {{far: {{set: {{{name}: {declared.bounds[0] - 1}}}}}}}\n")
    assert [fault.key for fault in found] == [f"cases.far.set.{name}"]
    assert declared.unit in found[0].message


def test_the_nearest_parameter_is_told(faults: Faults) -> None:
    name = next(iter(parameters_of()))
    found = faults(STUDY + f"set: {{{name}x: 1}}\n")
    assert f"did you mean {name!r}" in found[0].message


def test_studies_that_extend_each_other_are_told(faults: Faults, write: Write) -> None:
    write("second", "extends: study\n")
    found = faults("extends: second\n")
    assert "goes round in a circle: study -> second -> study" in found[0].message


def test_a_placebo_that_moves_is_refused(faults: Faults, write: Write) -> None:
    write("placebo", POLICY)
    found = faults(STUDY.replace("[enforce]", "[enforce, placebo]"))
    assert "moves nothing" in found[0].message


def test_a_policy_and_a_world_that_do_not_exist_are_told_with_the_nearest(faults: Faults) -> None:
    assert "did you mean 'enforce'" in faults(STUDY.replace("[enforce]", "[enforcer]"))[0].message
    assert "did you mean 'islands'" in faults(STUDY.replace("islands", "island"))[0].message


def test_a_missing_key_is_told_with_its_meaning_and_a_wrong_kind_with_the_right_one(
    faults: Faults,
) -> None:
    (kind,) = faults(STUDY.replace("kind: study", "kind: policy"))
    assert (kind.key, kind.message) == ("kind", "'policy' is not allowed (allowed: study)")
    (found,) = faults("draws: 3\n")
    assert (found.key, found.message) == ("world", "is required: the world it is asked of")


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", "..", ".", "", "a.b", "x\n", "-x", "é"])
def test_a_name_cannot_lead_out_of_its_folder(name: str) -> None:
    with pytest.raises(BadInput):
        places.check_name(name)


def test_a_study_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no file"):
        load_study(tmp_path / "nothing.yaml")
    with pytest.raises(BadInput, match="among the studies"):
        load_study("no_such_study_at_all")
