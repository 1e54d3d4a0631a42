"""The arms that every study has: one address for their names."""

BASELINE = "baseline"
PLACEBO = "placebo"
OTHER_LUCK = "baseline_other_luck"
"""The null arm: the baseline once more, with other luck from the branch on."""
ALWAYS = (BASELINE, PLACEBO)
"""Policies that every study with policies has."""
