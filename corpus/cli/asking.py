"""The commands that ask: `search`, `show`, `analyze`, `status`, `verify`, `serve`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from corpus.cli.shared import index_option, json_option, print_json
from corpus.settings import Settings


@click.command()
@click.argument("query", default="")
@index_option
@click.option("--from", "first", help="Ab Tag, Monat oder Jahr: 2021, 2021-12, 30.12.2021.")
@click.option("--to", "last", help="Bis Tag, Monat oder Jahr.")
@click.option("--undated", is_flag=True, help="Nur Artikel ohne Datum.")
@click.option("--source", multiple=True, help="Nur diese Quelle; mehrfach möglich.")
@click.option("--section", multiple=True, help="Nur dieses Ressort; mehrfach möglich.")
@click.option("--agency", multiple=True, help="Nur diese Agentur; mehrfach möglich.")
@click.option("--place", multiple=True, help="Nur dieser Ort; mehrfach möglich.")
@click.option("--sort", help="relevance, newest oder oldest.")
@click.option("--limit", default="10", help="Höchstens so viele Treffer, bis 200.")
@json_option
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
    """Artikel suchen, die QUERY sagen; ohne QUERY alle."""
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

        print_json(search_json(results, Settings.from_environment().base_url))
    else:
        from corpus.terminal import print_results

        print_results(results)


@click.command()
@click.argument("id_", metavar="ID")
@index_option
@json_option
def show(id_: str, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Einen Artikel ganz zeigen."""
    from corpus.search import Corpus

    article = Corpus.open(index).article(id_)
    if as_json:
        from corpus.wire import article_json

        print_json(article_json(article, Settings.from_environment().base_url))
    else:
        from corpus.terminal import print_article

        print_article(article)


@click.command()
@click.argument("words", metavar="WORT...", nargs=-1, required=True)
@index_option
@json_option
def analyze(words: tuple[str, ...], index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Zeigen, wofür die Suche Wörter hält und nach welcher Regel."""
    from corpus import generations
    from corpus.errors import CorpusError
    from corpus.german import Analyzer

    text = " ".join(words)
    analyzer = Analyzer()
    with suppress(CorpusError):  # the question makes sense without an index
        manifest = generations.manifest(index, generations.current(index))
        if manifest.fingerprint != analyzer.fingerprint:
            click.echo("Achtung: der Index ist mit einer anderen Analyse gebaut.", err=True)
    meanings = list(analyzer.meanings(text))
    apart = list(analyzer.apart(text))
    if as_json:
        from corpus.wire import analysis_json

        print_json(analysis_json(meanings, apart))
    else:
        from corpus.terminal import print_analysis

        print_analysis(meanings, apart)


@click.command()
@index_option
@json_option
def status(index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Sagen, welche Generation in Gebrauch ist und ob dieses Programm sie lesen kann."""
    from corpus import generations
    from corpus.german import Analyzer
    from corpus.terminal import generation_facts, print_generation

    name = generations.current(index)
    manifest = generations.manifest(index, name)
    facts = generation_facts(name, manifest)
    facts["kept"] = generations.names(index)
    facts["readable"] = manifest.fingerprint == Analyzer().fingerprint
    if as_json:
        print_json(facts)
        return
    print_generation(facts, index)
    click.echo(f"Behalten    {', '.join(facts['kept'])}")
    if not facts["readable"]:
        click.echo("Achtung: mit einer anderen Analyse gebaut; bitte „corpus build“.", err=True)


@click.command()
@index_option
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


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port (PORT, sonst 8000).")
@index_option
def serve(port: int | None, index: Path) -> None:
    """Die Seite auf 127.0.0.1 ausliefern, mit gunicorn."""
    os.environ["CORPUS_INDEX"] = str(index)
    if port is not None:
        os.environ["PORT"] = str(port)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "webapp"])  # noqa: S606 - our own module
