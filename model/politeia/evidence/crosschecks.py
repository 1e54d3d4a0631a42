"""What one file of evidence cannot know: whether all that it names stands in another.

Each check yields the steps to a fault and what is wrong; the place follows from the file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from politeia.arms import ALWAYS
from politeia.errors import Fault
from politeia.evidence.bibliography import BibliographyFile, Work
from politeia.evidence.formulas import facts_in, value_of
from politeia.evidence.ids import kind_of
from politeia.evidence.ledger import figures_of
from politeia.evidence.pages import Page
from politeia.evidence.references import Known
from politeia.evidence.schema import Claim, Contrast, Document, Event, Fact, Option, Tension
from politeia.evidence.sheets import ParameterFile, PriorFile, Sheet
from politeia.evidence.stage import Stage
from politeia.levers_table import MECHANISMS
from politeia.outcomes import BY_NAME as OUTCOMES
from politeia.scenario.conditions import ConditionError
from politeia.scenario.marks import Step
from politeia.scenario.schema import ASSUMPTION
from politeia.scenario.study import SWITCHES
from politeia.scenario.words import meant

Found: TypeAlias = Iterator[tuple[tuple[Step, ...], str]]

BLIND_FROM = 2012
"""Works of later years were not known when the past of the project begins."""
CLOSE = 0.02
"""How far a computed fact may be from its formula, as a share of it: rounding."""


@dataclass(frozen=True)
class Pages:
    """All files of evidence that can be read: entries by kind, bibliography, parameters."""

    entries: Mapping[str, list[Page[Any]]]
    bibliography: Page[BibliographyFile] | None
    sheets: list[Sheet]


@dataclass(frozen=True)
class Words:
    """All that an entry may name."""

    entries: Mapping[str, Mapping[str, Any]]
    works: Mapping[str, Work]
    known: Known
    parameters: Collection[str]
    stage: Stage

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Return the facts by id."""
        return self.entries["facts"]

    @property
    def documents(self) -> Mapping[str, Document]:
        """Return the documents by id."""
        return self.entries["documents"]


def faults_between(
    pages: Pages,
    entries: Mapping[str, Mapping[str, Any]],
    works: Mapping[str, Work],
    known: Known,
    parameters: Collection[str],
) -> Iterator[Fault]:
    """Yield what does not fit between the files of evidence, and between them and the model.

    ``known`` and ``parameters`` have all that is named, also in files with faults of their own:
    such a fault is told once, in its file, and not again by all who refer to what is named there.
    """
    words = Words(entries, works, known, parameters, Stage())
    for kind, check in _CHECKS.items():
        for one in pages.entries[kind]:
            for name, entry in getattr(one.file, kind).items():
                for steps, told in check(entry, words):
                    yield one.fault((kind, name, *steps), told)
                for steps, told in _home_faults(kind, entry, one):
                    yield one.fault((kind, name, *steps), told)
    for sheet in pages.sheets:
        for name, parameter in sheet.page.file.parameters.items():
            for steps, told in parameter_faults(parameter, words):
                yield sheet.page.fault(("parameters", name, *steps), told)


def _home_faults(kind: str, entry: Any, one: Page[Any]) -> Found:
    """Yield a fact that stands in the file of another document than its first."""
    if kind == "facts" and one.path.stem not in list(entry.paragraphs)[:1]:
        told = f"stands in {one.path.name}, not in that of its first document"
        yield ("paragraphs",), f"{told}, {next(iter(entry.paragraphs))}"


def _document_faults(document: Document, words: Words) -> Found:
    """Yield a document that is not in the bibliography."""
    yield from _each(("cite",), [document.cite], words.known.works, "key of the bibliography")


def _fact_faults(fact: Fact, words: Words) -> Found:
    """Yield what a fact names that does not exist, and a formula that gives another value."""
    yield from _paragraph_faults(fact.paragraphs, words)
    for document, written in fact.written.items():
        for paragraph in written:
            if paragraph not in fact.paragraphs.get(document, ()):
                yield ("written", document, str(paragraph)), "is none of its paragraphs"
    yield from _each(("tension",), fact.tension, words.known.ids["tensions"], "tension")
    if fact.computed is not None:
        yield from _computed_faults(fact, fact.computed, words)


def _computed_faults(fact: Fact, text: str, words: Words) -> Found:
    """Yield a formula that has no value or not that of its fact."""
    try:
        value = value_of(text, figures_of(words.facts))
    except ConditionError as error:
        yield ("computed",), str(error)
        return
    if fact.number is None:
        yield ("value",), f"must be a number: its formula gives {value:g}"
    elif not _fits(fact.number, fact.relation, value):
        yield ("value",), f"must be about {value:g}, what its formula gives, not {fact.number:g}"


def _fits(given: float, relation: str, value: float) -> bool:
    """Return whether a figure, read by its relation, is what its formula comes to."""
    slack = CLOSE * abs(value)
    below = given <= value + slack or relation in ("at_most", "nearly")
    above = given >= value - slack or relation in ("at_least", "more_than")
    return below and above


def _claim_faults(claim: Claim, words: Words) -> Found:
    """Yield what a claim names that does not exist."""
    yield from _paragraph_faults(claim.paragraphs, words)
    yield from _each(("citations",), claim.citations, words.known.works, "key of the bibliography")
    yield from _each(("mechanisms",), claim.mechanisms, MECHANISMS, "mechanism")
    deciding = {*words.parameters, *(f"switches.{name}" for name in SWITCHES)}
    for key in ("decides", "tried"):
        yield from _each((key,), getattr(claim, key), deciding, "parameter and no switch", 0)
    if claim.contrast is not None:
        for steps, told in _contrast_faults(claim.contrast, words):
            yield ("contrast", *steps), told


