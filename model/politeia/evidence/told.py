"""How the entries of the ledger are told in a line or two: titles, details, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Said = Mapping[str, Any]
"""What a file says of one thing: texts, lists and mappings of texts."""
Details = tuple[tuple[str, str], ...]

CERTAIN = {
    "yes": "seen on a public page",
    "abstract": "checked at the level of an abstract or of news",
    "memory": "from memory, not checked",
}
OTHERS = "and others"
"""How an entry says that it does not name all authors."""
_NOTHING = ("", "null", "~", None)
_TOLD = {
    "document": ("kind", "about", "file", "paragraphs"),
    "fact": ("value", "unit", "date", "certainty", "computed", "corrected", "unused"),
    "claim": ("sign", "condition", "verdict", "finding", "doubt", "undecided"),
    "option": ("stance", "claimed", "none"),
    "event": ("date", "precision", "role", "why", "corrected"),
    "tension": ("treated",),
    "target": ("use", "reason", "cannot", "run", "study", "known_from"),
}


def title(kind: str, said: Said) -> str:
    """Return what an entry of the ledger is, in one line."""
    match kind:
        case "document":
            return ", ".join(filter(None, (listed(said["author"]), said["outlet"], said["date"])))
        case "fact":
            return f"{quantity(said)}: {said['says']}"
        case "claim":
            return f"{said['cause']} → ({said['sign']}) {said['effect']}{_verdict(said)}"
        case "target":
            return str(said["statement"])
        case _:
            return str(said["what"])


def _verdict(said: Said) -> str:
    """Return how far the model can contradict a claim, where it cannot or hardly."""
    if str(said.get("undecided", "")).startswith("structural"):
        return " [structural: the form of the equations fixes the sign]"
    if "undecided" in said:
        return " [no parameter decides it]"
    return " [either way, but within error]" if "doubt" in said else ""


def details(kind: str, said: Said) -> Details:
    """Return what else an entry of the ledger says."""
    known = picked(said, _TOLD[kind])
    if kind == "document":
        # What a node is has the word kind already.
        known = tuple(("genre" if name == "kind" else name, value) for name, value in known)
    if isinstance(said.get("paragraphs"), Mapping):
        known = (*known, ("stands in", paragraphs(said)))
    return (*known, *_measures(said))


def _measures(said: Said) -> Iterator[tuple[str, str]]:
    """Yield what a target measures, and what passes."""
    for name, measure in (said.get("measures") or {}).items():
        seen = f"{measure['statistic']} of {measure['observable']}"
        asked = plain({key: measure[key] for key in ("value", "low", "high") if key in measure})
        yield name.replace("_", " "), f"{seen}; {asked} ({measure['unit']})"


def picked(said: Said, keys: Sequence[str]) -> Details:
    """Return the values of those keys that are there, in order."""
    return tuple(
        (key.replace("_", " "), plain(said[key]))
        for key in keys
        if said.get(key) not in _NOTHING and said.get(key) != []
    )


def plain(value: Any) -> str:
    """Return a value as one line of text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {plain(one)}" for key, one in value.items())
    return listed(value) if isinstance(value, list) else " ".join(str(value).split())


def listed(value: Any) -> str:
    """Return a list as words with commas."""
    return ", ".join(map(plain, value)) if isinstance(value, list) else plain(value)


def quantity(said: Said) -> str:
    """Return a fact's figure with its unit."""
    relation = str(said.get("relation", "exactly")).replace("_", " ")
    lead = "" if relation == "exactly" else f"{relation} "
    return f"{lead}{plain(said['value'])} {plain(said.get('unit') or '')}".strip()


def paragraphs(said: Said) -> str:
    """Return where something stands, such as ``D1 ¶5, D2 ¶11``."""
    return ", ".join(
        f"{document} ¶{', '.join(map(str, several(numbers)))}"
        for document, numbers in said["paragraphs"].items()
    )


def several(value: Any) -> list[Any]:
    """Return a list also where one thing or nothing stands."""
    if value in _NOTHING:
        return []
    return list(value) if isinstance(value, list) else [value]


def prior(said: Any) -> str:
    """Return a prior as it is written."""
    if not isinstance(said, Mapping):
        return plain(said)
    return "; ".join(
        f"fixed {plain(inner)}" if kind == "fixed" else f"{kind} ({plain(inner)})"
        for kind, inner in said.items()
    )


def certainty(said: Said) -> str:
    """Return how a reference was verified."""
    verified = str((said.get("custom") or {}).get("verified", "memory"))
    return CERTAIN.get(verified, verified)


def cited(said: Said) -> str:
    """Return a reference in one line: authors, year, title, container."""
    year = _year(said)
    lead = f"{_authors(said)} ({year})" if year else _authors(said)
    parts = [lead, said.get("title"), said.get("container-title") or said.get("publisher")]
    return ". ".join(plain(part).strip() for part in parts if part) or str(said["id"])


def _authors(said: Said) -> str:
    names = [name.get("literal") or name.get("family") for name in said.get("author") or ()]
    if len(names) > 3 or OTHERS in names:
        return f"{names[0]} {OTHERS}"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _year(said: Said) -> str:
    dates = (said.get("issued") or {}).get("date-parts") or [[""]]
    return str(dates[0][0])


def bibtex(said: Said) -> str:
    """Return a reference of CSL data as an entry of BibTeX."""
    fields = dict(_fields(said))
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{_bibtex_kind(said['type'])}{{{said['id']},\n{inside}\n}}"


def _bibtex_kind(kind: str) -> str:
    known = {"article-journal": "article", "book": "book", "report": "techreport"}
    return known.get(kind, "incollection" if kind == "chapter" else "misc")


def _fields(said: Said) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_bibtex_author, said.get("author") or ()))
    yield "title", _guarded(said.get("title"))
    kind = _bibtex_kind(said["type"])
    holder = {"article": "journal", "incollection": "booktitle"}.get(kind, "howpublished")
    yield holder, _guarded(said.get("container-title"))
    yield "institution" if kind == "techreport" else "publisher", _guarded(said.get("publisher"))
    yield "year", _year(said)
    yield "volume", _guarded(said.get("volume"))
    yield "number", _guarded(said.get("issue") or said.get("number") or said.get("version"))
    yield "pages", _guarded(said.get("page")).replace("-", "--")
    yield "doi", _guarded(said.get("DOI"))
    yield "note", _guarded(_note(said))


def _note(said: Said) -> str:
    note = plain(said["note"]) if said.get("note") else ""
    known = certainty(said)
    return "; ".join(filter(None, (note, "" if known in note else known)))


def _bibtex_author(name: Said) -> str:
    if name.get("literal") == OTHERS:
        return "others"
    if name.get("literal"):
        return "{" + _guarded(name["literal"]) + "}"
    return _guarded(", ".join(filter(None, (name.get("family"), name.get("given")))))


def _guarded(value: Any) -> str:
    """Return text with what BibTeX would read as commands taken back."""
    text = "" if value in _NOTHING else plain(value)
    return re.sub(r"([&%$#_])", r"\\\1", text.replace("{", "(").replace("}", ")"))
