"""The few errors that a user of Politeia can meet, each told in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class PoliteiaError(Exception):
    """Anything Politeia says to its user; ``exit_code`` is what the command ends with."""

    exit_code = 1


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one file: where it stands and what is allowed there."""

    file: Path
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}  {self.key}: {self.message}" if self.key else f"{place}  {self.message}"


class BadInput(PoliteiaError):
    """A file or an argument of the user's is wrong; all faults are told at once."""

    exit_code = 2

    def __init__(self, faults: list[Fault] | str) -> None:
        self.faults = sorted(set(faults)) if isinstance(faults, list) else []
        super().__init__(faults if isinstance(faults, str) else "\n".join(map(str, self.faults)))


class MachineTrouble(PoliteiaError):
    """The disk, a worker or a stored file failed; nothing that was finished is lost."""


class BrokenHistory(PoliteiaError):
    """A quantity left its bounds or is no number: names the quantity, the place and the week."""
