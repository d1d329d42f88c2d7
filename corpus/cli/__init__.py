"""The command line.  `asking` has the commands that read an index, `changing` those that change it.

Results go to stdout, everything else to stderr.  Exit codes: 0 done, 1 failed with one
sentence, 2 wrong usage, 3 `build --strict` with rejected articles.  What a command needs is
imported inside it: a search starts without the builder.
"""

from __future__ import annotations

import click

from corpus import __version__
from corpus.cli import asking, changing
from corpus.cli.shared import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Ein durchsuchbares Archiv deutschsprachiger Nachrichten."""


for _command in (
    changing.build,
    changing.add,
    changing.remove,
    changing.watch,
    asking.search,
    asking.show,
    asking.analyze,
    asking.status,
    asking.verify,
    changing.rollback,
    asking.serve,
):
    main.add_command(_command)
