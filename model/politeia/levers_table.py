"""The registry of levers: what a policy can move, by whom, on whom, and which mechanism feels it.

All levers rest at 0, which means that the rules alone act. A policy sets an intensity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Acting = Literal["sender", "bloc"]
Target = Literal["regime", "client", "sponsor", "hub", "defender", "itself"]

ITSELF = ""
"""Target of a lever on a sender's own politics."""
MECHANISMS: tuple[str, ...] = tuple(f"M{number}" for number in range(1, 25))
TIER_3: frozenset[str] = frozenset({"M14", "M15", "M22", "M23"})


@dataclass(frozen=True)
class Lever:
    """A quantity that a policy moves, its mechanisms, and the parameter that its cost is made of.

    ``by`` and ``on`` are kinds of actors; "itself" is a lever on the sender's own politics, which a
    policy moves without ``on``.
    """

    name: str
    unit: str
    bounds: tuple[float, float]
    meaning: str
    mechanisms: tuple[str, ...]
    cost: str
    by: tuple[Acting, ...] = ("sender",)
    on: tuple[Target, ...] = ("regime",)
    rest: float = 0.0


LEVERS: tuple[Lever, ...] = (
    Lever(
        "sanctions.listings",
        "persons/year",
        (0, 2000),
        "people listed by name: visa bans and frozen assets",
        ("M3",),
        "cost.sanctions_listings",
    ),
    Lever(
        "sanctions.coverage",
        "packages/year",
        (0, 52),
        "packages on sectors, each closing a part of the trade that is still open",
        ("M3",),
        "cost.elasticity",
    ),
    Lever(
        "sanctions.enforcement",
        "1",
        (0, 1),
        "effort to make the sanctions in force be kept",
        ("M3",),
        "cost.sanctions_enforcement",
    ),
    Lever(
        "sanctions.hub_pressure",
        "1",
        (0, 1),
        "threat against banks and traders in hubs that serve the target",
        ("M3", "M4"),
        "cost.sanctions_hub_pressure",
    ),
    Lever(
        "sanctions.lifting",
        "1",
        (0, 1),
        "share of the sanctions in force that is lifted",
        ("M3",),
        "cost.elasticity",
    ),
    Lever(
        "sanctions.conditionality",
        "1",
        (0, 1),
        "how clearly relief is tied to rights and releases",
        ("M3",),
        "cost.sanctions_conditionality",
    ),
    Lever(
        "sanctions.enabler",
        "1",
        (0, 1),
        "pressure on a sponsor for the repression of its client",
        ("M1", "M3"),
        "cost.sanctions_enabler",
        on=("client",),
    ),
    Lever(
        "aid.military",
        "share of own GDP/year",
        (0, 0.05),
        "military aid to the defender",
        ("M18",),
        "cost.aid_military",
        on=("defender",),
    ),
    Lever(
        "aid.financial",
        "share of own GDP/year",
        (0, 0.05),
        "financial aid to the defender",
        ("M18",),
        "cost.aid_financial",
        on=("defender",),
    ),
    Lever(
        "speech.shaming",
        "1",
        (0, 1),
        "public criticism of repression",
        ("M20",),
        "cost.speech_shaming",
    ),
    Lever(
        "recognition.withheld",
        "1",
        (0, 1),
        "recognition of elections and rulers that is withheld",
        ("M20",),
        "cost.recognition_withheld",
    ),
    Lever(
        "engagement.dialogue",
        "1",
        (0, 1),
        "dialogue, presence and mediation",
        ("M21",),
        "cost.engagement_dialogue",
    ),
    Lever(
        "engagement.deals",
        "1",
        (0, 1),
        "readiness to trade relief for releases",
        ("M21",),
        "cost.engagement_deals",
    ),
    Lever(
        "engagement.refused",
        "1",
        (0, 1),
        "suppression of the rules by which senders engage again",
        ("M21",),
        "cost.engagement_refused",
    ),
    Lever(
        "enabling.cut",
        "1",
        (0, 1),
        "aid, recognition and deals that prop the regime up and are cut",
        ("M5",),
        "cost.enabling_cut",
    ),
    Lever(
        "fuel.cut",
        "1",
        (0, 1),
        "purchases of energy that are cut",
        ("M5",),
        "cost.fuel_cut",
    ),
    Lever(
        "organisations.funding",
        "m EUR/year",
        (0, 2000),
        "money for civil society and independent media",
        ("M13",),
        "cost.organisations_funding",
    ),
    Lever(
        "membership.conditional",
        "1",
        (0, 1),
        "conditions on membership of organisations of rights",
        ("M22",),
        "cost.membership_conditional",
        by=("sender", "bloc"),
    ),
    Lever(
        "membership.suspended",
        "1",
        (0, 1),
        "membership of organisations of rights that is suspended",
        ("M22",),
        "cost.membership_suspended",
        by=("sender", "bloc"),
    ),
    Lever(
        "events.declined",
        "1",
        (0, 1),
        "prestige events that are not granted",
        ("M22",),
        "cost.events_declined",
        by=("sender", "bloc"),
    ),
    Lever(
        "courts.undermined",
        "1",
        (0, 1),
        "leaders' attacks on the institutions of international law",
        ("M20",),
        "cost.courts_undermined",
    ),
    Lever(
        "capture.exposed",
        "1",
        (0, 1),
        "effort against bribery of one's own decision makers",
        ("M20",),
        "cost.capture_exposed",
        on=("itself",),
    ),
    Lever(
        "unity.effort",
        "1",
        (0, 1),
        "effort to bring reluctant members round",
        ("M20",),
        "cost.unity_effort",
        on=("itself",),
    ),
    Lever(
        "coordination.joint",
        "1",
        (0, 1),
        "sanctions and speech decided together with the other senders",
        ("M20",),
        "cost.coordination_joint",
        on=("itself", "regime"),
    ),
    Lever(
        "routes.open",
        "1",
        (0, 1),
        "visas and borders open to those who flee",
        ("M16",),
        "cost.routes_open",
    ),
    Lever(
        "arrivals.integration",
        "1",
        (0, 1),
        "integration of people who arrive",
        ("M23",),
        "cost.arrivals_integration",
        on=("itself",),
    ),
)

BY_NAME = {lever.name: lever for lever in LEVERS}
