"""M11 Policing: detention, loss of control, and what both leave in people's minds.

    C    = cap M (1 + troopK [troops])                capacity                     persons/week
    q    = C/Ap (1 - exp(-delta Ap/C))                risk of detention            [0, 1]
    e'   = e + (1 - exp(-ke dt)) (Th - e)             effort                       [0, 1]
    s    = m + (1 - m) e                              severity                     [0, 1]
    det  = eff C (1 - exp(-delta Ap/(eff C))) dt      detained, eff = u0 + (1-u0) e  persons
    v    = E (1 - infra)^vinf                         violent share of the street  [0, 1]
    O    = 1 - exp(-Ap v/(ko C))                      loss of control              [0, 1]
    dead ~ Poisson((lam M O^2 s + lam0 det/dt s) dt)                               persons
    abuse = det/dt per 1,000 s + .05 dead/dt per million                           1/week
    I'   = I exp(-dt/tauI) + aI abuse media infra/(infra + ih)/(1 + I) dt          >= 0
    F'   = F exp(-dt/tauF) + aF det per 1,000 s + aD dead per million              >= 0
    pol' = pol + (1 - exp(-kpol dt min(1, A/.0005))) (1 - pol), or decays          [0, 1]
    Th   = 1 - (1 - O) exp(-A (.3 + .7 pol)/Ath)      threat to the ruler          [0, 1]

M is the population in millions, A the turnout, Ap = A x population. A small crowd meets the risk
``delta``, a large one the capacity: safety in numbers. A shock marks the street as political or
economic; economic protest is violent where no organisation carries it.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype, after the form of Epstein (2002), PNAS 99(3), 7243-7250,
         doi:10.1073/pnas.092080199; backfire through infrastructure and parallel media: Sutton,
         Butcher and Svensson (2014), Journal of Peace Research 51(5), 559-573
Holds    for protest in the street; not for insurgency, nor where the army itself splits
Departs  Epstein's counts in one agent's view are a risk at the crowd of a country; indignation has
         no threshold at infrastructure .3, so that pattern SL33 can fail; a small lethality of
         beating (lam0) is added, without which Belarus 2020 has no dead
"""

from __future__ import annotations

import numpy as np

from politeia.quantity import Block, Bools, Floats, clip, quantity

POLITICS_NEEDS = 5e-5
"""Turnout above which a street takes up political demands (.005 %, as in the prototype)."""
POLITICS_FULL = 5e-4
"""Turnout at which it does so at full speed, as in the prototype."""


class Policing(Block):
    """Parameters of policing."""

    mechanism = "M11"

    capacity = quantity(
        "detentions that police at full effort can make",
        unit="persons/million/week",
        bounds=(10, 5e3),
        symbol="cap",
    )
    risk_alone = quantity(
        "weekly risk of detention in a small crowd", unit="1", bounds=(0, 1), symbol="delta"
    )
    idle_use = quantity(
        "share of capacity in use without effort", unit="1", bounds=(0.01, 1), symbol="u0"
    )
    effort_speed = quantity("speed of police effort", unit="1/week", bounds=(0.1, 50), symbol="ke")
    violence_power = quantity(
        "how far organisation prevents violence", unit="1", bounds=(0, 10), symbol="vinf"
    )
    overload = quantity(
        "violent people per weekly capacity that overwhelm police",
        unit="week",
        bounds=(0.1, 50),
        symbol="ko",
    )
    lethality = quantity(
        "deaths when control is lost", unit="persons/million/week", bounds=(0, 200), symbol="lam"
    )
    lethality_beating = quantity(
        "deaths per detention at full severity", unit="1", bounds=(0, 0.01), symbol="lam0"
    )
    indignation_gain = quantity("indignation per abuse", unit="1", bounds=(0, 20), symbol="aI")
    indignation_memory = quantity(
        "memory of indignation", unit="week", bounds=(0.5, 60), symbol="tauI"
    )
    indignation_half = quantity(
        "campaign infrastructure at half effect", unit="1", bounds=(0.01, 1), symbol="ih"
    )
    fear_detained = quantity(
        "fear per detained", unit="million/1,000 persons", bounds=(0, 5), symbol="aF"
    )
    fear_dead = quantity("fear per dead", unit="million/person", bounds=(0, 5), symbol="aD")
    fear_memory = quantity("memory of fear", unit="week", bounds=(1, 260), symbol="tauF")
    politics_speed = quantity(
        "speed at which a street turns political", unit="1/week", bounds=(0, 20), symbol="kpol"
    )
    politics_memory = quantity(
        "memory of political demands in a quiet street",
        unit="week",
        bounds=(0.5, 100),
        symbol="taup",
    )
    economics_memory = quantity(
        "memory of an economic cause", unit="week", bounds=(0.5, 100), symbol="tauE"
    )
    threat_scale = quantity(
        "political turnout that is 63 % of full threat", unit="1", bounds=(1e-4, 0.1), symbol="Ath"
    )
    threat_economic = quantity(
        "weight of a street without political demands", unit="1", bounds=(0, 1), symbol=".3"
    )


