"""How answers look on a terminal; nothing here decides anything."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.article import Article
from corpus.engines import LARGE, suited
from corpus.german import Apart, Meaning
from corpus.manifest import Manifest
from corpus.marks import Span
from corpus.passages import Passage
from corpus.search import FoundArticle, Results

if TYPE_CHECKING:
    from corpus.additions import ChangeReport
    from corpus.intake import Progress


def number(value: float) -> str:
    """`1.234` or `1.234,5`, as German writes it."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """On a terminal, articles so far, their rate and the time that is left; in a pipe, nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    began = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(reached: Progress) -> None:
            rate = round(reached.articles / max(time.monotonic() - began, 0.001))
            bar.update(
                task,
                completed=reached.bytes_read,
                total=reached.bytes_total,
                description=f"{number(reached.articles)} Artikel, {number(rate)}/s",
            )

        yield show


def print_change(report: ChangeReport) -> None:
    """What an addition or removal did."""
    counts = [
        f"{number(count)} {what}"
        for count, what in (
            (report.added, "neu"),
            (report.replaced, "ersetzt"),
            (report.removed, "entfernt"),
            (report.unchanged, "unverändert"),
            (len(report.rejected), "abgelehnt"),
        )
        if count
    ]
    click.echo(f"{', '.join(counts) or 'nichts zu tun'}, in {number(report.seconds)} s")
    if report.unknown:
        click.echo(f"Hinweis: nicht im Index: {', '.join(report.unknown)}", err=True)
    articles = number(report.manifest.articles)
    click.echo(f"In Gebrauch ist {report.generation} mit {articles} Artikeln.")


def print_results(results: Results) -> None:
    """The hits with their passages; marks are bold where the terminal can show it."""
    asked = str(results.query.node) or "alle Artikel"
    click.echo(f"{number(results.total)} Treffer für {asked}{_range(results)}")
    for warning in results.query.warnings:
        click.echo(f"Hinweis: {warning}", err=True)
    first = (results.request.page - 1) * results.request.page_size + 1
    for rank, found in enumerate(results.found, first):
        click.echo()
        _print_found(rank, found)


def _range(results: Results) -> str:
    request = results.request
    if request.undated:
        return ", ohne Datum"
    if request.first and request.last:
        return f", {request.first.isoformat()} bis {request.last.isoformat()}"
    if request.first:
        return f", ab {request.first.isoformat()}"
    return f", bis {request.last.isoformat()}" if request.last else ""


def _print_found(rank: int, found: FoundArticle) -> None:
    article = found.article
    titles = [passage for passage in found.passages if passage.field == "title"]
    title = titles[0] if titles else Passage("title", article.title)
    click.echo(f"{rank}. " + click.style(_marked(title.text, title.marks), underline=True))
    click.echo("   " + " · ".join(_facts(article)))
    for passage in found.passages:
        if passage.field != "title":
            click.echo("   " + _marked(passage.text, passage.marks))


def _facts(article: Article) -> Iterator[str]:
    yield article.date.label if article.date else "ohne Datum"
    yield from filter(None, (article.source, article.section, "/".join(article.places)))
    yield f"id {article.id}"


def _marked(text: str, marks: tuple[Span, ...]) -> str:
    pieces = []
    end = 0
    for start, stop in marks:
        pieces += [text[end:start], click.style(text[start:stop], bold=True, fg="yellow")]
        end = stop
    return "".join([*pieces, text[end:]]).replace("\n", " ")


def print_article(article: Article) -> None:
    """The whole article as text."""
    click.echo(click.style(article.title, bold=True))
    click.echo(" · ".join(_facts(article)))
    for text in (article.lead, article.credit and f"Foto: {article.credit}"):
        if text:
            click.echo(f"\n{text}")
    for block in article.body:
        click.echo("\n" + click.style(block.text, bold=block.kind == "subhead"))
    if article.sign_off:
        click.echo(f"\n{article.sign_off}")
    for key, value in article.extra.items():
        click.echo(f"{key}: {value}")


_RULES = {
    "as written": "wie geschrieben",
    "lexicon": "aus dem Wörterbuch",
    "prefix": "Verb oder Adjektiv mit Vorsilbe",
    "compound": "zusammengesetzt",
    "ending": "nach der Endung",
    "spelling": "andere Schreibung",
    "accents": "ohne Akzente",
    "variant": "Schreibvariante laut Tabelle",
    "gender": "anderes Geschlecht",
    "reading": "andere Lesart",
    "participle": "Partizip davon",
}


def print_analysis(meanings: Iterable[tuple[str, Meaning]], apart: Iterable[Apart]) -> None:
    """Each word with its base form, what else it stands for, and its parts."""
    for word, meaning in meanings:
        click.secho(word, bold=True)
        _print_line("Grundform", meaning.lemma, meaning.rule)
        for related in meaning.alike:
            _print_line("dasselbe Wort", related.term, related.rule)
        for related in meaning.wider:
            _print_line("gefunden von", related.term, related.rule)
        for part in meaning.heads:
            _print_line("letzter Teil", part)
        for part in meaning.modifiers:
            _print_line("anderer Teil", part)
    for found in apart:
        _print_line("getrennt", found.term)


def _print_line(label: str, term: str, rule: str = "") -> None:
    reason = f"  ({_RULES[rule]})" if rule else ""
    click.echo(f"  {label:<15}{term}{reason}")


def generation_facts(name: str, manifest: Manifest) -> dict[str, Any]:
    """What `build` and `status` say of a generation, as JSON says it."""
    return {
        "generation": name,
        "engine": manifest.engine,
        "engine_reason": _engine_reason(manifest),
        "articles": manifest.articles,
        "undated": manifest.undated,
        "rejected": manifest.rejected,
        "remarks": manifest.remarks,
        "from": manifest.first,
        "to": manifest.last,
        "fingerprint": manifest.fingerprint,
        "content_hash": manifest.content_hash,
        "built_at": manifest.built_at,
        "bytes": manifest.bytes,
    }


def _engine_reason(manifest: Manifest) -> str:
    """Why it is this engine, and whether it would be another today."""
    if manifest.engine_asked != "auto":
        return "so verlangt"
    bound = f"{number(LARGE)} Artikeln"
    if suited(manifest.articles) != manifest.engine:
        return f"auto beim Bau; heute nähme „corpus build“ {suited(manifest.articles)}"
    return f"auto: {'ab' if manifest.engine == 'tantivy' else 'unter'} {bound}"


def print_generation(facts: dict[str, Any], index: Path) -> None:
    """The same facts for people."""
    span = f"{facts['from']} bis {facts['to']}" if facts["from"] else "keine Daten"
    undated = f", {number(facts['undated'])} ohne Datum" if facts["undated"] else ""
    click.echo(f"Generation  {facts['generation']} in {index}")
    click.echo(f"Artikel     {number(facts['articles'])}, {span}{undated}")
    click.echo(f"Abgelehnt   {number(facts['rejected'])}, Hinweise {number(facts['remarks'])}")
    click.echo(f"Engine      {facts['engine']}, {facts['engine_reason']}")
    click.echo(f"Analyse     {facts['fingerprint']}")
    click.echo(f"Größe       {number(facts['bytes'] / 1e6)} MB, gebaut {facts['built_at']}")
