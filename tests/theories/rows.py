"""Numbers a history, for claims about one history or a few."""

from __future__ import annotations

import numpy as np

from politeia.quantity import Floats


def row(*values: float) -> Floats:
    """Return one value a history."""
    return np.asarray(values, dtype=np.float64)
