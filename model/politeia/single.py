"""One future of a study as an ordinary Mesa model: step it, ask its agents, sweep it by Mesa.

    from politeia.single import OneHistory

    model = OneHistory("tutorial", policy="sectors", draw=3)
    model.run_model()
    model.rows()                                        # the rows that politeia run stores
    model.agents_by_type[Regime].get("effort")          # vectors with one value, for one history

    mesa.batch_run(OneHistory, {"study": "tutorial", "policy": ["baseline", "sectors"],
                                "replicate": range(8)})

Its rows are those of the same unit in ``politeia run``, bit for bit.
"""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesa import DataCollector

from politeia import lives, outcomes, record, state
from politeia.arms import BASELINE, OTHER_LUCK
from politeia.errors import BadInput
from politeia.experiment import design
from politeia.experiment.jobs import PastJob, Unit
from politeia.model import Politeia
from politeia.scenario.design import pasts_of
from politeia.scenario.load import load_study
from politeia.scenario.study import Study
from politeia.scenario.words import meant

if TYPE_CHECKING:
    import pandas as pd

State = dict[str, Any]


class OneHistory(Politeia):
    """The future of one unit (policy, case, draw, replicate, point), alive from the branch on.

    ``study`` is a file, a name or a loaded study; ``horizon`` is in weeks, the study's own where it
    is left out. ``past`` is the state file of the draw's past; without it the past is lived first,
    once a process. ``seed`` and ``rng`` are there since Mesa's tools hand them over; they change
    nothing: all luck is a function of the study's seed, the draw and the replicate; vary these.

    ``running`` ends at the horizon. ``datacollector`` keeps, for each week, what conditions of
    policies see, under their names, such as ``prisoners_recognised(BLR)``.

    Raises:
        BadInput: when the study is at fault or has no such policy, case, replicate or point.
    """

    def __init__(
        self,
        study: str | Path | Study,
        policy: str = BASELINE,
        case: str | None = None,
        draw: int = 0,
        replicate: int = 0,
        point: int = 0,
        horizon: int | None = None,
        past: str | Path | None = None,
        seed: object = None,  # noqa: ARG002  (luck comes from the study, see above)
        rng: object = None,  # noqa: ARG002
    ) -> None:
        whole = study if isinstance(study, Study) else load_study(study)
        self.unit = unit_of(whole, policy, case, draw, replicate, point)
        loaded = lives.in_world(whole, point)
        self.study = loaded.sized(horizon=horizon)
        played, key = self.study.case(self.unit.case), lives.keys_of([self.unit], loaded.seed)
        points = lives.points_of(loaded, [self.unit])
        told = lives.given(loaded, played, [draw], key, loaded.seed, points)
        super().__init__(loaded.world, told)
        lived = state.read(Path(past)) if past is not None else past_of(whole, draw, point)
        lives.branch(self, self.study, [self.unit], {draw: lived})
        size = (self.study.branch_week, self.study.horizon, self.study.record_every)
        self.record = record.Record(self, *size)
        self.datacollector = DataCollector(model_reporters=reporters(self))

    def step(self) -> None:
        """Live one week, record it, and stop running at the horizon."""
        lives.live_week(self, self.study, self.record)
        self.datacollector.collect(self)
        self.running = self.week < self.study.end_week

    def rows(self) -> pd.DataFrame:
        """Return the rows of countries, those after the present week not a number yet."""
        return self._tables()[0]

    def actor_rows(self) -> pd.DataFrame:
        """Return the rows of senders, sponsors and the war."""
        return self._tables()[1]

    def _tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        import pandas as pd

        countries, others = lives.tabled(self.record, self, [self.unit])
        return pd.DataFrame(countries), pd.DataFrame(others)


def unit_of(
    study: Study, policy: str, case: str | None, draw: int, replicate: int, point: int = 0
) -> Unit:
    """Return the unit of a study that is meant.

    Raises:
        BadInput: when the study has no such policy, case, draw, replicate or point.
    """
    policies = {BASELINE, OTHER_LUCK, *design.policies(study.to_manifest())}
    cases = [one.name for one in study.cases]
    chosen = cases[0] if case is None else case
    if policy not in policies:
        raise BadInput(f"{study.name} has no policy {policy!r}{meant(policy, policies)}")
    if chosen not in cases:
        raise BadInput(f"{study.name} has no case {chosen!r}{meant(chosen, cases)}")
    if draw < 0 or not 0 <= replicate < study.replicates:
        most = study.replicates - 1
        raise BadInput(f"draws count from 0, replicates of {study.name} from 0 to {most}")
    if not 0 <= point < len(study.points):
        raise BadInput(f"points of {study.name} count from 0 to {len(study.points) - 1}")
    return Unit(int(draw), chosen, policy, int(point), int(replicate))


def past_of(study: Study, draw: int, point: int = 0) -> State:
    """Return the state at the branch of the pasts of a draw, a column a replicate."""
    world = pasts_of(study.points)[point]
    return _lived(json.dumps(study.to_manifest()), int(draw), world)


@lru_cache(maxsize=16)
def _lived(study: str, draw: int, point: int) -> State:
    told = json.loads(study)
    with tempfile.TemporaryDirectory() as folder:
        job = PastJob(told, (draw,), int(told["seed"]), folder, point=point)
        report = lives.live_pasts(job)
        return state.read(Path(report.paths[0]))


def reporters(model: OneHistory) -> dict[str, partial[float]]:
    """Return for each outcome and place a function of the model that tells it."""
    named = [
        (outcome.name, c.regime.code) for outcome in outcomes.COUNTRIES for c in model.countries
    ]
    return {
        f"{name}({code})": partial(told, outcome=name, code=code)
        for name, code in named
        if name in record.OF_COUNTRY or name in record.AT_END
    }


def told(model: Politeia, outcome: str, code: str) -> float:
    """Return an outcome of a place in the week that was lived last, in the first history."""
    return float(record.observe(model, outcome, code)[0])
