"""The command ``politeia``: words to calls, no logic; a verb imports what it needs when it runs.

Each verb has a file of its own and joins the application here, in the order of the help.
"""

from politeia.cli import analyse, compare, explain, merge, run, sources, status, sweep
from politeia.cli.app import app, main
from politeia.cli.evidence import evidence

VERBS = (
    run.run,
    sweep.sweep,
    status.status,
    merge.merge,
    compare.compare,
    analyse.analyse,
    explain.explain,
    sources.sources,
)

for verb in VERBS:
    app.command()(verb)
app.add_typer(evidence)

__all__ = ["app", "main"]
