"""M17 Invited intervention: a ruler in danger asks for troops, and what they do and leave behind.

    h    = min(exp(q0 + q1 O + q2 Th split + q3 al), e^3) max(Th - t0, 0)   request, per week
    acc  = gives gate min(Cap, 1)                            chance that the sponsor agrees
    stay : troops = ts at arrival; they count down only in weeks with O < o0        weeks
    K    = 1 + tk [troops]                                   multiplier of police capacity
    fear = tf [troops]                                       in the utility of turning out, logit
    pi   + pb [troops]                                       elite belief in survival
    res  : lg when they leave, half-life Hl                  resentment, sd of grievance

Th is the threat, O the loss of control, split the division of the elite, al the alignment with the
sponsor, gate and Cap its readiness and capacity (M1).

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; January 2022 in Kazakhstan: 2,000-2,500 troops within two days, for two weeks;
         supportive intervention raises imprisonment and killing: Peksen (2012), Political Research
         Quarterly 65(3), 558-571
Holds    for short interventions at the ruler's wish; not for occupation
Departs  the sovereignty cost in the request is the alignment (q3); troops come with the week's next
         step, not two days later; more imprisonment comes through capacity alone (one path a
         quantity); lg, which is >= 0, against tk and tf lets the whole effect take either sign
         (claim C35)
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, quantity

LN2 = float(np.log(2.0))
CEILING = 3.0
"""Logarithm of the highest request rate per week, so that a step never meets an overflow."""


class Intervention(Block):
    """Parameters of invited intervention."""

    mechanism = "M17"

    request_base = quantity("log rate of requests", unit="ln(1/week)", bounds=(-25, 5), symbol="q0")
    request_control = quantity(
        "log rate by loss of control", unit="1", bounds=(-20, 30), symbol="q1"
    )
    request_split = quantity(
        "log rate by threat to a split elite", unit="1", bounds=(-20, 30), symbol="q2"
    )
    request_alignment = quantity("log rate by alignment", unit="1", bounds=(-20, 20), symbol="q3")
    request_threshold = quantity(
        "threat below which nobody asks", unit="1", bounds=(0, 1), symbol="t0"
    )
    stay = quantity(
        "weeks that troops stay once order is back", unit="week", bounds=(0.2, 104), symbol="ts"
    )
    order = quantity("loss of control that keeps troops", unit="1", bounds=(0, 1), symbol="o0")
    capacity_gain = quantity(
        "police capacity added by troops", unit="1", bounds=(0, 20), symbol="tk"
    )
    fear_gain = quantity(
        "weight of troops on turning out", unit="logit", bounds=(0, 20), symbol="tf"
    )
    belief_gain = quantity("elite belief added by troops", unit="1", bounds=(-1, 1), symbol="pb")
    legitimacy_loss = quantity("grievance left by troops", unit="sd", bounds=(0, 2), symbol="lg")
    resentment_half_life = quantity(
        "half-life of that grievance", unit="year", bounds=(0.1, 20), symbol="Hl"
    )


def request_hazard_per_week(
    p: Intervention, threat: Floats, control_lost: Floats, split: Floats, alignment: Floats
) -> Floats:
    """Return the rate at which the ruler asks for troops, per WEEK; multiply by dt in weeks."""
    drive = p.request_base + p.request_control * control_lost
    drive = drive + p.request_split * threat * split + p.request_alignment * alignment
    return np.exp(np.minimum(drive, CEILING)) * np.maximum(threat - p.request_threshold, 0.0)


def acceptance_chance(gate: Floats, capacity: Floats, gives_troops: Floats) -> Floats:
    """Return the chance that the sponsor sends troops when asked, in [0, 1]."""
    return gives_troops * gate * np.minimum(capacity, 1.0)


def troops_after(
    p: Intervention, troops: Floats, sent: Floats, control_lost: Floats, dt: float
) -> Floats:
    """Return the weeks that troops will still stay; ``sent`` is 1 where they came in this step."""
    leaving = np.maximum(troops - dt * (control_lost < p.order), 0.0)
    return np.where(sent > 0.0, p.stay, leaving)


def capacity_multiplier(p: Intervention, troops: Floats) -> Floats:
    """Return by what troops multiply the capacity of the police, >= 1."""
    return 1.0 + p.capacity_gain * (troops > 0.0)


def fear_of_troops(p: Intervention, troops: Floats) -> Floats:
    """Return what troops take from the utility of turning out, in logits."""
    return p.fear_gain * (troops > 0.0)


def belief_of_troops(p: Intervention, troops: Floats) -> Floats:
    """Return what troops add to the elite's belief in survival."""
    return p.belief_gain * (troops > 0.0)


def resentment_after(
    p: Intervention, resentment: Floats, before: Floats, after: Floats, dt: float
) -> Floats:
    """Return the grievance left by troops after ``dt`` weeks, in sd.

    ``before`` and ``after`` are the weeks that troops still stayed at both ends of the step.
    """
    left = (before > 0.0) & (after <= 0.0)
    faded = resentment * np.exp(-LN2 * dt / (p.resentment_half_life * WEEKS_PER_YEAR))
    return np.where(left, np.maximum(faded, p.legitimacy_loss), faded)
