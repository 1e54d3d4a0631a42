"""From every name the chain leads to what it rests on and to what rests on it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

import pytest
from typer.testing import CliRunner

from politeia.cli import app
from politeia.errors import BadInput
from politeia.evidence.kinds import KINDS
from politeia.evidence.survey import ground_of, surveyed
from politeia.evidence.trace import Node, Web, chain, lines
from politeia.evidence.weave import woven
from politeia.levers_table import LEVERS, MECHANISMS
from politeia.outcomes import OUTCOMES
from politeia.theories import blocks

ENTRIES = {"fact": 70, "claim": 52, "option": 30, "event": 51, "tension": 15, "document": 5}


@cache
def web() -> Web:
    return woven()


def _keys(name: str, way: str = "below") -> set[str]:
    """Return the keys of everything that the chain of ``name`` holds in one direction."""
    found: set[str] = set()

    def walk(branches: tuple) -> None:  # type: ignore[type-arg]
        for branch in branches:
            found.add(branch.node.key)
            walk(branch.branches)

    one = chain(web(), web().named(name)[0], most=10_000)
    walk(one.rests_on if way == "below" else one.used_by)
    return found


@pytest.mark.parametrize(("kind", "count"), ENTRIES.items())
def test_every_entry_of_the_ledger_can_be_asked_for(kind: str, count: int) -> None:
    assert sum(node.kind == kind for node in web().nodes.values()) == count


def test_every_parameter_lever_outcome_and_mechanism_of_the_code_can_be_asked_for() -> None:
    parameters = {f"{name}.{q.name}" for name, block in blocks().items() for q in block.quantities}
    names = {
        *parameters,
        *(lever.name for lever in LEVERS),
        *(outcome.name for outcome in OUTCOMES),
        *MECHANISMS,
    }
    assert names <= {node.name for node in web().nodes.values()}


def test_every_name_has_a_chain_that_ends_and_can_be_told() -> None:
    for node in web().nodes.values():
        one = chain(web(), node)
        assert sum(1 for _ in lines(one)) >= 1
        json.dumps(one.as_data())


def test_the_data_of_a_node_say_what_it_is() -> None:
    for node in web().nodes.values():
        said = chain(web(), node).as_data()
        assert (said["id"], said["kind"], said["title"]) == (node.name, node.kind, node.title)


def test_a_fact_leads_to_its_document_and_to_the_policies_of_its_study() -> None:
    assert "document:D1" in _keys("F22")
    assert {"parameter", "target", "study", "history"} & {
        key.partition(":")[0] for key in _keys("F24", "above")
    }


def test_a_policy_leads_to_a_paragraph_by_its_option_and_to_a_mechanism_by_its_lever() -> None:
    below = _keys("visa_bans")
    assert {"option:P11", "document:D1", "lever:sanctions.listings", "mechanism:M3"} <= below


def test_a_claim_leads_to_the_parameter_that_decides_it_and_back() -> None:
    decided = [node for node in web().nodes.values() if node.kind == "claim" and _decides(node)]
    assert len(decided) > 10
    for node in decided:
        for parameter in _decides(node):
            back = [tie.upper for tie in web().above[parameter]]
            assert node.key in back


def _decides(node: Node) -> list[str]:
    return [tie.lower for tie in web().below[node.key] if tie.why == "is decided by"]


def test_every_claim_is_decided_by_a_parameter_or_says_why_none_can() -> None:
    for node in web().nodes.values():
        if node.kind == "claim":
            assert bool(_decides(node)) != ("undecided" in dict(node.details)), node.name


def test_a_wrong_name_is_told_with_the_nearest_right_one() -> None:
    with pytest.raises(BadInput, match=r"did you mean 'support\.offset'"):
        web().named("suport.offset")
    done = CliRunner().invoke(app, ["explain", "no_such_thing_at_all"])
    assert done.exit_code == 2
    assert "nothing is called" in done.output


def test_a_name_of_a_policy_and_a_study_is_told_as_both() -> None:
    assert {node.kind for node in web().named("open_routes")} == {"policy", "study"}


def test_the_tree_and_the_data_say_the_same() -> None:
    tree = CliRunner().invoke(app, ["explain", "C18"]).output
    data = json.loads(CliRunner().invoke(app, ["explain", "C18", "--json"]).output)[0]
    assert data["id"] == "C18"
    assert all(branch["id"] in tree for branch in data["rests_on"])


def test_asking_loads_neither_the_compiler_nor_the_model() -> None:
    code = (
        "import sys; from politeia.cli import app\n"
        "try: app(['explain', 'support.offset'])\n"
        "except SystemExit: pass\n"
        "print('loaded', *sorted({n.split('.')[0] for n in sys.modules}))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"numba", "mesa", "scipy", "pandas", "matplotlib"}


def test_the_first_ground_that_is_met_counts() -> None:
    small = Web()
    for kind, name, details in (
        ("parameter", "a.b", (("prior", "fixed 1"),)),
        ("fact", "F1", ()),
        ("fact", "F2", ()),
        ("reference", "work", (("type", "book"),)),
        ("reference", "series", (("type", "data"),)),
        ("mechanism", "M1", ()),
    ):
        small.add(Node(kind, name, "", details))
    parameter = small.nodes["parameter:a.b"]
    assert ground_of(small, parameter) == "assumption"
    small.tie("parameter:a.b", "reference:work", "rests on", "")
    assert ground_of(small, parameter) == "research"
    small.tie("parameter:a.b", "reference:series", "rests on", "")
    assert ground_of(small, parameter) == "data"
    small.tie("parameter:a.b", "fact:F2", "answers", "")
    assert ground_of(small, parameter) == "data", "a tension that it answers is no ground"
    small.tie("parameter:a.b", "fact:F1", "is computed from", "")
    assert ground_of(small, parameter) == "documents"


def test_the_survey_counts_every_parameter_once() -> None:
    survey = surveyed(web())
    count = sum(len(block.quantities) for block in blocks().values())
    assert len(survey.parameters) == count
    assert sum(survey.share(ground) for ground in KINDS) == pytest.approx(1.0)
    assert {one.mechanism for one in survey.parameters} == set(MECHANISMS)


def test_a_claim_whose_sign_is_fixed_says_so_wherever_it_is_named() -> None:
    assert "structural" in web().named("C2")[0].title
    assert "structural" not in web().named("C18")[0].title