def _contrast_faults(contrast: Contrast, words: Words) -> Found:
    """Yield what a contrast names that does not exist; cases belong to its study."""
    stage, cases = words.stage, words.stage.cases
    yield from _each(("outcome",), [contrast.outcome], OUTCOMES, "outcome")
    yield from _each(("actor",), [contrast.actor], stage.actors, "code of a world")
    if contrast.study is not None:
        yield from _each(("study",), [contrast.study], cases, "study")
    if contrast.case is None:
        for role in ("policy", "against"):
            yield from _each((role,), _given(contrast, role), {*stage.policies, *ALWAYS}, "policy")
    elif contrast.study is None:
        yield ("study",), "is required: a case belongs to a study"
    elif contrast.study in cases:
        for role in ("case", "against"):
            known = cases[contrast.study]
            yield from _each((role,), _given(contrast, role), known, f"case of {contrast.study}")


def _given(contrast: Contrast, role: str) -> tuple[str, ...]:
    """Return what plays a role of the contrast: one name or none."""
    name = getattr(contrast, role)
    return () if name is None else (name,)


def _option_faults(option: Option, words: Words) -> Found:
    """Yield what an option names that does not exist."""
    yield from _paragraph_faults(option.paragraphs, words)
    yield from _each(("policies",), option.policies, words.stage.policies, "policy")


def _event_faults(event: Event, words: Words) -> Found:
    """Yield what an event names that does not exist, and a role that does not fit."""
    yield from _paragraph_faults(event.paragraphs, words)
    if bool(event.history) != (event.role == "imposed"):
        yield ("history",), "names entries of the history exactly where the role is imposed"
    yield from _each(("history",), event.history, words.stage.history, "entry of the history")


def _tension_faults(tension: Tension, words: Words) -> Found:
    """Yield what a tension names that does not exist."""
    yield from _each(("facts",), tension.facts, words.known.ids["facts"], "fact")
    yield from _each(("claims",), tension.claims, words.known.ids["claims"], "claim")
    yield from _each(
        ("citations",), tension.citations, words.known.works, "key of the bibliography"
    )
    treated = {*words.parameters, *words.stage.policies, *MECHANISMS, *words.known.ids["targets"]}
    yield from _each(("where",), tension.where, treated, "parameter, policy, mechanism or target")


_CHECKS: dict[str, Callable[[Any, Words], Found]] = {
    "documents": _document_faults,
    "facts": _fact_faults,
    "claims": _claim_faults,
    "options": _option_faults,
    "events": _event_faults,
    "tensions": _tension_faults,
}


def _paragraph_faults(paragraphs: Mapping[str, Iterable[int]], words: Words) -> Found:
    """Yield documents that are not known, and paragraphs beyond their last."""
    for name, numbers in paragraphs.items():
        named = words.known.ids["documents"]
        if name not in named:
            yield ("paragraphs", name), f"{name} is no document" + meant(name, named)
        document = words.documents.get(name)
        if document is None:
            continue
        for place, number in enumerate(numbers):
            if number > document.paragraphs:
                told = f"{name} has {document.paragraphs} paragraphs, not {number}"
                yield ("paragraphs", name, place), told


def _each(
    steps: tuple[Step, ...], names: Iterable[str], known: Collection[str], kind: str, most: int = 0
) -> Found:
    """Yield names that are none of a kind, with the nearest right one."""
    for place, name in enumerate(names):
        if name not in known:
            told = f"{name!r} is no {kind}" + meant(name, known, most)
            yield (*steps, place), told


# Parameters


def parameter_faults(parameter: ParameterFile, words: Words) -> Found:
    """Yield sources that resolve to nothing, and what a source asks for that is missing."""
    for place, word in enumerate(parameter.source):
        told = words.known.fault_of(word)
        if told is not None:
            yield ("source", place), told
        elif word == ASSUMPTION and len(parameter.source) > 1:
            yield ("source", place), "stands alone: what has a source is no assumption"
        elif word in words.facts and words.facts[word].unused:
            yield ("source", place), f"{word} says of itself, under unused, that nothing uses it"
    yield from _formula_faults(parameter, words)
    dated = [word for word in parameter.source if _is_late(word, words)]
    if dated and parameter.known_from is None:
        yield ("known_from",), f"is required: the day from which {dated[0]} was known"
    elif parameter.blind is not None and parameter.known_from is None:
        yield ("known_from",), "is required: the day before which the blind prior holds"
    if parameter.known_from is not None and parameter.blind is None:
        yield ("blind",), "is required: the prior before that day"


def _formula_faults(parameter: ParameterFile, words: Words) -> Found:
    """Yield facts of formulas that the source leaves out."""
    for which in ("prior", "blind"):
        written: PriorFile | None = getattr(parameter, which)
        for steps, given in (written.arguments() if written else {}).items():
            for fact in _facts_of(given, words):
                if fact not in parameter.source:
                    yield (which, *steps), f"uses {fact}, which its source does not name"


def _facts_of(given: float | str, words: Words) -> tuple[str, ...]:
    """Return the facts of an argument; what cannot be read is told by the ledger."""
    try:
        return facts_in(given, figures_of(words.facts)) if isinstance(given, str) else ()
    except ConditionError:
        return ()


def _is_late(word: str, words: Words) -> bool:
    """Return whether a source was not known when the past of the project begins."""
    work = words.works.get(word)
    late = work is not None and work.year is not None and work.year > BLIND_FROM
    return late or kind_of(word) in ("facts", "claims", "events", "options", "tensions")
