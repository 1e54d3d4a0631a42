"""What the documents say is so: files load, commands exist, links lead somewhere, code runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from politeia.cli import app
from politeia.evidence.kinds import KINDS
from politeia.evidence.survey import surveyed
from politeia.evidence.weave import woven
from politeia.scenario.load import load_study

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "results" / "README.md"])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)


def links(page: Path) -> list[str]:
    """Return the targets of all links and pictures that lead into the project."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target for target in found if "://" not in target and not target.startswith("#")]


def commands(page: Path) -> list[list[str]]:
    """Return the words of each command of the project that a page shows."""
    shown = "\n".join(blocks(page, "sh"))
    shown += "\n" + "\n".join(re.findall(r"`([^`\n]+)`", page.read_text("utf-8")))
    lines = [line.split("#")[0].split() for line in shown.splitlines()]
    return [line for line in lines if line and line[0] in ("make", ".venv/bin/politeia")]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_to_a_file(page: Path) -> None:
    lost = [to for to in links(page) if not (page.parent / to.split("#")[0]).exists()]
    assert not lost, f"{page.relative_to(ROOT)} links to what is not there: {lost}"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+(?: [a-z-]+)*):(?!=)", makefile, re.M))
    targets = {name for group in targets for name in group.split()}
    verbs = get_command(app).commands  # type: ignore[attr-defined]
    for program, *words in commands(page):
        if program == "make":
            assert set(words) <= targets, words
        elif words and not words[0].startswith("-"):
            assert words[0] in verbs, words
            known = {name for option in verbs[words[0]].params for name in option.opts} | {"--help"}
            assert {word for word in words if word.startswith("--")} <= known, words


def test_the_study_of_the_readme_has_twenty_lines_or_so_and_loads(tmp_path: Path) -> None:
    text, _ = blocks(README, "yaml")
    assert len(text.splitlines()) <= 24
    file = tmp_path / "my_study.yaml"
    file.write_text(text, "utf-8")
    study = load_study(file)
    assert study.name == "my_study"
    assert [policy.name for policy in study.policies][:2] == ["baseline", "placebo"]


def test_the_study_of_the_tutorial_loads_with_its_cases(tmp_path: Path) -> None:
    study, cases, _ = blocks(ROOT / "docs" / "tutorial.md", "yaml")
    file = tmp_path / "arland.yaml"
    file.write_text(study + cases, "utf-8")
    assert [case.name for case in load_study(file).cases] == list(yaml.safe_load(cases)["cases"])


def test_the_design_of_the_tutorial_loads_with_its_points(tmp_path: Path) -> None:
    study, _, design = blocks(ROOT / "docs" / "tutorial.md", "yaml")
    file = tmp_path / "arland.yaml"
    file.write_text(study + design, "utf-8")
    assert len(load_study(file).points) == 3 * 2 * 2 * 2


def test_the_sweep_of_the_readme_is_the_study_that_its_command_names(tmp_path: Path) -> None:
    _, text = blocks(README, "yaml")
    file = tmp_path / "how_much_offset.yaml"
    file.write_text(text, "utf-8")
    assert load_study(file).points == load_study("how_much_offset").points


def test_the_conditions_of_the_tutorial_can_be_read() -> None:
    from politeia.outcomes import BY_NAME
    from politeia.scenario.conditions import parse

    (text,) = blocks(ROOT / "docs" / "tutorial.md", "text")
    for line in text.splitlines():
        assert parse(line, BY_NAME)


def test_the_example_study_loads() -> None:
    assert load_study(ROOT / "docs" / "example_study.yaml").policies


def test_the_mesa_page_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(README, "python")
    exec(compile(code, str(README), "exec"), {})
    assert "Arland" in capsys.readouterr().out


def test_the_week_of_the_readme_is_the_order_of_the_score() -> None:
    told = README.read_text("utf-8").split("## The week in ten lines")[1].split("\n## ")[0]
    lines = [line for line in told.splitlines() if re.match(r"\d+\.", line)]
    assert len(lines) == 10
    acts = [act for line in lines for act in re.findall(r"`([a-z_.]+)`", line)]
    score = (ROOT / "model" / "politeia" / "week.py").read_text("utf-8").split("def live(")[1]
    places = [score.find(f"{act}(") for act in acts]
    assert -1 not in places, [act for act, at in zip(acts, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_the_actor_of_the_extending_page_is_a_regime() -> None:
    from politeia.actors.regime import Regime

    (code,) = blocks(ROOT / "docs" / "extending.md", "python")
    names: dict[str, object] = {}
    exec(code, names)
    kind = names["Restrained"]
    assert isinstance(kind, type)
    assert issubclass(kind, Regime)


def test_every_decision_has_a_status_a_reason_and_what_was_refused() -> None:
    notes = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert len(notes) >= 12
    for note in notes:
        text = note.read_text("utf-8")
        assert all(word in text for word in ("**Status**", "**Why.**", "**Refused.**")), note.name
        assert note.name in index


def test_the_citation_names_the_version_of_the_package() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_shares_of_the_readme_are_those_of_the_ledger() -> None:
    survey = surveyed(woven())
    told = re.sub(r"\s+", " ", README.read_text("utf-8"))
    documents, data, research, assumption = (round(100 * survey.share(kind)) for kind in KINDS)
    decided = 52 - len(survey.undecided_claims)
    assert (
        f"Of the {len(survey.parameters)} parameters {documents} % rest on the documents, {data} % "
        f"on data, {research} % on research, and {assumption} % are assumptions"
    ) in told
    assert f"{decided} of the 52 claims" in told
