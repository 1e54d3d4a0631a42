"""M20 Speech: what words do, if anything: shaming, recognition, warnings, courts, one voice.

    say   = 1 - (1 - (1 - exp(-Ab/Ab0)) exp(-ke energy)) (1 - lever)   what a sender says    [0, 1]
    ext  += s1 say local                             shaming, carried by local capacity      logit
    ext  += s4 withheld                              recognition withheld                    logit
    ext  -= s6 undermined insecure                   prosecution that is no longer expected  logit
    H    += s2 say free_media                        hope                                    1/week
    l    += s3 say                                   retaliation                             logit
    q    += s5 say [troops asked or in]              hazard of asking; stay times exp(s5)    logit
    h_d   = h_d + follow joint [max h - h_d]+        one sender acts with the others         1/year
    w     = w (1 + c joint)                          joint sanctions bite more, or less      1

``ext`` is what M6 adds to its target in logits, negative where words restrain. The sign of every
one of s1 .. s6 and c is open: the authors' claims that silence helps repression and that calls
change nothing are both inside.

Source   own equations; shaming works where local organisations are present: Murdie and Davis
         (2012), International Studies Quarterly 56(1); its mean effect is small and mixed:
         Hafner-Burton (2008), International Organization 62(4), 689-716; prosecutions and expected
         accountability restrain: Kim and Sikkink (2010), International Studies Quarterly 54(4); Jo
         and Simmons (2016), International Organization 70(3) (volumes from memory, unverified);
         multilateral sanctions: Bapat, Heinrich, Kobayashi and Morgan (2013), International
         Interactions 39(1)
Holds    for words of governments and parliaments; not for broadcasts into a country (M13, M15)
Departs  ext adds to M6's target in logits and is not multiplied by x_k, since a product of two
         coefficients of free sign cannot be told from one; courts act only through expected
         accountability, which is felt where a ruler is insecure and is nothing where he is not;
         senders' own speech follows remembered abuse and is muted by energy, as packages are
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Floats, quantity


class Speech(Block):
    """Parameters of speech; every effect may have either sign."""

    mechanism = "M20"

    abuse_scale = quantity(
        "remembered abuse at which a sender says 63 % of what it can",
        unit="detained/1,000",
        bounds=(1e-3, 1e2),
        symbol="Ab0",
    )
    energy_muting = quantity(
        "logarithmic fall of speech by full energy leverage", unit="1", bounds=(0, 20), symbol="ke"
    )
    shaming_effect = quantity(
        "change of M6's targets by full shaming with local capacity",
        unit="logit",
        bounds=(-1, 1),
        symbol="s1",
    )
    hope_effect = quantity(
        "hope made by full speech with free media", unit="1/week", bounds=(-1, 1), symbol="s2"
    )
    retaliation_effect = quantity(
        "change of retaliation by full speech", unit="logit", bounds=(-3, 3), symbol="s3"
    )
    recognition_effect = quantity(
        "change of M6's targets by recognition fully withheld",
        unit="logit",
        bounds=(-1, 1),
        symbol="s4",
    )
    warning_effect = quantity(
        "change of the logarithm of troops' hazard and stay by full criticism",
        unit="1",
        bounds=(-3, 3),
        symbol="s5",
    )
    courts_effect = quantity(
        "change of an insecure ruler's targets by courts at full strength",
        unit="logit",
        bounds=(-1, 1),
        symbol="s6",
    )
    follow = quantity(
        "share of the strongest partner's pace that full coordination gives",
        unit="1",
        bounds=(0, 1),
        symbol="follow",
    )
    joint_effect = quantity(
        "relative change of the bite by full coordination", unit="1", bounds=(-0.9, 3), symbol="c"
    )


def said(p: Speech, abuse: Floats, energy: Floats, lever: Floats) -> Floats:
    """Return what one sender says of a target, in [0, 1].

    ``abuse`` is remembered abuse (M3), ``energy`` the target's leverage, ``lever`` the policy's
    speech in [0, 1], which breaks a silence and is not muted.
    """
    own = -np.expm1(-abuse / p.abuse_scale) * np.exp(-p.energy_muting * energy)
    return 1.0 - (1.0 - own) * (1.0 - lever)


def joined(one: Floats, other: Floats) -> Floats:
    """Return the speech heard from two voices, in [0, 1]: the second adds what is left to say."""
    return 1.0 - (1.0 - one) * (1.0 - other)


def shaming(p: Speech, heard: Floats, local_capacity: Floats) -> Floats:
    """Return the change of M6's targets by shaming, logits; ``local_capacity`` is in [0, 1]."""
    return p.shaming_effect * heard * local_capacity


def hope(p: Speech, heard: Floats, free_media: Floats) -> Floats:
    """Return the hope (M7) that speech makes, 1/week; ``free_media`` is media reach in [0, 1]."""
    return p.hope_effect * heard * free_media


def retaliation(p: Speech, heard: Floats) -> Floats:
    """Return what speech adds to the logit of retaliation (M7)."""
    return p.retaliation_effect * heard


def recognition(p: Speech, withheld: Floats) -> Floats:
    """Return the change of M6's targets by withheld recognition in [0, 1], logits."""
    return p.recognition_effect * withheld


def recognitions(weight: Floats, withheld: Floats) -> Floats:
    """Return the weight of recognition that one sender still gives, for M15, in [0, 1]."""
    return weight * (1.0 - withheld)


def troops_criticised(p: Speech, heard: Floats) -> Floats:
    """Return the logarithm by which criticism changes M17's hazard of asking and length of stay."""
    return p.warning_effect * heard


def courts(p: Speech, undermined: Floats, insecurity: Floats) -> Floats:
    """Return the change of M6's targets as courts are undermined in [0, 1], logits.

    ``insecurity`` in [0, 1] is the ruler's own: threat, or his yearly risk of falling.
    """
    return -p.courts_effect * undermined * insecurity


def joint_hazard(p: Speech, own: Floats, strongest: Floats, joint: Floats) -> Floats:
    """Return a sender's hazard of a package, per year, coordinated with its strongest partner."""
    return own + p.follow * joint * np.maximum(strongest - own, 0.0)


def joint_weight(p: Speech, joint: Floats) -> Floats:
    """Return the factor on the bite of sanctions that partners impose together, above 0."""
    return 1.0 + p.joint_effect * joint