def capacity(p: Policing, population: Floats, troops_gain: Floats) -> Floats:
    """Return C, the detentions a week that police can make, in persons.

    ``troops_gain`` is troopK while foreign troops stay and 0 otherwise (M17).
    """
    return p.capacity * population / 1e6 * (1.0 + troops_gain)


def detention_risk(p: Policing, crowd: Floats, capacity: Floats) -> Floats:
    """Return q, the weekly risk of detention of one protester, in [0, 1]; ``crowd`` in persons."""
    load = np.maximum(p.risk_alone * np.maximum(crowd, 1.0) / capacity, 1e-12)
    return p.risk_alone * -np.expm1(-load) / load


def effort_after(p: Policing, effort: Floats, threat: Floats, dt: float) -> Floats:
    """Return e, the effort of the police after ``dt`` weeks, in [0, 1]."""
    return effort - np.expm1(-p.effort_speed * dt) * (threat - effort)


def severity(level: Floats, effort: Floats) -> Floats:
    """Return s, how hard the street is treated, in [0, 1]; ``level`` is m of M6."""
    return level + (1.0 - level) * effort


def detained(p: Policing, crowd: Floats, capacity: Floats, effort: Floats, dt: float) -> Floats:
    """Return the persons detained in ``dt`` weeks."""
    used = (p.idle_use + (1.0 - p.idle_use) * effort) * capacity
    return used * -np.expm1(-p.risk_alone * crowd / used) * dt


def violent_share(p: Policing, economic: Floats, infrastructure: Floats) -> Floats:
    """Return v, the share of the street that turns violent, in [0, 1]."""
    disorder = np.exp(p.violence_power * np.log(np.maximum(1.0 - infrastructure, 1e-9)))
    return clip(economic * disorder, 0.0, 1.0)


def loss_of_control(p: Policing, crowd: Floats, violent: Floats, capacity: Floats) -> Floats:
    """Return O, how far the state has lost the street, in [0, 1]."""
    return -np.expm1(-crowd * violent / (p.overload * capacity))


def expected_deaths(
    p: Policing, population: Floats, lost: Floats, severity: Floats, detained: Floats, dt: float
) -> Floats:
    """Return the mean of the deaths in ``dt`` weeks, in persons; ``detained`` in the same time."""
    shooting = p.lethality * population / 1e6 * lost * lost * dt
    return (shooting + p.lethality_beating * detained) * severity


def abuse(
    detained: Floats, dead: Floats, severity: Floats, population: Floats, dt: float
) -> Floats:
    """Return visible abuse a week: detained per 1,000 people by severity, dead per million."""
    return (1e3 * detained * severity + 0.05e6 * dead) / (population * dt)


def indignation_after(
    p: Policing,
    indignation: Floats,
    abuse: Floats,
    media: Floats,
    infrastructure: Floats,
    dt: float,
) -> Floats:
    """Return I after ``dt`` weeks: abuse that is seen, where a campaign can carry it."""
    carried = media * infrastructure / (infrastructure + p.indignation_half)
    gained = p.indignation_gain * abuse * carried / (1.0 + indignation) * dt
    return indignation * np.exp(-dt / p.indignation_memory) + gained


def fear_after(
    p: Policing,
    fear: Floats,
    detained: Floats,
    dead: Floats,
    severity: Floats,
    population: Floats,
    dt: float,
) -> Floats:
    """Return F after ``dt`` weeks in which ``detained`` and ``dead`` persons were counted."""
    struck = p.fear_detained * 1e3 * detained * severity + p.fear_dead * 1e6 * dead
    return fear * np.exp(-dt / p.fear_memory) + struck / population


def politicised_after(p: Policing, politicised: Floats, turnout: Floats, dt: float) -> Floats:
    """Return pol, the share of the street with political demands, after ``dt`` weeks, in [0, 1]."""
    speed = p.politics_speed * np.minimum(1.0, turnout / POLITICS_FULL)
    rising = politicised - np.expm1(-speed * dt) * (1.0 - politicised)
    fading = politicised * np.exp(-dt / p.politics_memory)
    return np.where(turnout > POLITICS_NEEDS, rising, fading)


def economic_after(p: Policing, economic: Floats, dt: float) -> Floats:
    """Return E, the weight of an economic cause, after ``dt`` weeks."""
    return economic * np.exp(-dt / p.economics_memory)


def marked_by_shock(
    politicised: Floats, economic: Floats, political: Bools, size: Floats
) -> tuple[Floats, Floats]:
    """Return pol and E after a shock: a stolen election is political, a price leap economic."""
    politics = np.where(political, np.maximum(politicised, 0.9), np.minimum(politicised, 0.1))
    bread = np.where(political, 0.3 * economic, np.maximum(economic, size))
    return politics, bread


def threat(p: Policing, turnout: Floats, politicised: Floats, lost: Floats) -> Floats:
    """Return Th, the threat that the street is to the ruler, in [0, 1]."""
    weight = p.threat_economic + (1.0 - p.threat_economic) * politicised
    return 1.0 - (1.0 - lost) * np.exp(-turnout * weight / p.threat_scale)
