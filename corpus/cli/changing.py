"""The commands that change an index: `build`, `add`, `remove`, `watch`, `rollback`."""

from __future__ import annotations

import math
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.cli.shared import FindingPrinter, index_option, json_option, print_json, source_option
from corpus.errors import CorpusError
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.additions import ChangeReport


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@index_option
@click.option(
    "--engine",
    default=lambda: Settings.from_environment().engine,
    help="auto, whoosh oder tantivy (CORPUS_ENGINE, sonst auto).",
)
@source_option
@click.option("--strict", is_flag=True, help="Mit 3 enden, wenn ein Artikel abgelehnt wurde.")
@json_option
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

    with progress() as on_progress, FindingPrinter() as printer:
        report = build_index(
            paths or (Path("seeds"),),
            index,
            engine=engine,
            source=source,
            on_progress=on_progress,
            on_finding=printer,
        )
    facts = generation_facts(report.generation, report.manifest)
    facts["seconds"] = round(report.seconds, 2)
    if as_json:
        print_json(facts)
    else:
        print_generation(facts, index)
        rate = number(round(report.manifest.articles / max(report.seconds, 0.001)))
        click.echo(f"Dauer       {number(report.seconds)} s, {rate} Artikel/s")
    if strict and report.rejected:
        sys.exit(3)


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@index_option
@source_option
@json_option
def add(paths: tuple[Path, ...], index: Path, source: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Artikel hinzufügen; bekannte werden ersetzt, wenn sie sich geändert haben."""
    from corpus.additions import add as add_articles
    from corpus.terminal import progress

    with progress() as on_progress, FindingPrinter() as printer:
        report = add_articles(
            paths, index, source=source, on_progress=on_progress, on_finding=printer
        )
    _print_change(report, as_json=as_json)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--purge", is_flag=True, help="Auch aus allen Dateien und früheren Generationen.")
@index_option
@json_option
def remove(ids: tuple[str, ...], purge: bool, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Artikel entfernen."""
    if not purge:
        from corpus.additions import remove as remove_articles

        _print_change(remove_articles(ids, index), as_json=as_json)
        return
    from corpus.purging import purge as purge_articles
    from corpus.terminal import generation_facts, number

    report = purge_articles(ids, index)
    if as_json:
        facts = generation_facts(report.generation, report.manifest)
        for name in ("renewed", "discarded", "unknown"):
            facts[name] = getattr(report, name)
        print_json(facts)
        return
    many = "einer Generation" if len(report.renewed) == 1 else f"{len(report.renewed)} Generationen"
    click.echo(f"Getilgt in {many}, in {number(report.seconds)} s")
    for name in report.discarded:
        click.echo(f"Ganz entfernt, weil dieses Programm sie nicht liest: {name}")
    if report.unknown:
        click.echo(f"Hinweis: nicht im Index: {', '.join(report.unknown)}", err=True)
    click.echo(f"In Gebrauch ist jetzt {report.generation}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--interval",
    type=click.FloatRange(0.05, 86_400),
    default=5.0,
    show_default=True,
    help="Sekunden zwischen zwei Blicken in den Ordner.",
)
@index_option
@source_option
def watch(folder: Path, interval: float, index: Path, source: str | None) -> None:
    """Neue und geänderte Dateien eines Ordners laufend hinzufügen, bis Strg-C."""
    from corpus.watching import Watch
    from corpus.watching import watch as keep_watching

    if math.isnan(interval):
        raise click.BadParameter("keine Zahl", param_hint="--interval")
    printer = FindingPrinter()
    watched = Watch(folder, index, source=source, on_finding=printer)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    click.echo(f"Beobachtet wird {folder}, alle {interval:g} s; Ende mit Strg-C.", err=True)

    def tell(report: ChangeReport) -> None:
        _print_change(report, as_json=False)
        sys.stdout.flush()

    def complain(error: CorpusError) -> None:
        click.echo(f"Fehler: {error}", err=True)

    keep_watching(watched, interval, stop, tell, complain)


@click.command()
@click.argument("generation", required=False)
@index_option
def rollback(generation: str | None, index: Path) -> None:
    """Zur vorigen oder zu der genannten Generation zurückkehren."""
    from corpus import generations
    from corpus.german import Analyzer

    click.echo(
        f"In Gebrauch ist jetzt {generations.roll_back(index, Analyzer().fingerprint, generation)}."
    )


def _print_change(report: ChangeReport, *, as_json: bool) -> None:
    from corpus.terminal import generation_facts, print_change

    if as_json:
        facts = generation_facts(report.generation, report.manifest)
        for name in ("added", "replaced", "unchanged", "removed", "unknown"):
            facts[name] = getattr(report, name)
        print_json(facts | {"seconds": round(report.seconds, 2)})
    else:
        print_change(report)
