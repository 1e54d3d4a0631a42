"""What to cite for a result: the works, data and documents that its numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from politeia.evidence import told
from politeia.evidence.told import Said
from politeia.evidence.trace import Web
from politeia.evidence.weave import ids_in, key_of
from politeia.scenario.words import meant

JUDGED = "is judged by"
"""The tie of a claim to works that judge it: a result does not rest on these."""


def keys_to_cite(web: Web, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of the bibliography that the study of a manifest rests on, in order."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(_roots(web, manifest["study"]))
    while waiting:
        key = waiting.pop()
        if key in seen or key not in web.nodes:
            continue
        seen.add(key)
        if key.startswith("reference:"):
            found.add(key.partition(":")[2])
        waiting.extend(tie.lower for tie in web.below[key] if tie.why != JUDGED)
    return tuple(sorted(found))


def _roots(web: Web, study: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of what a study is made of: its policies, mechanisms, world and history."""
    yield from map(key_of, ids_in(study.get("source")))
    for policy in study["policies"]:
        yield f"policy:{policy['name']}"
        yield from map(key_of, ids_in(policy.get("source")))
        yield from (f"lever:{move['moves']}" for move in policy.get("levers") or ())
    on = {name for case in study["cases"] for name, plays in case["mechanisms"].items() if plays}
    yield from (f"mechanism:{name}" for name in sorted(on))
    world = study["world"]["name"]
    histories = [name for name in (study.get("history") or {}).get("name", "").split("+") if name]
    for key, node in web.nodes.items():
        if node.kind == "value" and node.name.startswith(f"{world}/"):
            yield key
        if node.kind == "history" and dict(node.details).get("in") in _files(histories):
            yield key


def _files(histories: Iterable[str]) -> set[str]:
    return {f"history/{name}.yaml" for name in histories}


def bibliography(entries: Mapping[str, Said], keys: Iterable[str], manifest: Said) -> str:
    """Return the entries of ``keys`` and of the result itself as BibTeX.

    Raises:
        KeyError: when a key is not in the bibliography, with the nearest right one.
    """
    wanted = []
    for key in keys:
        if key not in entries:
            raise KeyError(f"{key} is not in the bibliography{meant(key, entries, most=0)}")
        wanted.append(told.bibtex(entries[key]))
    return "\n\n".join([_itself(manifest), *wanted])


def _itself(manifest: Said) -> str:
    """Return the entry of the software and of this very run of it."""
    study, digest = manifest["study"], manifest["digest"]
    version = manifest["versions"].get("politeia", "")
    year = str(manifest.get("started") or "")[:4]
    what = f"study {study['name']}, seed {manifest['seed']}, digests: study {digest['study'][:12]}"
    what = f"{what}, model {digest['model'][:12]}, parameters {digest['parameters'][:12]}"
    if not manifest.get("finished"):
        what = f"{what}; a run that is not finished"
    fields = {
        "author": "{The Politeia developers}",
        "title": "Politeia: an agent-based model of regimes, democracies and civil society",
        "year": year,
        "version": version,
        "note": what,
    }
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@software{{politeia,\n{inside}\n}}"
