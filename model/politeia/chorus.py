"""The chorus: countries that are played by the same classes live their week side by side.

Their rows lie in one block, ``(row, country, run)``, of which each country's own rows are views. An
act of the chorus is the act of each of its countries, bit for bit, since every act is elementwise.
A country whose actor a user has replaced is played by itself. Senders and sponsors have choruses
of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.country import Country
from politeia.actors.sponsor import Sponsor

if TYPE_CHECKING:
    from politeia.actors.democracy import Democracy
    from politeia.model import Politeia


def assemble(model: Politeia) -> list[Country]:
    """Return the choruses of a model; a country of its own cast stands alone."""
    groups: dict[tuple[type, ...], list[Country]] = {}
    for country in model.countries:
        groups.setdefault(tuple(type(actor) for actor in country), []).append(country)
    return [side_by_side(model, members) for members in groups.values()]


def side_by_side(model: Politeia, members: list[Country]) -> Country:
    """Return the countries as one, each actor a chorus of theirs; one alone is returned itself."""
    if len(members) == 1:
        return members[0]
    same_for_all = np.tile(np.arange(model.runs), (len(members), 1))
    p = model.p.take(same_for_all)
    parts = zip(*(tuple(country) for country in members), strict=True)
    actors = [type(part[0]).together(part, p) for part in parts]
    country = Country(*actors)
    country.codes = tuple(code for member in members for code in member.codes)
    country.places = places_of([model.place[code] for code in country.codes])
    country.members = tuple(members)
    for actor in country:
        actor.country = country  # type: ignore[attr-defined]
    return country


def places_of(places: list[int]) -> list[int] | slice:
    """Return places as a slice where they follow on each other, since a slice copies nothing."""
    first, past = places[0], places[-1] + 1
    return slice(first, past) if places == list(range(first, past)) else places


def convene(model: Politeia) -> list[Democracy]:
    """Return the senders in choruses, one a cast, those first that decide for themselves."""
    groups: dict[type[Democracy], list[Democracy]] = {}
    for sender in sorted(model.senders, key=lambda sender: sender.bloc is not None):
        groups.setdefault(type(sender), []).append(sender)
    convened = []
    for cast, members in groups.items():
        if len(members) > 1:
            same_for_all = np.tile(np.arange(model.runs), (len(members), 1))
            convened.append(cast.together(members, model.p.take(same_for_all)))
        else:
            convened.append(members[0])
    return convened


def band(model: Politeia) -> list[Sponsor]:
    """Return the sponsors as one, of whom each country of the one chorus is a client.

    A sponsor whose class a user has replaced, or whose clients are no chorus, plays for itself, and
    so do all: what one pays its clients is added up in the order of the world.
    """
    backed = [country.regime.sponsor for country in model.countries]
    plain = all(type(sponsor) is Sponsor for sponsor in model.sponsors)
    if not (plain and model.all_together and None not in backed):
        return model.sponsors
    same_for_all = np.tile(np.arange(model.runs), (len(model.sponsors), 1))
    one = Sponsor.together(model.sponsors, model.p.take(same_for_all))
    one.clients = tuple(model.together)
    one.backers = [model.sponsors.index(sponsor) for sponsor in backed if sponsor is not None]
    return [one]


def deciding(model: Politeia) -> list[Democracy]:
    """Return the senders that hold measures: as one where they are of one cast, else each alone."""
    alone = [sender for sender, _ in model.deciders if sender.measures is not None]
    casts = {type(sender) for sender in alone}
    whole = [bench for bench in model.assembly if type(bench) in casts and bench.parts]
    if len(casts) > 1 or len(alone) < 2 or not whole:
        return alone
    return [whole[0].first(len(alone))]
