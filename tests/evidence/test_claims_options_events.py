"""The documents' claims, options and events are all there and name only what exists."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from politeia.arms import BASELINE
from politeia.evidence.ledger import load_ledger
from politeia.outcomes import ACTORS, BY_NAME
from politeia.scenario import places
from politeia.scenario.load import load_policy, load_study, load_world
from politeia.scenario.study import SWITCHES, Study
from politeia.scenario.world import World

PARAGRAPHS = {"D0": 50, "D1": 21, "D2": 16, "D3": 21, "D4": 30}
"""Non-empty lines of each document."""

VERDICTS = {"supported": 23, "conditional": 17, "contradicted": 7, "untested": 5}
ACTS_OF_OTHERS = {"P19", "P20", "P21", "P26", "P27", "P29"}
CALIBRATION = places.folder_of("policies").parents[1] / "calibration"
THEORIES = CALIBRATION.parent / "model" / "politeia" / "theories"
NAMED = re.compile(r"([A-Z][a-z][A-Za-z]*)(?: et al\.)?,? \(?((?:19|20)\d{2})\b(?!-\d)")
"""The last author and the year of a work, as sources name it."""

NO_AUTHORS = {
    *("Argentina", "Belarus", "Kazakhstan"),
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
}
HISTORY = CALIBRATION.parent / "history" / "eurasia.yaml"


@cache
def read(name: str) -> dict[str, Any]:
    """Return the entries of one file of the ledger, under its only key."""
    text = (CALIBRATION / f"{name}.yaml").read_text(encoding="utf-8")
    (entries,) = yaml.load(text, yaml.BaseLoader).values()
    return {one["id"]: one for one in entries} if isinstance(entries, list) else entries


@cache
def world() -> World:
    return load_world("eurasia")


@cache
def study(name: str) -> Study:
    return load_study(name)


@cache
def policy_sources() -> dict[str, set[str]]:
    """Return the options that each policy file names as its source."""
    names = [path.stem for path in places.folder_of("policies").glob("*.yaml")]
    return {
        name: {s for s in load_policy(name, world()).source if re.fullmatch(r"P\d+", s)}
        for name in names
    }


def who_has(outcome: str) -> set[str]:
    """Return the codes whose rows record an outcome; XWR is the war."""
    if BY_NAME[outcome] not in ACTORS:
        return set(world().regimes)
    if outcome in {"front", "force_ratio"}:
        return {"XWR"}
    return set(world().sponsors if outcome == "sponsor_capacity" else world().senders)


def contrasts() -> dict[str, dict[str, str]]:
    return {name: one["contrast"] for name, one in read("claims").items() if "contrast" in one}


@pytest.mark.parametrize(
    ("name", "letter", "count"), [("claims", "C", 52), ("options", "P", 30), ("events", "E", 51)]
)
def test_none_of_the_documents_entries_is_missing(name: str, letter: str, count: int) -> None:
    assert list(read(name)) == [f"{letter}{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize("name", ["claims", "options", "events"])
def test_every_entry_points_to_paragraphs_that_the_documents_have(name: str) -> None:
    for key, one in read(name).items():
        assert one["paragraphs"], key
        for document, numbers in one["paragraphs"].items():
            assert all(1 <= int(number) <= PARAGRAPHS[document] for number in numbers), key


def test_every_citation_of_a_claim_is_in_the_bibliography() -> None:
    cited = {key for one in read("claims").values() for key in one["citations"]}
    assert cited <= set(read("bibliography"))


def test_the_verdicts_are_those_that_the_literature_allows() -> None:
    found = [one["verdict"] for one in read("claims").values()]
    assert {verdict: found.count(verdict) for verdict in VERDICTS} == VERDICTS


def test_a_claim_is_decided_by_what_the_model_has_or_says_why_nothing_decides_it() -> None:
    known = set(load_ledger().parameters) | {f"switches.{name}" for name in SWITCHES}
    for key, one in read("claims").items():
        assert ("decides" in one) != ("undecided" in one), key
        assert set(one.get("decides", ())) <= known, key


def test_a_parameter_that_decides_a_claim_is_not_fixed() -> None:
    parameters = load_ledger().parameters
    deciding = {name for one in read("claims").values() for name in one.get("decides", ())}
    for name in deciding & set(parameters):
        low, high = parameters[name].prior.interval(0.95)
        assert low < high, name


@pytest.mark.parametrize("one", contrasts().values(), ids=contrasts())
def test_a_contrast_names_arms_an_outcome_and_an_actor_that_can_be_run(one: dict[str, str]) -> None:
    arms = [one[name] for name in ("policy", "against") if name in one]
    if "case" in one:
        asked = study(one["study"])
        assert {one["case"], one["against"]} <= {case.name for case in asked.cases}
    else:
        assert set(arms) - {BASELINE} <= set(policy_sources())
        assert one.get("policy", BASELINE) != one.get("against", BASELINE)
    assert one["actor"] in who_has(one["outcome"])
    assert 1 <= int(one["year"]) <= 10
    assert one["kind"] in {"policy", "parameter"}


def test_an_option_is_a_policy_or_says_why_none_realises_it() -> None:
    for key, one in read("options").items():
        assert ("policies" in one) != ("none" in one), key
        assert set(one.get("policies", ())) <= set(policy_sources()), key
    assert {key for key, one in read("options").items() if "none" in one} == ACTS_OF_OTHERS


def test_options_and_policies_name_each_other() -> None:
    named = {key: set(one.get("policies", ())) for key, one in read("options").items()}
    for name, options in policy_sources().items():
        assert options == {key for key, names in named.items() if name in names}, name


def test_an_option_that_is_a_case_names_a_study_and_its_cases() -> None:
    studies = {path.stem for path in places.folder_of("studies").glob("*.yaml")}
    for key in ("P19", "P21", "P26", "P29"):
        words = set(re.findall(r"[a-z_0-9]+", read("options")[key]["none"]))
        cases = {name: {case.name for case in study(name).cases} for name in words & studies}
        assert any(words & named for named in cases.values()), key


def test_imposed_events_are_those_that_the_history_holds() -> None:
    held = {
        f"{one['date']} {one['title']}"
        for one in yaml.load(HISTORY.read_text(encoding="utf-8"), yaml.BaseLoader)["events"]
    }
    for key, one in read("events").items():
        assert (one["role"] == "imposed") == bool(one.get("history")), key
        assert set(one.get("history", ())) <= held, key


def test_every_entry_of_the_history_that_names_an_event_is_named_by_it() -> None:
    for one in yaml.load(HISTORY.read_text(encoding="utf-8"), yaml.BaseLoader)["events"]:
        sources = one["source"] if isinstance(one["source"], list) else [one["source"]]
        for key in (source for source in sources if re.fullmatch(r"E\d+", source)):
            assert f"{one['date']} {one['title']}" in read("events")[key].get("history", ()), key


def test_a_date_is_as_long_as_its_precision() -> None:
    lengths = {"day": 10, "month": 7, "year": 4}
    for key, one in read("events").items():
        assert len(one["date"]) == lengths.get(one["precision"], len("undated")), key


def test_a_work_says_how_it_was_checked_and_what_is_missing() -> None:
    for key, one in read("bibliography").items():
        assert re.fullmatch(r"[a-z]+\d{4}[a-z]?", key), key
        assert one["custom"]["verified"] in {"yes", "abstract", "memory"}, key
        assert one.get("title") or one.get("note"), key
        if one["custom"]["verified"] == "yes":
            assert one["note"], key
        assert re.fullmatch(r"10\.\d{4,9}/\S+", one.get("DOI", "10.1000/none")), key


def plain(text: str) -> str:
    """Return ``text`` without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@cache
def works() -> set[tuple[str, str]]:
    """Return the last word of each author's name, and the year, of every work."""
    found = set()
    for one in read("bibliography").values():
        year = one["issued"]["date-parts"][0][0] if "issued" in one else ""
        for author in one.get("author", ()):
            name = plain(author.get("family") or author["literal"])
            found.add((re.split(r"[ -]", name)[-1], year))
    return found


@pytest.mark.parametrize(
    "path",
    [*sorted(THEORIES.rglob("[a-z]*.py")), *sorted((CALIBRATION / "parameters").glob("*.yaml"))],
    ids=lambda path: path.stem,
)
def test_every_work_that_a_header_or_a_parameter_names_is_in_the_bibliography(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = text.partition("\nSource ")[2].partition("\nHolds ")[0]
    else:
        text = "\n".join(line for line in text.splitlines() if line.strip().startswith("source:"))
    named = {pair for pair in NAMED.findall(plain(text)) if pair[0] not in NO_AUTHORS}
    assert named <= works()
