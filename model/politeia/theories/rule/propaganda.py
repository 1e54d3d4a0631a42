"""M15 Propaganda: how popular a regime looks, whom it silences abroad, and when it drops the mask.

    state   = 1 - media                                          reach of state media       [0, 1]
    rec'    = rec exp(-ln2 dt/Hq) + congratulations              recognition in memory      states
    bias    = (pb state + pr rec) (1 - po overt)                 perceived support bias     [0, 1]
    shift   = -sqrt(2 pi) kp (bias - bias0)                      of grievance               sd
    h_take  = t0 exp(t1 tie - t2 size)                           takedown abroad            1/year
    media'  = media (1 - ft size)                                after a takedown           [0, 1]
    h_overt = ho sigma(k (media Th/thr - 1)) (1 - overt)         dropping the mask          1/year
    base_k += vo overt           k civic, information                                       logit

dt in years in these lines, in weeks in the code. rec counts the governments that congratulated, in
a memory; bias0 is the bias at the start, which grievance measured then already contains; size is
the share of an outlet in the reach of uncontrolled media, tie the one to the sponsor on whose soil
it works; Th threat (M11).

Source   perceived popularity is causal: Buckley et al. (2023), American Political Science Review;
         informational autocrats: Guriev and Treisman (2019), Journal of Economic Perspectives 33(4)
         (from memory, unverified); recognition: Debre and Morgenbesser (2017), Contemporary
         Politics (from memory, unverified); facts F1, F2, F63, F69
Holds    where media that the regime does not control reach somebody; else the bias is constant
Departs  the switch to overt rule is a hazard around the threshold, not a step; the share of the
         bias that is believed, kp, is written out, so that support need not move one for one with
         censorship
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Bools, Floats, clip, quantity

LN2 = float(np.log(2.0))
SD_PER_SHARE = float(np.sqrt(2.0 * np.pi))
"""Shift of a normal opinion, in sd, that moves a hundredth of the people per hundredth, at half."""


class Propaganda(Block):
    """Parameters of what people think that others think."""

    mechanism = "M15"

    state_media = quantity(
        "bias by state media at full reach", unit="1", bounds=(0, 1), symbol="pb"
    )
    recognition = quantity(
        "bias per recognising state", unit="1/state", bounds=(-0.05, 0.2), symbol="pr"
    )
    recognition_half_life = quantity(
        "half-life of a congratulation", unit="week", bounds=(0.5, 200), symbol="Hq"
    )
    persuasion = quantity(
        "share of the bias that is believed", unit="1", bounds=(-1, 1), symbol="kp"
    )
    overt_loss = quantity("bias lost by overt rule", unit="1", bounds=(0, 1), symbol="po")
    takedown = quantity("rate of takedowns", unit="1/year", bounds=(1e-3, 10), symbol="t0")
    takedown_tie = quantity("weight of the tie", unit="1", bounds=(-1, 8), symbol="t1")
    takedown_size = quantity("shelter of a large outlet", unit="1", bounds=(0, 20), symbol="t2")
    takedown_share = quantity(
        "reach of an outlet that is lost", unit="1", bounds=(0, 1), symbol="ft"
    )
    overt_rate = quantity(
        "rate of dropping the mask", unit="1/year", bounds=(0.01, 50), symbol="ho"
    )
    overt_threshold = quantity(
        "reach times threat at half that rate", unit="1", bounds=(0.005, 1), symbol="thr"
    )
    overt_steepness = quantity("steepness of the threshold", unit="1", bounds=(1, 30), symbol="k")
    overt_level = quantity(
        "repression added by overt rule", unit="logit", bounds=(-1, 4), symbol="vo"
    )


def recognition_after(
    p: Propaganda, recognition: Floats, congratulations: Floats, dt: float
) -> Floats:
    """Return rec, the recognising states in people's memory, after ``dt`` weeks."""
    return (
        recognition
        * p.once("recognition kept", dt, lambda: np.exp(-LN2 * dt / p.recognition_half_life))
        + congratulations
    )


def support_bias(p: Propaganda, media_reach: Floats, recognition: Floats, overt: Floats) -> Floats:
    """Return how much more popular the regime looks than it is, a share of people."""
    shown = p.state_media * (1.0 - media_reach) + p.recognition * recognition
    return clip(shown * (1.0 - p.overt_loss * overt), 0.0, 1.0)


def grievance_shift(p: Propaganda, bias: Floats, bias_at_start: Floats) -> Floats:
    """Return what propaganda takes from grievance since the start, in sd."""
    return -SD_PER_SHARE * p.persuasion * (bias - bias_at_start)


def takedown_hazard(p: Propaganda, tie: Floats, outlet_size: Floats) -> Floats:
    """Return the rate at which an outlet on a partner's soil is silenced, per year."""
    return p.takedown * np.exp(p.takedown_tie * tie - p.takedown_size * outlet_size)


def reach_after_takedown(
    p: Propaganda, media_reach: Floats, outlet_size: Floats, rang: Bools
) -> Floats:
    """Return the reach of media that the regime does not control, after this week's takedowns."""
    return np.where(rang, media_reach * (1.0 - p.takedown_share * outlet_size), media_reach)


def overt_hazard(p: Propaganda, media_reach: Floats, threat: Floats, overt: Floats) -> Floats:
    """Return the rate at which an informational autocrat turns to open repression, per year."""
    over = p.overt_steepness * (media_reach * threat / p.overt_threshold - 1.0)
    turning = 1.0 / (1.0 + np.exp(-clip(over, -30.0, 30.0)))
    return p.overt_rate * turning * (1.0 - overt)


def overt_levels(p: Propaganda, overt: Floats) -> Floats:
    """Return what overt rule adds to the base of civic and information repression, in logits."""
    return p.overt_level * overt
