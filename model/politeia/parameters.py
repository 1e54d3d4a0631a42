"""The parameters of all mechanisms, one block a mechanism, one value a history."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from politeia.quantity import Floats, Integers
from politeia.theories import blocks

if TYPE_CHECKING:
    from politeia.quantity import Block
    from politeia.theories.observation.counters import Counters
    from politeia.theories.people.exit import Exit
    from politeia.theories.people.protest import Protest
    from politeia.theories.pressure.aid import Aid
    from politeia.theories.pressure.arrivals import Arrivals
    from politeia.theories.pressure.attention import Attention
    from politeia.theories.pressure.cost import Cost
    from politeia.theories.pressure.engagement import Engagement
    from politeia.theories.pressure.evasion import Evasion
    from politeia.theories.pressure.membership import Membership
    from politeia.theories.pressure.sanctions import Sanctions
    from politeia.theories.pressure.speech import Speech
    from politeia.theories.rule.coercion import Coercion
    from politeia.theories.rule.elites import Elites
    from politeia.theories.rule.policing import Policing
    from politeia.theories.rule.propaganda import Propaganda
    from politeia.theories.rule.retaliation import Retaliation
    from politeia.theories.rule.shocks import Shocks
    from politeia.theories.rule.toolkit import Toolkit
    from politeia.theories.rule.treasury import Treasury
    from politeia.theories.society.organisations import Organisations
    from politeia.theories.society.prisoners import Prisoners
    from politeia.theories.sponsorship.dependence import Dependence
    from politeia.theories.sponsorship.intervention import Intervention
    from politeia.theories.sponsorship.support import Support
    from politeia.theories.war.front import Front
    from politeia.theories.war.outcome import Outcome


class Parameters:
    """Every mechanism's block by the name of its file: ``p.protest.pull`` has shape ``(run,)``."""

    if TYPE_CHECKING:
        aid: Aid
        arrivals: Arrivals
        attention: Attention
        coercion: Coercion
        cost: Cost
        counters: Counters
        dependence: Dependence
        elites: Elites
        engagement: Engagement
        evasion: Evasion
        exit: Exit
        front: Front
        intervention: Intervention
        membership: Membership
        organisations: Organisations
        outcome: Outcome
        policing: Policing
        prisoners: Prisoners
        propaganda: Propaganda
        protest: Protest
        retaliation: Retaliation
        sanctions: Sanctions
        shocks: Shocks
        speech: Speech
        support: Support
        toolkit: Toolkit
        treasury: Treasury

    def __init__(self, rows: Mapping[str, Floats]) -> None:
        self._whole = {name: kind(rows[name]) for name, kind in blocks().items() if name in rows}
        self._index: Integers | None = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Block:
            if name.startswith("_") or name not in self._whole:
                raise AttributeError(f"no parameters of a mechanism called {name!r}")
            block = self._whole[name]
            taken = block if self._index is None else block.take(self._index)
            self.__dict__[name] = taken
            return taken

    def take(self, index: Integers) -> Self:
        """Return the parameters of the histories ``index``; a block is copied when it is read."""
        taken = copy.copy(self)
        taken.__dict__ = {"_whole": self._whole, "_index": index}
        if self._index is not None:
            taken._index = self._index[index]
        return taken
