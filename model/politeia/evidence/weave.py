"""From ledger, scenarios, history and registries to one web of what rests on what.

The door of the ledger is asked first: a tie to nothing known is left out of the web, so that of a
ledger with a fault it would show less than is written. The words themselves are then read as plain
text, since the web tells them as they stand in the files, of scenarios and histories too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from politeia.errors import BadInput, Fault, MachineTrouble
from politeia.evidence import told
from politeia.evidence.book import load_book
from politeia.evidence.stage import read_plain
from politeia.evidence.told import Said, several
from politeia.evidence.trace import Node, Web
from politeia.levers_table import LEVERS, MECHANISMS
from politeia.outcomes import OUTCOMES
from politeia.scenario import places
from politeia.scenario.study import SWITCHES

_ID = re.compile(r"\b(?:[DFCPEX]\d+|S[DL]\d+|M\d+)\b")
_KINDS = {
    "D": "document",
    "F": "fact",
    "C": "claim",
    "P": "option",
    "E": "event",
    "X": "tension",
    "S": "target",
    "M": "mechanism",
}
_ENTRIES = {
    "document": ("documents.yaml", "documents"),
    "fact": ("facts/*.yaml", "facts"),
    "claim": ("claims.yaml", "claims"),
    "option": ("options.yaml", "options"),
    "event": ("events.yaml", "events"),
    "tension": ("tensions.yaml", "tensions"),
    "target": ("targets/*.yaml", "targets"),
}
_SCENARIOS: tuple[tuple[str, places.Kind], ...] = (
    ("policy", "policies"),
    ("study", "studies"),
    ("world", "worlds"),
)


def woven(calibration: Path | None = None) -> Web:
    """Return the web of everything that has a name.

    Raises:
        BadInput: with all faults of the ledger, or when a scenario or history cannot be read.
        MachineTrouble: when the disk does not give a file.
    """
    folder = calibration or places.calibration()
    load_book(folder)
    return _Loom(folder).web


@contextmanager
def _at(path: Path) -> Iterator[None]:
    """Tell which file it is that cannot be read."""
    try:
        yield
    except OSError as error:
        raise MachineTrouble(f"{path} cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadInput([Fault(path, line, "", f"is no YAML: {error.problem}")]) from error
    except (AttributeError, IndexError, TypeError, ValueError, yaml.YAMLError) as error:
        raise BadInput([Fault(path, 0, "", f"cannot be understood: {error}")]) from error
    except KeyError as error:
        raise BadInput([Fault(path, 0, str(error.args[0]), "is required")]) from error


def key_of(reference: str) -> str:
    """Return the key of the node that a reference of the ledger means."""
    if _ID.fullmatch(reference):
        return f"{_KINDS[reference[0]]}:{reference}"
    if reference.startswith("switches."):
        return f"switch:{reference}"
    return f"parameter:{reference}" if "." in reference else f"reference:{reference}"


def read_bibliography(calibration: Path | None = None) -> dict[str, Said]:
    """Return the entries of the bibliography by key, as CSL data."""
    path = (calibration or places.calibration()) / "bibliography.yaml"
    return {said["id"]: said for said in read_plain(path)["references"]}


class _Loom:
    """Adds all nodes, then all ties: a tie needs both its ends."""

    def __init__(self, calibration: Path) -> None:
        self.web = Web()
        self._waiting: list[tuple[str, str, str, str]] = []
        for kind, (pattern, key) in _ENTRIES.items():
            for path in sorted(calibration.glob(pattern)):
                for name, said in read_plain(path)[key].items():
                    self._entry(kind, name, said)
        for said in read_bibliography(calibration).values():
            self.web.add(_reference(said))
        self._registries()
        for path in sorted(calibration.glob("parameters/*.yaml")):
            self._block(read_plain(path))
        for kind, folder in _SCENARIOS:
            for path in sorted(places.folder_of(folder).glob("*.yaml")):
                with _at(path):
                    self._scenario(kind, path.stem, read_plain(path))
        for path in sorted(places.folder_of("history").glob("*.yaml")):
            with _at(path):
                self._history(path.stem, read_plain(path))
        for tie in self._waiting:
            self.web.tie(*tie)

    def _tie(self, upper: str, references: Iterable[str], why: str, back: str) -> None:
        """Tie a node to what it refers to, once all nodes are there."""
        self._waiting.extend((upper, key_of(one), why, back) for one in references)

    def _entry(self, kind: str, name: str, said: Said) -> None:
        """Add an entry of the ledger and what it says that it rests on."""
        node = self.web.add(Node(kind, name, told.title(kind, said), told.details(kind, said)))
        for document, numbers in _paragraphs(said):
            self._tie(node.key, [document], f"¶{numbers} of", f"¶{numbers} says")
        for key, why, back in (
            ("tension", "is touched by", "touches"),
            ("facts", "is about", "is touched by"),
            ("claims", "is about", "is touched by"),
            ("citations", "is judged by", "judges"),
            ("cite", "is cited as", "is the entry of"),
            ("mechanisms", "is realised by", "realises"),
            ("decides", "is decided by", "decides"),
            ("source", "rests on", "supports"),
        ):
            self._tie(node.key, map(str, several(said.get(key))), why, back)
        self._tie(node.key, _ID.findall(str(said.get("computed", ""))), "is computed from", "makes")
        self._measured(node, said)
        for policy in several(said.get("policies")):
            self._waiting.append((f"policy:{policy}", node.key, "realises", "is realised by"))
        for event in several(said.get("history")):
            self._waiting.append((f"history:{event}", node.key, "imposes", "is imposed as"))
        for where in several(said.get("where")):
            self._waiting.append((key_of(str(where)), node.key, "answers", "is answered in"))
            self._waiting.append((f"policy:{where}", node.key, "answers", "is answered in"))

    def _measured(self, node: Node, said: Said) -> None:
        """Tie a claim or a target to the outcomes in which it is measured."""
        contrast = said.get("contrast")
        seen = [contrast["outcome"]] if isinstance(contrast, Mapping) else []
        for measure in (said.get("measures") or {}).values():
            seen.extend(re.findall(r"[a-z_]+", str(measure["observable"])))
        for outcome in seen:
            self._waiting.append((node.key, f"outcome:{outcome}", "is seen in", "shows"))

    def _registries(self) -> None:
        for mechanism in MECHANISMS:
            self.web.add(Node("mechanism", mechanism, ""))
        for switch in SWITCHES:
            rival = f"rival hypothesis: {switch.replace('_', ' ')}"
            drawn = ("prior", "on in half of the draws, unless a case decides")
            self.web.add(Node("switch", f"switches.{switch}", rival, (drawn,)))
        for outcome in OUTCOMES:
            details = (("unit", outcome.unit), ("corresponds to", outcome.series))
            self.web.add(Node("outcome", outcome.name, outcome.meaning, details))
        for lever in LEVERS:
            bounds = f"{lever.bounds[0]:g} to {lever.bounds[1]:g}, 0 at rest"
            details = (("unit", lever.unit), ("bounds", bounds))
            node = self.web.add(Node("lever", lever.name, lever.meaning, details))
            self._tie(node.key, lever.mechanisms, "acts through", "is moved by")
            self._tie(node.key, [lever.cost], "has its price in", "prices")

    def _block(self, said: Said) -> None:
        """Add the parameters of a mechanism."""
        name, mechanism = said["block"].split(".")[-2], f"mechanism:{said['mechanism']}"
        before = self.web.nodes[mechanism].title
        self.web.add(Node("mechanism", said["mechanism"], f"{before}, {name}" if before else name))
        for one, parameter in said["parameters"].items():
            node = self.web.add(_parameter(f"{name}.{one}", parameter))
            self._waiting.append((mechanism, node.key, "has the parameter", "is a parameter of"))
            self._tie(node.key, several(parameter["source"]), "rests on", "supports")
            priors = f"{parameter.get('prior')} {parameter.get('blind')}"
            self._tie(node.key, re.findall(r"\bF\d+\b", priors), "is computed from", "makes")

    def _scenario(self, kind: str, name: str, said: Said) -> None:
        """Add a policy, study or world."""
        heading = told.plain(said.get("title") or name.replace("_", " "))
        node = self.web.add(
            Node(kind, name, heading, told.picked(said, ("question", "stance", "why")))
        )
        self._tie(node.key, ids_in(said.get("source")), "rests on", "is taken up by")
        for policy in (*several(said.get("policies")), *several(said.get("includes"))):
            self._waiting.append((node.key, f"policy:{policy}", "plays", "is played in"))
        for move in several(said.get("levers")):
            self._waiting.append((node.key, f"lever:{move['moves']}", "moves", "is moved by"))
        if kind == "study":
            self._waiting.append((node.key, f"world:{said.get('world')}", "asks of", "is asked by"))
        if kind == "world":
            self._values(node, said)

    def _values(self, world: Node, said: Said) -> None:
        """Add each value of a world that names its source."""
        named = {key: str(text) for key, text in (said.get("sources") or {}).items()}
        for path, value in _sourced(said):
            given = told.plain(value.get("value", ""))
            node = Node("value", f"{world.name}/{path}", given, told.picked(value, ("why",)))
            self.web.add(node)
            keys = [str(key) for key in several(value.get("source"))]
            texts = [*keys, *(named.get(key, "") for key in keys)]
            self._tie(node.key, [*keys, *ids_in(texts)], "rests on", "supports")

    def _history(self, name: str, said: Said) -> None:
        """Add what a history imposes; an event of the ledger names it by date and title."""
        named = {key: str(text) for key, text in (said.get("sources") or {}).items()}
        for event in several(said.get("events")):
            title = f"{event['date']} {event.get('title') or event['what']}"
            on = told.listed(event.get("on") or event.get("by") or "")
            details = (("in", f"history/{name}.yaml"), ("on", on), *told.picked(event, ("why",)))
            node = self.web.add(Node("history", title, f"imposed: {event['what']}", details))
            keys = [str(key) for key in several(event.get("source"))]
            texts = [*keys, *(named.get(key, "") for key in keys)]
            self._tie(node.key, [*keys, *ids_in(texts)], "rests on", "supports")


def with_policies(web: Web, policies: Iterable[Said]) -> Web:
    """Add the policies of a study that no file of the project holds, and return the web."""
    for said in policies:
        if f"policy:{said['name']}" in web.nodes:
            continue
        heading = told.plain(said.get("title") or said["name"])
        node = web.add(Node("policy", said["name"], heading, told.picked(said, ("stance", "why"))))
        for reference in ids_in(said.get("source")):
            web.tie(node.key, key_of(reference), "rests on", "is taken up by")
        for move in several(said.get("levers")):
            web.tie(node.key, f"lever:{move['moves']}", "moves", "is moved by")
    return web


def _reference(said: Said) -> Node:
    kind = "data" if said["type"] == "dataset" else said["type"].replace("-", " ")
    details = (("type", kind), ("verified", told.certainty(said)))
    return Node("reference", said["id"], told.cited(said), details + told.picked(said, ("DOI",)))


def _parameter(name: str, said: Said) -> Node:
    """Return the node of a parameter with its priors and reasons."""
    priors = tuple(
        (heading, told.prior(said[key]))
        for heading, key in (("prior", "prior"), ("prior of studies that branch earlier", "blind"))
        if key in said
    )
    details = (*told.picked(said, ("unit",)), *priors, *told.picked(said, ("known_from", "why")))
    assumed = (("ground", "assumption"),) if "assumption" in several(said["source"]) else ()
    return Node("parameter", name, said["meaning"], (*details, *assumed))


def _paragraphs(said: Said) -> Iterator[tuple[str, str]]:
    found = said.get("paragraphs")
    if isinstance(found, Mapping):
        for document, numbers in found.items():
            yield document, ", ".join(map(str, several(numbers)))


def ids_in(texts: Any) -> list[str]:
    """Return the ids of the ledger that stand in some texts, each once."""
    many = texts if isinstance(texts, list | tuple) else several(texts)
    return list(dict.fromkeys(_ID.findall(" ".join(map(str, many)))))


def _sourced(said: Any, path: str = "") -> Iterator[tuple[str, Said]]:
    """Yield each mapping inside ``said`` that names a source, with its dotted path."""
    if isinstance(said, Mapping):
        if "source" in said and "value" in said:
            yield path, said
            return
        for key, inner in said.items():
            yield from _sourced(inner, f"{path}.{key}" if path else str(key))
