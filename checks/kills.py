"""A study of invented lives is killed at random moments, a hundred times, and resumed.

Half of the kills hit the main process, half one of its workers, all by SIGKILL. Each study that has
come to its end is held against one that nobody disturbed: every run once, every number the same bit
for bit. The lives are the fake ones of the tests, since what is asked here is the engine.

``make kills`` writes ``results/checks/kills.json`` and fails where a study differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "results" / "checks" / "kills.json"
sys.path.insert(0, str(ROOT / "tests" / "experiment"))


def main() -> None:
    """Kill, resume, compare, and write down what was found."""
    import killing

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how many processes are killed")
    parser.add_argument("--out", type=Path, default=OUT, help="where the result is written")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        tally = killing.kill_often(Path(place), asked.kills, luck=1)
    told = {
        "kills": dict(sorted(tally.kills.items())),
        "studies_brought_to_their_end": tally.studies,
        "runs_in_each": killing.RUNS,
        "runs_missing": tally.missing,
        "runs_doubled": tally.doubled,
        "studies_that_differ_from_an_undisturbed_one": tally.different,
        "seconds": round(time.monotonic() - began),
    }
    asked.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))
    sys.exit(0 if tally.is_sound else 1)


if __name__ == "__main__":
    main()
