"""The documents' options are policies or have a reason, and every study can be asked."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from politeia.arms import ALWAYS
from politeia.levers_table import BY_NAME as LEVERS
from politeia.levers_table import MECHANISMS
from politeia.scenario import places
from politeia.scenario.always import placebo
from politeia.scenario.load import load_policy, load_study, load_world
from politeia.scenario.policy import Policy
from politeia.scenario.study import Study
from politeia.scenario.world import World

OPTIONS = [f"P{number}" for number in range(1, 31)]
ACTS_OF_OTHERS = {"P19", "P20", "P21", "P26", "P27", "P29"}
PROPOSED = {"P1", "P2", "P4", "P5", "P6", "P7", "P8", "P12", "P13", "P22", "P24"}
LAST = {"P": 30, "C": 52, "E": 51, "F": 70, "X": 15, "D": 4}
"""The last number of each kind of evidence in the documents."""

BRANCH = date(2024, 4, 1)
NAMES = sorted(path.stem for path in places.folder_of("policies").glob("*.yaml"))
STUDIES = sorted(path.stem for path in places.folder_of("studies").glob("*.yaml"))
TO_LEARN = ("tutorial", "how_much_offset", "what_matters")
"""Studies of the invented country, which ask nothing of the documents."""
DOCS = Path(__file__).parents[2] / "docs"


@cache
def world() -> World:
    return load_world("eurasia")


@cache
def policy(name: str) -> Policy:
    return load_policy(name, world())


@cache
def study(name: str) -> Study:
    return load_study(name)


@cache
def rows() -> dict[str, str]:
    """Return the last cell of each option's row in the table of policies."""
    lines = (DOCS / "policies.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    found = [row for row in cells if re.fullmatch(r"P\d+", row[0])]
    assert len(found) == len({row[0] for row in found})
    return {row[0]: row[-1] for row in found}


def included(name: str) -> set[str]:
    inner = policy(name).includes
    return {*inner, *(deeper for one in inner for deeper in included(one))}


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_a_policy_or_has_a_reason(option: str) -> None:
    told = rows()[option]
    if option in ACTS_OF_OTHERS:
        assert told.startswith("none: an act of")
        return
    named = [name for name in re.findall(r"`(\w+)`", told) if name in NAMES]
    assert named
    assert all(option in policy(name).source for name in named)


def test_no_policy_is_an_act_of_a_regime_or_a_sponsor() -> None:
    for name in NAMES:
        assert not ACTS_OF_OTHERS.intersection(policy(name).source)
        assert policy(name).acts in ("democracies", "organisations", "civil_society")


def test_every_policy_is_in_the_table() -> None:
    text = (DOCS / "policies.md").read_text(encoding="utf-8")
    assert [name for name in (*NAMES, *STUDIES) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_names_a_source_and_what_it_leaves_out(name: str) -> None:
    one = policy(name)
    assert one.title
    assert one.why
    assert any(source.startswith("P") for source in one.source)
    for source in one.source:
        found = re.fullmatch(r"([A-Z])(\d+)", source)
        assert found is not None
        first = 0 if found[1] == "D" else 1
        assert first <= int(found[2]) <= LAST[found[1]]


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_moves_something_after_the_branch(name: str) -> None:
    moves = policy(name).levers
    assert moves
    for move in moves:
        assert move.to > 0
        assert move.start > BRANCH
        assert move.by
        assert move.on or "itself" in LEVERS[move.moves].on


def test_aid_is_given_once_and_not_by_an_institution_beside_its_members() -> None:
    institutions = {code for code, sender in world().senders.items() if sender.institution}
    for move in (*policy("military_aid").levers, *policy("financial_aid").levers):
        assert not institutions.intersection(move.by)


def test_every_lever_belongs_to_some_policy() -> None:
    moved = {move.moves for name in NAMES for move in policy(name).levers}
    assert moved == set(LEVERS)


def test_some_policies_wait_for_what_is_observed() -> None:
    waiting = {name for name in NAMES if any(move.when for move in policy(name).levers)}
    assert {"hold_the_enabler_accountable", "criticise_foreign_troops"} <= waiting


def test_the_united_front_is_all_that_the_authors_propose() -> None:
    inside = included("united_front")
    proposed = {name for name in NAMES if policy(name).stance == "proposed"}
    assert proposed - {"united_front"} <= inside
    assert {source for name in inside for source in policy(name).source} >= PROPOSED
    assert {policy(name).stance for name in inside} == {"proposed", "reported"}


def test_the_united_front_makes_every_move_of_its_parts() -> None:
    whole = set(policy("united_front").levers)
    assert all(whole.issuperset(policy(name).levers) for name in included("united_front"))


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_can_be_asked(name: str) -> None:
    one = study(name)
    assert one.name == name
    assert one.question
    assert one.outcomes
    assert one.countries
    assert [policy.name for policy in one.policies[:2]] == list(ALWAYS)
    assert len(one.policies) > 2
    assert all(policy.levers for policy in one.policies[1:])


@pytest.mark.parametrize("name", [name for name in STUDIES if name not in TO_LEARN])
def test_a_study_of_the_documents_is_of_full_size_and_cites_them(name: str) -> None:
    one = study(name)
    assert (one.draws >= 100, one.replicates >= 8) == (True, True)
    assert any(source.startswith("D") for source in one.source)
    assert all(case.title for case in one.cases if len(one.cases) > 1)


@pytest.mark.parametrize("name", TO_LEARN)
def test_a_study_to_learn_with_asks_of_the_invented_country(name: str) -> None:
    assert study(name).world.name == "tutorial"


def test_the_documents_ask_of_every_policy_with_every_mechanism() -> None:
    one = study("documents")
    assert {policy.name for policy in one.policies} == {*NAMES, *ALWAYS}
    assert {name for name, is_on in one.cases[0].mechanisms.items() if is_on} == set(MECHANISMS)


def test_the_offset_is_a_case_that_grows_from_nothing_to_all() -> None:
    one = study("the_lifeline")
    assert one.case("no_offset").switches["patron_offset"] == "off"
    names = ("third_offset", "two_thirds_offset", "full_offset")
    sizes = [one.case(name).set["support.offset"] for name in names]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 1.0


def test_deals_are_asked_of_under_both_signs_of_what_they_invite() -> None:
    cases = [case.set for case in study("re_engagement").cases if case.set]
    signs = {
        (case["engagement.intake_cut"] > 0, case["engagement.hostage_incentive"] > 0)
        for case in cases
    }
    assert len(signs) == 4


def test_troops_are_asked_of_before_they_came() -> None:
    one = study("invited_troops")
    assert one.branch < date(2022, 1, 5)
    assert not one.case("never_asked").mechanisms["M17"]
    assert one.policy("warning_of_2022").levers[0].start == date(2022, 1, 3)


def test_the_tutorial_is_small() -> None:
    one = study("tutorial")
    assert (one.draws, one.replicates, one.nodes, one.horizon) == (20, 8, 500, 156)
    assert [policy.name for policy in one.policies] == [*ALWAYS, "sectors", "words"]


def test_the_study_of_the_readme_has_twenty_lines_and_loads() -> None:
    path = DOCS / "example_study.yaml"
    assert len(path.read_text(encoding="utf-8").splitlines()) == 20
    one = load_study(path)
    assert [policy.name for policy in one.policies] == [*ALWAYS, "enforcement", "plain_speech"]
    assert set(one.policy("plain_speech").levers[0].by) == set(one.world.senders)


def test_the_placebo_moves_real_levers_by_zero() -> None:
    one = placebo(world(), BRANCH)
    assert one.levers
    for move in one.levers:
        assert move.moves in LEVERS
        assert move.to == 0.0
        assert move.start > BRANCH
        assert set(move.by) <= set(world().senders)
        assert set(move.on) <= set(world().regimes)
    assert study("documents").policy("placebo") == one
