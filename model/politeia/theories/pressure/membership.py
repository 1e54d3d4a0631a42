"""M22 Membership and prestige events: conditions that bind or not, and the hunt before the feast.

    ext  += om member (1 - suspended) enforced                   condition of membership     logit
    f     = 1 + pulse (1 - declined)    from 26 weeks before     factor on arrests and intake
    f     = 1 - dip (1 - declined)      while the guests are in
    f     = 1 + spike (1 - declined)    for some weeks after
    seen  = 1 + (f - 1)(1 - covert)     before the event         factor on visible abuse

The pulse before an event may be a rise or a fall, and so may the condition's effect.

Source   Scharpf, Glaessel and Edwards (2023), American Political Science Review 117(3), 909-926:
         more and covert repression before, a dip during, a spike after (Argentina 1978);
         readmission of 2019 without a visible break in V-Dem v14 (claim C20)
Holds    for mega-events with many foreign guests and for councils with courts; not for summits
Departs  the pulse acts on detentions and prosecution and not on civic effort as well, which M6 does
         not keep apart from the level; its sign is open
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Floats, quantity


class Membership(Block):
    """Parameters of membership and of hosted events."""

    mechanism = "M22"

    condition_effect = quantity(
        "change of M6's targets by membership with an enforced condition",
        unit="logit",
        bounds=(-1, 1),
        symbol="om",
    )
    lead_time = quantity(
        "weeks before an event in which opponents are hunted", unit="week", bounds=(1, 104)
    )
    pulse = quantity(
        "relative rise of arrests in those weeks", unit="1", bounds=(-0.9, 3), symbol="pulse"
    )
    covert = quantity(
        "share of that rise that abroad does not see", unit="1", bounds=(0, 1), symbol="covert"
    )
    dip = quantity("relative fall during the event", unit="1", bounds=(0, 1), symbol="dip")
    spike = quantity("relative rise after the event", unit="1", bounds=(-0.9, 3), symbol="spike")
    spike_time = quantity("weeks for which the spike lasts", unit="week", bounds=(0, 104))


def condition(p: Membership, member: Floats, suspended: Floats, enforced: Floats) -> Floats:
    """Return the change of M6's targets by a condition of membership, logits.

    ``member`` is 1 for members; ``suspended`` and ``enforced`` in [0, 1] are the policy's.
    """
    return p.condition_effect * member * (1.0 - suspended) * enforced


def event_factor(p: Membership, weeks_to: Floats, length: Floats, declined: Floats) -> Floats:
    """Return f, the factor on detentions and on the inflow of prisoners, above 0.

    ``weeks_to`` counts down to the opening and goes on below 0; it is infinite without an event.
    ``length`` is in weeks, ``declined`` in [0, 1] the share of the prestige not granted.
    """
    before = (weeks_to > 0.0) & (weeks_to <= p.lead_time)
    during = (weeks_to <= 0.0) & (weeks_to > -length)
    after = (weeks_to <= -length) & (weeks_to > -length - p.spike_time)
    change = np.where(before, p.pulse, 0.0) - np.where(during, p.dip, 0.0)
    return 1.0 + (change + np.where(after, p.spike, 0.0)) * (1.0 - declined)


def seen_factor(p: Membership, factor: Floats, weeks_to: Floats) -> Floats:
    """Return what abroad sees of ``factor``: before an event part of it is covert."""
    return 1.0 + (factor - 1.0) * (1.0 - np.where(weeks_to > 0.0, p.covert, 0.0))
