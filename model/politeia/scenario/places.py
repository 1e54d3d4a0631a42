"""Where the project's own data lie, and how a name becomes a file without leaving its folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from politeia.errors import BadInput, MachineTrouble
from politeia.scenario.words import meant

Kind = Literal["worlds", "policies", "studies", "history"]

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
"""A name is a file's name without its ending: no separators and no dots, so it cannot lead away."""

_SAID: dict[Kind, str] = {
    "worlds": "world",
    "policies": "policy",
    "studies": "study",
    "history": "history",
}
_KIND = re.compile(rb"^kind:[ \t]*[\"']?(\w+)", re.MULTILINE)

_PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """Return the folder that holds ``scenarios``, ``history`` and ``calibration``.

    In an installed wheel that is ``politeia/data``, in a checkout a folder above the package. The
    wheel's own come first: a user's project around it may have folders of the same names.

    Raises:
        MachineTrouble: when neither is there.
    """
    for folder in (_PACKAGE / "data", *_PACKAGE.parents):
        if (folder / "scenarios" / "worlds").is_dir():
            return folder
    raise MachineTrouble(f"the data of Politeia are missing beside {_PACKAGE}: install it again")


def calibration() -> Path:
    """Return the project's folder of evidence, parameters, targets and filter."""
    return root() / "calibration"


def folder_of(kind: Kind) -> Path:
    """Return the project's folder of files of ``kind``."""
    return root() / kind if kind == "history" else root() / "scenarios" / kind


def check_name(name: str) -> str:
    """Return ``name``.

    Raises:
        BadInput: when it could name a file outside its folder.
    """
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name: use letters, digits, _ and - only, 80 at most")
    return name


def find(kind: Kind, name: str, beside: Sequence[Path] = ()) -> Path:
    """Return the file that ``name`` means: beside the study first, then in the project's folder.

    Raises:
        BadInput: when there is none, with the nearest right name.
    """
    check_name(name)
    folders = _folders(kind, beside)
    for folder in folders:
        if _is_kind(folder / f"{name}.yaml", kind):
            return folder / f"{name}.yaml"
    known = {
        file.stem for folder in folders for file in folder.glob("*.yaml") if _is_kind(file, kind)
    }
    raise BadInput(f"there is no file {name}.yaml among the {kind}{meant(name, known)}")


def file_of(kind: Kind, given: str | Path) -> Path:
    """Return the file that a path or a bare name means.

    Raises:
        BadInput: when there is none.
    """
    path = Path(given)
    if isinstance(given, str) and NAME.fullmatch(given) and not path.is_file():
        return find(kind, given, (Path(),))
    if not path.is_file():
        raise BadInput(f"there is no file {path}")
    return path


def _folders(kind: Kind, beside: Sequence[Path]) -> list[Path]:
    """Return the folders that are searched for ``kind``, in order.

    A study in ``studies`` has its worlds in a folder ``worlds`` next to it, so that a project of
    one's own may be laid out like this one.
    """
    near = [place for own in beside for place in (own, own / kind, own.parent / kind)]
    return [folder for folder in (*near, folder_of(kind)) if folder.is_dir()]


def _is_kind(file: Path, kind: Kind) -> bool:
    """Return whether there is such a file that does not say to be of another kind.

    A folder of one's own may hold a world and a study side by side.
    """
    try:
        with file.open("rb") as text:
            said = _KIND.search(text.read(4096))
    except OSError:
        return False
    return said is None or said[1].decode() == _SAID[kind]
