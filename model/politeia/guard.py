"""The guard: are all quantities numbers inside their bounds? Asked of every block in every week."""

from __future__ import annotations

from politeia.kernel import kernel
from politeia.quantity import Columns, Floats


@kernel("boolean(float64[:, ::1], float64[::1], float64[::1])")
def within(rows: Floats, low: Floats, high: Floats) -> bool:
    """Return whether each row, (row, run), lies inside its bounds; what is no number does not."""
    for row in range(rows.shape[0]):
        lowest, highest, astray = low[row], high[row], 0
        for run in range(rows.shape[1]):
            astray += not (lowest <= rows[row, run] <= highest)
        if astray:
            return False
    return True


def sound(columns: Columns) -> bool:
    """Return whether every quantity is a number inside its bounds in every history."""
    low, high = columns.limits()
    return within(columns.rows.reshape(len(columns.rows), -1), low, high)
