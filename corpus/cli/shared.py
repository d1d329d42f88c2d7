"""What the commands share: errors as one sentence, and the options that several have."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from corpus.errors import CorpusError, InvalidRequest
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.readers import Rejected

Command = TypeVar("Command", bound=Callable[..., Any])

FINDINGS_SHOWN = 50
"""Refusals and remarks printed one by one, of each; all of them are in the generation."""


class Group(click.Group):
    """Turns the project's errors into one sentence and an exit code, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidRequest as error:
            click.echo(f"Fehler: {error}", err=True)
            ctx.exit(2)
        except CorpusError as error:
            click.echo(f"Fehler: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Fehler: Abgebrochen; der Index ist, wie er war.", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            raise  # `corpus search … | head`: click ends it quietly
        except OSError as error:
            where = f" („{error.filename}“)" if error.filename else ""
            click.echo(f"Fehler: {error.strerror or error}{where}.", err=True)
            ctx.exit(1)


def index_option(command: Command) -> Command:
    return click.option(
        "--index",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Settings.from_environment().index,
        help="Ordner des Index (CORPUS_INDEX, sonst index).",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Ein JSON-Objekt ausgeben.")(
        command
    )


def source_option(command: Command) -> Command:
    return click.option("--source", help="Name der Zeitung für Texte, die keine nennen.")(command)


def print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class FindingPrinter:
    """Prints refusals and remarks as they come, up to a bound."""

    def __init__(self) -> None:
        self._counts = {"abgelehnt": 0, "Hinweis": 0}

    def __call__(self, finding: Rejected) -> None:
        from corpus.readers import Remark

        kind = "Hinweis" if isinstance(finding, Remark) else "abgelehnt"
        self._counts[kind] += 1
        if self._counts[kind] <= FINDINGS_SHOWN:
            click.echo(f"{kind}: {finding}", err=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for kind, count in self._counts.items():
            if count > FINDINGS_SHOWN:
                file = {"abgelehnt": "rejected.jsonl", "Hinweis": "remarks.jsonl"}[kind]
                rest = count - FINDINGS_SHOWN
                click.echo(f"{kind}: und {rest} weitere, alle in {file} der Generation.", err=True)
