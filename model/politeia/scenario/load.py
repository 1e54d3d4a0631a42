"""From files to frozen objects: all is resolved, and all faults of all files are told at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from politeia.arms import ALWAYS
from politeia.outcomes import BY_NAME as OUTCOMES
from politeia.scenario import checks, places
from politeia.scenario.cases import cases_of
from politeia.scenario.design import Design
from politeia.scenario.desk import Desk
from politeia.scenario.filter import Record
from politeia.scenario.history import History
from politeia.scenario.library import Library, policies_of
from politeia.scenario.marks import Mark, Table, place
from politeia.scenario.past import filter_table, one_history, past_of
from politeia.scenario.policy import Policy
from politeia.scenario.study import Case, Study, StudyFile, too_few
from politeia.scenario.words import meant
from politeia.scenario.world import World

_SIZES = ("draws", "replicates", "particles", "record_every", "seed", "budget", "draws_from")


def load_study(given: str | Path) -> Study:
    """Return the study of a file or a bare name with everything that it names, resolved.

    Raises:
        BadInput: with all faults of all files.
    """
    path = places.file_of("studies", given)
    desk = Desk([path.parent])
    tree = desk.tree("studies", path)
    return desk.checked(None if tree is None else _study(desk, *_apart(tree)))


def load_world(given: str | Path) -> World:
    """Return the world of a file or a bare name.

    Raises:
        BadInput: with all faults of the file.
    """
    path = places.file_of("worlds", given)
    desk = Desk([path.parent])
    return desk.checked(desk.world(path))


def load_history(given: str | Path) -> History:
    """Return the history of a file or a bare name, with the codes of any world.

    Raises:
        BadInput: with all faults of the file.
    """
    path = places.file_of("history", given)
    desk = Desk([path.parent])
    return desk.checked(one_history(desk, path))


def load_policy(given: str | Path, world: World, branch: date | None = None) -> Policy:
    """Return the policy of a file or a bare name, composed, with codes of ``world`` for words.

    Raises:
        BadInput: with all faults of the file and of what it includes.
    """
    path = places.file_of("policies", given)
    desk = Desk([path.parent])
    library = Library(desk, world, world.branch if branch is None else branch)
    return desk.checked(library.composed(path.stem, Mark(path, 1), "", path))


def load_filter(path: Path | None = None) -> tuple[Record, ...]:
    """Return the records of the filter, the project's by default; none where there is no file.

    Raises:
        BadInput: with all faults of the file.
    """
    desk = Desk([])
    file = places.calibration() / "filter.yaml" if path is None else path
    return desk.checked(filter_table(desk, file)).records


def _apart(table: Table) -> tuple[Table, dict[str, Table]]:
    """Return a study without the policies that are written in it, and those by name."""
    node = table.nodes.get("policy_files")
    if not isinstance(node, Table):
        return table, {}
    inline = {name: one for name, one in node.nodes.items() if isinstance(one, Table)}
    wrong = {name: one for name, one in node.nodes.items() if name not in inline}
    rest = Table(node.mark, wrong, node.keys)
    return Table(table.mark, {**table.nodes, "policy_files": rest}, table.keys), inline


def _study(desk: Desk, table: Table, inline: dict[str, Table]) -> Study | None:
    """Return the resolved study, or None and its faults."""
    found = desk.model(StudyFile, table)
    if found is None:
        return None
    file, table = found
    mark, key, _ = place(table, ("world",))
    path = desk.find("worlds", file.world, mark, key)
    world = None if path is None else desk.world(path)
    if world is None:
        return None
    branch = file.branch or world.branch
    desk.add(table, _focus_faults(file, world, branch))
    policies = policies_of(Library(desk, world, branch, inline), file, table)
    design, cases = _design_and_cases(desk, file, table, (world, branch, policies))
    past = past_of(desk, world, branch, mark)
    return None if desk.faults else _put_together(file, world, past, policies, cases, design)


def _design_and_cases(
    desk: Desk, file: StudyFile, table: Table, asked: tuple[World, date, tuple[Policy, ...]]
) -> tuple[Design | None, tuple[Case, ...]]:
    """Return the design, where the study has one, and the cases, which must go with it."""
    if file.design is None:
        return None, cases_of(desk, file, table, asked[2])
    # What draws points and knows priors is read where it is asked for.
    from politeia.designs.resolve import Resolving

    resolving = Resolving(desk, file.design, table)
    design = resolving.design(*asked)
    names = {name for point in design.points for name in point} if design else ()
    cases = cases_of(desk, file, table, asked[2], names)
    if design is not None:
        resolving.check_cases(design, cases)
    return design, cases


def _put_together(
    file: StudyFile,
    world: World,
    past: tuple[History, tuple[Record, ...]],
    policies: tuple[Policy, ...],
    cases: tuple[Case, ...],
    design: Design | None,
) -> Study:
    """Return the study of parts that are all right."""
    return Study(
        name=file.name,
        title=file.title or file.name,
        question=file.question,
        source=file.source,
        world=world,
        history=past[0],
        filter=past[1],
        policies=policies,
        cases=cases,
        design=design,
        nodes=file.nodes or world.nodes,
        branch=file.branch or world.branch,
        horizon=file.horizon or world.horizon,
        outcomes=file.outcomes,
        countries=file.countries or _targets(world, policies),
        **{size: getattr(file, size) for size in _SIZES},
    )


def _targets(world: World, policies: tuple[Policy, ...]) -> tuple[str, ...]:
    """Return the countries on which policies act, where a study names none, or all of the world."""
    asked = [policy for policy in policies if policy.name not in ALWAYS]
    on = {code for policy in asked for move in policy.levers for code in move.on}
    return tuple(code for code in world.regimes if code in on) or tuple(world.regimes)


def _focus_faults(file: StudyFile, world: World, branch: date) -> checks.Found:
    """Yield what does not fit between the study's own keys and its world."""
    if branch < world.start:
        yield ("branch",), f"lies before the start of the world, {world.start}"
    if file.draws_from == "posterior":
        yield ("draws_from",), "there is no posterior yet, since nothing is fitted: write prior"
    if file.nodes is not None and (told := too_few(file.nodes, world)):
        yield ("nodes",), told
    for order, outcome in enumerate(file.outcomes):
        if outcome not in OUTCOMES:
            yield ("outcomes", order), f"{outcome!r} is no outcome" + meant(outcome, OUTCOMES)
    for order, code in enumerate(file.countries):
        if code not in world.regimes:
            told = f"{code} is no regime of this world" + meant(code, world.regimes)
            yield ("countries", order), told
    for order, name in enumerate(file.policies):
        if name in file.policies[:order]:
            yield ("policies", order), f"{name} is named twice"
