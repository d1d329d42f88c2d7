"""The command line: `corpus build`, `search`, `show`, `status`, `verify`, `rollback`, `serve`.

Results go to stdout, everything else to stderr.  Exit codes: 0 done, 1 failed with one
sentence, 2 wrong usage, 3 `build --strict` with rejected articles.  What a command needs is
imported inside it: a search starts without the builder.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from corpus import __version__
from corpus.errors import CorpusError, InvalidRequest
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.readers import Rejected

Command = TypeVar("Command", bound=Callable[..., Any])

FINDINGS_SHOWN = 50
"""Refusals and remarks printed one by one, of each; all of them are in the generation."""


class _Group(click.Group):
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
        except OSError as error:
            where = f" („{error.filename}“)" if error.filename else ""
            click.echo(f"Fehler: {error.strerror or error}{where}.", err=True)
            ctx.exit(1)


def _index_option(command: Command) -> Command:
    return click.option(
        "--index",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Settings.from_environment().index,
        help="Ordner des Index (CORPUS_INDEX, sonst index).",
    )(command)


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Ein JSON-Objekt ausgeben.")(
        command
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Ein durchsuchbares Archiv deutschsprachiger Nachrichten."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_index_option
@click.option(
    "--engine",
    default=lambda: Settings.from_environment().engine,
    help="auto oder whoosh (CORPUS_ENGINE, sonst auto).",
)
@click.option("--source", help="Name der Zeitung für Texte, die keine nennen.")
@click.option("--strict", is_flag=True, help="Mit 3 enden, wenn ein Artikel abgelehnt wurde.")
@_json_option
def build(
    paths: tuple[Path, ...],
    index: Path,
    engine: str,
    source: str | None,
    strict: bool,  # noqa: FBT001 - click passes by name
    as_json: bool,  # noqa: FBT001
) -> None:
    """Den Index aus Artikeln neu bauen (ohne PATH: aus seeds/)."""
    from corpus.build import build as build_index
    from corpus.terminal import generation_facts, number, print_generation, progress

    printer = _FindingPrinter()
    with progress() as on_progress:
        try:
            report = build_index(
                paths or (Path("seeds"),),
                index,
                engine=engine,
                source=source,
                on_progress=on_progress,
                on_finding=printer,
            )
        finally:
            printer.print_rest()
    assert report.manifest is not None
    facts = generation_facts(report.generation, report.manifest)
    facts["seconds"] = round(report.seconds, 2)
    if as_json:
        _print_json(facts)
    else:
        print_generation(facts, index)
        rate = number(round(report.manifest.articles / max(report.seconds, 0.001)))
        click.echo(f"Dauer       {number(report.seconds)} s, {rate} Artikel/s")
    if strict and report.rejected:
        sys.exit(3)


class _FindingPrinter:
    """Prints refusals and remarks as they come, up to a bound."""

    def __init__(self) -> None:
        self._counts = {"abgelehnt": 0, "Hinweis": 0}

    def __call__(self, finding: Rejected) -> None:
        from corpus.readers import Remark

        kind = "Hinweis" if isinstance(finding, Remark) else "abgelehnt"
        self._counts[kind] += 1
        if self._counts[kind] <= FINDINGS_SHOWN:
            click.echo(f"{kind}: {finding}", err=True)

    def print_rest(self) -> None:
        for kind, count in self._counts.items():
            if count > FINDINGS_SHOWN:
                file = {"abgelehnt": "rejected.jsonl", "Hinweis": "remarks.jsonl"}[kind]
                rest = count - FINDINGS_SHOWN
                click.echo(f"{kind}: und {rest} weitere, alle in {file} der Generation.", err=True)


@main.command()
@click.argument("query")
@_index_option
@click.option("--from", "first", help="Ab Tag, Monat oder Jahr: 2021, 2021-12, 30.12.2021.")
@click.option("--to", "last", help="Bis Tag, Monat oder Jahr.")
@click.option("--undated", is_flag=True, help="Nur Artikel ohne Datum.")
@click.option("--source", multiple=True, help="Nur diese Quelle; mehrfach möglich.")
@click.option("--section", multiple=True, help="Nur dieses Ressort; mehrfach möglich.")
@click.option("--agency", multiple=True, help="Nur diese Agentur; mehrfach möglich.")
@click.option("--place", multiple=True, help="Nur dieser Ort; mehrfach möglich.")
@click.option("--sort", help="relevance, newest oder oldest.")
@click.option("--limit", default="10", help="Höchstens so viele Treffer, bis 200.")
@_json_option
def search(
    query: str,
    index: Path,
    first: str | None,
    last: str | None,
    undated: bool,  # noqa: FBT001
    sort: str | None,
    limit: str,
    as_json: bool,  # noqa: FBT001
    **facets: tuple[str, ...],
) -> None:
    """Artikel suchen, die QUERY sagen."""
    from corpus.request import read_request
    from corpus.search import Corpus

    given = {"q": query, "from": first, "to": last, "sort": sort, "page_size": limit}
    parameters = {name: [value] for name, value in given.items() if value}
    request = read_request(
        parameters
        | ({"date": ["none"]} if undated else {})
        | {facet: list(values) for facet, values in facets.items()}
    )
    results = Corpus.open(index).search(request)
    if as_json:
        from corpus.wire import search_json

        _print_json(search_json(results, Settings.from_environment().base_url))
    else:
        from corpus.terminal import print_results

        print_results(results)


@main.command()
@click.argument("id_", metavar="ID")
@_index_option
@_json_option
def show(id_: str, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Einen Artikel ganz zeigen."""
    from corpus.search import Corpus

    article = Corpus.open(index).article(id_)
    if as_json:
        from corpus.wire import article_json

        _print_json(article_json(article, Settings.from_environment().base_url))
    else:
        from corpus.terminal import print_article

        print_article(article)


