"""Faults that the plausibility check has found, as claims that hold since."""

from __future__ import annotations

from datetime import date

import living
import numpy as np
import pytest

from politeia.calendar import week_of
from politeia.model import Politeia
from politeia.theories.pressure import attention
from politeia.theories.rule import elites


def model_of(world: str, decide: bool, runs: int = 2) -> Politeia:
    study = living.study_of(f"world: {world}\nnodes: 32\n")
    first = week_of(study.world.start)
    until = first if decide else first + 10**6
    parameters = living.at_medians(study, runs)
    switches = living.evenly_switched(runs)
    return living.Lot(study, parameters, switches, 3, until, 10**6, nodes=32).model()


@pytest.fixture
def eurasia() -> Politeia:
    return model_of("eurasia", decide=False)


def test_prisoners_whom_the_record_frees_are_freed_once(eurasia: Politeia) -> None:
    model = eurasia
    model.week = week_of(date(2016, 3, 17))
    courts = model.countries[model.place["AZE"]].courts
    courts.prisoners = 90.0
    model.step()
    assert (courts.freed == 14.0).all()
    model.step()
    assert (courts.freed == 0.0).all()


def test_money_from_abroad_makes_no_hardship_where_there_is_none(eurasia: Politeia) -> None:
    people = eurasia.countries[eurasia.place["TJK"]].people
    people.remittances_now = 2.0
    people.country.treasury.hardship = 0.0
    assert (people.felt_hardship == 0.0).all()
    people.country.treasury.hardship = 0.1
    assert (people.felt_hardship <= 0.2 + 1e-12).all()


def test_what_drove_people_to_the_street_goes_with_the_regime(eurasia: Politeia) -> None:
    country = eurasia.countries[eurasia.place["BLR"]]
    people, elite = country.people, country.elite
    people.trigger, people.indignation, people.politicised = 1.0, 2.0, 0.9
    elite.falls = np.array([float(elites.UPRISING), 0.0])
    elite.succeed(eurasia.week)
    for name in ("trigger", "indignation", "politicised"):
        gone, stays = getattr(people, name)
        assert gone == 0.0
        assert stays > 0.0


def test_no_file_is_opened_on_who_is_detained_without_political_demands() -> None:
    model = model_of("prototype", decide=True)
    country = model.countries[model.place["KAZ"]]
    for _ in range(8):
        model.step()
    assert (country.people.politicised < 0.01).all()
    assert (country.courts.files < 0.1 * 8 * country.regime.detained).all()


def test_news_from_elsewhere_draws_attention_away_and_never_below_none(eurasia: Politeia) -> None:
    p, runs = eurasia.p.attention, eurasia.runs
    none = np.zeros(runs)
    for held in (0.0, 0.02, 0.8):
        after = attention.attention_after(p, none + held, none, none - 0.1, 1.0)
        calm = attention.attention_after(p, none + held, none, none, 1.0)
        assert (after >= 0.0).all()
        assert (after <= calm).all()
