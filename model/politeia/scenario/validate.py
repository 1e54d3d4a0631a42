"""From what a file says to a frozen object, or to sentences about what is wrong with it."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from politeia.errors import BadInput, Fault
from politeia.scenario.marks import Step, Table, child, place, plain, without
from politeia.scenario.words import meant

Model = TypeVar("Model", bound=BaseModel)

_SENTENCES: dict[str, str] = {
    "float_parsing": "must be a number, not {input}",
    "float_type": "must be a number, not {input}",
    "finite_number": "must be a finite number, not {input}",
    "int_parsing": "must be a whole number, not {input}",
    "int_type": "must be a whole number, not {input}",
    "int_from_float": "must be a whole number, not {input}",
    "bool_parsing": "must be on or off, not {input}",
    "bool_type": "must be on or off, not {input}",
    "string_type": "must be a word, not {input}",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list, not {input}",
    "dict_type": "must be a mapping of keys to values, not {input}",
    "model_type": "must be a mapping of keys to values, not {input}",
    "model_attributes_type": "must be a mapping of keys to values, not {input}",
    "greater_than": "must be greater than {gt}, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than": "must be less than {lt}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "too_short": "needs at least {min_length}",
    "string_pattern_mismatch": "must be a code of capital letters such as BLR, not {input}",
    "union_tag_not_found": "needs a key what",
}


def validated(model: type[Model], table: Table, faults: list[Fault]) -> tuple[Model, Table] | None:
    """Return what ``table`` says as a ``model`` with what it was read from; add to ``faults``.

    What is at fault is left out and the rest read again, so that faults which need the whole can be
    found too; None where nothing can be read.
    """
    rest: Any = table
    for _ in range(6):
        try:
            return model.model_validate(plain(rest)), rest
        except ValidationError as error:
            details = error.errors(include_url=False)
        if rest is table:
            faults.extend(_fault(model, table, detail) for detail in details)
        smaller = _pruned(rest, details)
        if smaller is None:
            return None
        rest = smaller
    return None


def refused(model: type[BaseModel], error: ValidationError) -> BadInput:
    """Return the bad input that an error of a schema is where no file was read."""
    told = [
        f"{'.'.join(map(str, detail['loc']))}: {sentence(model, detail)}"
        for detail in error.errors(include_url=False)
    ]
    return BadInput("\n".join(told))


def sentence(model: type[BaseModel], detail: ErrorDetails) -> str:
    """Return what is wrong and what is allowed."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return "is not known here" + meant(str(detail["loc"][-1]), _keys(model, detail["loc"][:-1]))
    if kind == "missing":
        return f"is required{_described(model, detail['loc'])}"
    if kind == "literal_error":
        wrong = str(detail["input"])
        return f"{wrong!r} is not allowed" + meant(wrong, _choices(context["expected"]))
    if kind == "union_tag_invalid":
        wrong = str(context["tag"])
        return f"what: {wrong!r} is not known" + meant(wrong, _choices(context["expected_tags"]))
    if kind == "value_error":
        return str(context["error"])
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(input=_shown(detail["input"]), **context)
    told = detail["msg"]
    return told if detail["input"] is None else f"{told} (got {_shown(detail['input'])})"


def _fault(model: type[BaseModel], table: Table, detail: ErrorDetails) -> Fault:
    """Return the fault that an error of the schema is, at its place in the file."""
    last = detail["loc"][-1:] if detail["type"] == "missing" else ()
    mark, key, _ = place(table, (*_there(table, detail), *last))
    return mark.fault(key, sentence(model, detail))


def _pruned(table: Table, details: Sequence[ErrorDetails]) -> Table | None:
    """Return ``table`` without what is at fault, later items of lists first."""
    rest: Any = table
    losses = {_there(table, detail) for detail in details}
    for steps in sorted(losses, key=lambda steps: [str(step).zfill(9) for step in steps])[::-1]:
        if not steps:
            return None
        rest = without(rest, steps)
    return rest if isinstance(rest, Table) and plain(rest) != plain(table) else None


def _there(table: Table, detail: ErrorDetails) -> tuple[Step, ...]:
    """Return the steps to an error that are in the file: a missing key ends at its holder.

    A schema adds steps of its own, such as the kind of an event.
    """
    steps: list[Step] = []
    node: Any = table
    for step in detail["loc"]:
        inner = child(node, step)
        if inner is not None:
            steps.append(step)
            node = inner
    return tuple(steps)


def _shown(given: Any) -> str:
    """Return what was given, short enough for a sentence."""
    if given is None:
        return "nothing"
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list | tuple):
        return "a list"
    text = repr(given)
    return text if len(text) <= 60 else text[:57] + "..."


def _choices(told: str) -> list[str]:
    """Return the words of a list that pydantic wrote, such as ``'a', 'b' or 'c'``."""
    return [word for word in told.split("'")[1::2] if word]


def _keys(model: type[BaseModel], steps: Sequence[Step]) -> list[str]:
    """Return the keys that are allowed in the model that ``steps`` lead to."""
    found = [kind for kind in _models(model, steps) if issubclass(kind, BaseModel)]
    return sorted({name for kind in found for name in _fields(kind)})


def _fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model by the keys that a file may use."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _described(model: type[BaseModel], steps: Sequence[Step]) -> str:
    """Return what the schema says of the field that ``steps`` name."""
    for kind in _models(model, steps[:-1]):
        field = _fields(kind).get(str(steps[-1]))
        if field is not None and field.description:
            return f": {field.description}"
    return ""


def _models(model: type[BaseModel], steps: Sequence[Step]) -> list[type[BaseModel]]:
    """Return the models that can stand where ``steps`` lead."""
    here: list[Any] = [model]
    for step in steps:
        here = [inner for kind in here for inner in _inside(kind, step)]
    return [kind for kind in here if _is_model(kind)]


def _inside(kind: Any, step: Step) -> Iterator[Any]:
    """Yield the types that lie one step below ``kind``."""
    if _is_model(kind):
        tags = get_args(kind.model_fields["what"].annotation) if "what" in kind.model_fields else ()
        if step in tags:
            yield kind
        elif step in _fields(kind):
            yield from _options(_fields(kind)[str(step)].annotation)
        return
    origin, inner = get_origin(kind), get_args(kind)
    if origin is dict:
        yield from _options(inner[1])
    elif origin is tuple and isinstance(step, int):
        yield from _options(inner[0])


def _options(kind: Any) -> Iterator[Any]:
    """Yield the types that a field's type allows, without what annotates them."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _options(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(kind):
            yield from _options(option)
    elif kind is not type(None) and origin is not Literal:
        yield kind


def _is_model(kind: Any) -> bool:
    """Return whether ``kind`` is a schema."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)