@main.command()
@_index_option
@_json_option
def status(index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Sagen, welche Generation in Gebrauch ist und ob dieses Programm sie lesen kann."""
    from corpus import generations
    from corpus.german import Analyzer
    from corpus.terminal import generation_facts, print_generation

    name = generations.current(index)
    manifest = generations.read_manifest(index, name)
    facts = generation_facts(name, manifest)
    facts["kept"] = generations.names(index)
    facts["readable"] = manifest.fingerprint == Analyzer().fingerprint
    if as_json:
        _print_json(facts)
        return
    print_generation(facts, index)
    click.echo(f"Behalten    {', '.join(facts['kept'])}")
    if not facts["readable"]:
        click.echo("Achtung: mit einer anderen Analyse gebaut; bitte „corpus build“.", err=True)


@main.command()
@_index_option
def verify(index: Path) -> None:
    """Jedes Byte der Generation in Gebrauch mit ihrem Manifest vergleichen."""
    from corpus import generations

    name = generations.current(index)
    differing = generations.verify(index, name)
    if differing:
        click.echo(f"Beschädigt in {name}: {', '.join(differing)}", err=True)
        click.echo("Bitte „corpus rollback“ oder „corpus build“.", err=True)
        sys.exit(1)
    click.echo(f"{name} ist unversehrt.")


@main.command()
@click.argument("generation", required=False)
@_index_option
def rollback(generation: str | None, index: Path) -> None:
    """Zur vorigen oder zu der genannten Generation zurückkehren."""
    from corpus import generations

    click.echo(f"In Gebrauch ist jetzt {generations.roll_back(index, generation)}.")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port (PORT, sonst 8000).")
@_index_option
def serve(port: int | None, index: Path) -> None:
    """Die Seite auf 127.0.0.1 ausliefern, mit gunicorn."""
    os.environ["CORPUS_INDEX"] = str(index)
    if port is not None:
        os.environ["PORT"] = str(port)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "webapp"])  # noqa: S606 - our own module


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
