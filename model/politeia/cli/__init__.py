"""The command ``politeia``: words to calls, no logic; a verb imports what it needs when it runs.

Each verb has a file of its own and joins the application here, in the order of the help.
"""

from politeia.cli import analyse, compare, run
from politeia.cli.app import app, main

VERBS = (run.run, compare.compare, analyse.analyse)

for verb in VERBS:
    app.command()(verb)

__all__ = ["app", "main"]
