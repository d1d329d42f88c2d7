"""Takedown: an article leaves every kept generation, and every file of them.

Removing only marks an article as deleted in the next generation.  Here each segment that holds
it, marked or not, is written anew without it, in each generation; then the old ones go.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import generations
from corpus.additions import content_of, rewrite, unknown
from corpus.build import REJECTED, REMARKS, Contents, describe
from corpus.engines import load_engine
from corpus.errors import BuildFailed, CorpusError
from corpus.german import Analyzer
from corpus.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """The generations that were written anew, old name to new, and those that had to go whole
    because this program cannot read them; `unknown` are the ids that no generation held, and
    `generation` is the one then in use.
    """

    generation: str
    manifest: Manifest
    renewed: dict[str, str]
    discarded: list[str]
    unknown: list[str]
    seconds: float


def purge(ids: Collection[str], index: Path) -> PurgeReport:
    """Take articles out of everything that is kept.

    Raises UnknownArticle when nothing kept holds any of them.
    """
    began = time.monotonic()
    fingerprint = Analyzer().fingerprint
    with generations.building(index) as folder:
        in_use = generations.current(index)
        generations.opened_manifest(index, in_use, fingerprint)
        renewed: dict[str, str] = {}
        discarded: list[str] = []
        held: set[str] = set()
        for number, name in enumerate(generations.names(index)):
            made = folder / str(number)
            (made / "engine").mkdir(parents=True)
            try:
                before = generations.opened_manifest(index, name, fingerprint)
            except CorpusError:
                discarded.append(name)
                continue
            base = generations.folder_of(index, name)
            manifest = _without(set(ids), base, before, made, held)
            if manifest is not None:
                renewed[name] = generations.place(index, made, manifest, _stamp(name))
        if not renewed:
            raise unknown(ids)
        in_use = renewed.get(in_use, in_use)
        generations.use(index, in_use)
        kept = {_stamp(name): name for name in (*renewed.values(), in_use)}
        twins = [  # left by a takedown that died
            name
            for name in generations.names(index)
            if kept.get(_stamp(name), name) != name and name not in renewed
        ]
        generations.discard(index, [*renewed, *discarded, *twins])
        if left := [name for name in (*renewed, *discarded) if name in generations.names(index)]:
            raise BuildFailed(
                f"Nicht löschen ließ sich {', '.join(left)}; bitte von Hand entfernen."
            )
    manifest = read_manifest(generations.folder_of(index, in_use))
    missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in held]
    return PurgeReport(in_use, manifest, renewed, discarded, missing, time.monotonic() - began)


def _stamp(name: str) -> str:
    """The time in a generation's name, which its renewal keeps."""
    return name.rpartition("-")[0]


def _without(
    ids: Collection[str], base: Path, before: Manifest, made: Path, held: set[str]
) -> Manifest | None:
    """Write a generation anew without the articles, and add those it had to `held`; None when
    there is nothing of them in it.
    """
    engine = load_engine(before.engine)
    generations.link_engine(base, made)
    writer = engine.writer(made / "engine")
    by_id = {id_: writer.holding([id_]) for id_ in ids}
    held.update(id_ for id_, segments in by_id.items() if segments)
    holding = set().union(*by_id.values())
    findings = {name: _unmentioned(ids, base / name) for name in (REJECTED, REMARKS)}
    dropped = {name: had - len(kept) for name, (had, kept) in findings.items()}
    if not holding and not (held and any(dropped.values())):
        return None
    with closing(engine.reader(base / "engine")) as reader:
        living = reader.stored(ids)
    if holding:
        rewrite(writer, holding, engine, made, ids)
        writer.finish()
    for name, (_, kept) in findings.items():
        (made / name).write_bytes(b"".join(kept))
    analyzer = Analyzer()
    contents = Contents(
        before.engine_asked,
        articles=before.articles - len(living),
        content=int(before.content_hash, 16)
        - sum(content_of(s, analyzer) for s in living.values()),
        rejected=before.rejected - dropped[REJECTED],
        remarks=before.remarks - dropped[REMARKS],
    )
    return describe(made, engine, contents)


def _unmentioned(ids: Collection[str], path: Path) -> tuple[int, list[bytes]]:
    """How many findings there are, and those that name none of the ids."""
    lines = path.read_bytes().splitlines(keepends=True)
    return len(lines), [line for line in lines if not _mentions(ids, json.loads(line))]


def _mentions(ids: Collection[str], finding: dict[str, Any]) -> bool:
    """Whether a finding is about one of the articles: by its file, or by the id in the reason."""
    file = "/" + finding["file"]
    return any(
        f"„{id_}“" in finding["reason"] or re.search(rf"/{re.escape(id_)}\.\w+$", file)
        for id_ in ids
        if id_
    )
