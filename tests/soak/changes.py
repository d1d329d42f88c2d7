"""What may be done to an index, and what it must then hold."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import corpus.workers
from corpus import generations
from corpus.additions import add, remove
from corpus.article import Article
from corpus.build import build
from corpus.engines import load_engine
from corpus.german import Analyzer
from corpus.purging import purge
from corpus.request import SearchRequest
from corpus.search import Corpus

CHUNK = 3
"""Articles of a chunk, so that few articles are enough for several workers."""

FINGERPRINT = Analyzer().fingerprint

Content = frozenset[tuple[str, str]]
"""What a generation holds: of each article its id, and the marker of the change it came with."""

NOTHING: Content = frozenset()

_TIME = len("20211230T120000.000Z")


class Change(NamedTuple):
    """Something to do, what the index then holds, and the ids that no generation may keep."""

    do: Callable[[], object]
    target: Content
    purged: frozenset[str] = frozenset()


class Desk:
    """Prepares changes to one index; `known` is what each of its generations must hold."""

    def __init__(self, folder: Path, engine: str, chance: random.Random) -> None:
        self.engine = engine
        self.index = folder / "index"
        self.published = NOTHING
        self.known: dict[str, Content] = {}
        self._input, self._more = folder / "input", folder / "zugang"
        self._chance = chance
        for path in (self._input, self._more):
            path.mkdir(parents=True)

    def change(self, kind: str, marker: str, workers: int = 1) -> Change:
        """A change of this kind, or a build where there is nothing to change."""
        match kind:
            case "add":
                return self._addition(marker)
            case "remove" | "purge" if len(self.published) > CHUNK:
                return self._removal(kind)
            case "rollback" if earlier := self._earlier():
                return Change(
                    lambda: generations.roll_back(self.index, FINGERPRINT), self.known[earlier]
                )
        return self._build(marker, workers)

    def _build(self, marker: str, workers: int) -> Change:
        ids = [f"artikel-{n}" for n in range(2 * CHUNK + self._chance.randint(1, CHUNK))]
        _write(self._input, ids, marker)

        def do() -> None:
            corpus.workers.CHUNK_ARTICLES = CHUNK
            build([self._input], self.index, engine=self.engine, workers=workers)

        return Change(do, frozenset((id_, marker) for id_ in ids))

    def _addition(self, marker: str) -> Change:
        """One article is replaced, one or two are new."""
        ids = [self._chance.choice(sorted(self.published))[0]]
        ids += [f"{marker}-{n}" for n in range(self._chance.randint(1, 2))]
        _write(self._more, ids, marker)
        target = _without(self.published, frozenset(ids)) | {(id_, marker) for id_ in ids}
        return Change(lambda: add([self._more], self.index), target)

    def _removal(self, kind: str) -> Change:
        chosen = self._chance.sample(sorted(self.published), 2)
        ids = frozenset(id_ for id_, _ in chosen)
        target = self.published - set(chosen)
        if kind == "purge":
            return Change(lambda: purge(sorted(ids), self.index), target, ids)
        return Change(lambda: remove(sorted(ids), self.index), target)

    def _earlier(self) -> str | None:
        in_use = generations.current(self.index)
        return max((n for n in generations.names(self.index) if n < in_use), default=None)

    def held(self) -> Content:
        """What CURRENT leads to, as searches find it.  Raises CorpusError, AssertionError."""
        with closing(Corpus.open(self.index)) as opened:
            found = opened.search(SearchRequest(page_size=200))
            held = frozenset((f.article.id, _marker(f.article)) for f in found.found)
            totals = {opened.manifest.articles, found.total, len(held)}
            assert len(totals) == 1, f"{opened.generation} has {totals} articles"
            for marker in {marker for _, marker in held}:
                total = opened.search(SearchRequest(f'"Zeichen {marker}"')).total
                assert total == sum(said == marker for _, said in held), marker
            return held

    def learn(self, change: Change) -> None:
        """Remember what generations must hold that the change has left behind."""
        before, kept = self.known, generations.names(self.index)
        self.known = {name: before[name] for name in kept if name in before}
        for name in set(kept) - set(before):
            expected = {change.target}
            if change.purged:  # each generation is renewed under its old time
                same = [old for old in before if old[:_TIME] == name[:_TIME]]
                expected = {_without(before[old], change.purged) for old in same}
            held = self._kept(name)
            assert held in expected, f"{name} holds {sorted(held)}, not one of {expected}"
            self.known[name] = held

    def check_kept(self) -> None:
        """Every generation is whole and holds what it did.  Raises CorpusError, AssertionError."""
        for name, content in self.known.items():
            held = self._kept(name)
            assert held == content, f"{name} holds {sorted(held)}, not {sorted(content)}"

    def _kept(self, name: str) -> Content:
        manifest = generations.opened_manifest(self.index, name, FINGERPRINT)
        assert not (differing := generations.verify(self.index, name)), f"{name}: {differing}"
        folder = generations.folder_of(self.index, name) / "engine"
        with closing(load_engine(manifest.engine).reader(folder)) as reader:
            articles = [Article.from_stored(stored) for _, stored in reader.documents()]
        return frozenset((article.id, _marker(article)) for article in articles)


def _without(content: Content, ids: frozenset[str]) -> Content:
    return frozenset((id_, marker) for id_, marker in content if id_ not in ids)


def _write(folder: Path, ids: list[str], marker: str) -> None:
    for path in folder.iterdir():
        path.unlink()
    for n, id_ in enumerate(ids):
        text = f"date 2021-12-{n + 1:02} Der Anlass.\n\nWien – Zeichen {marker}, Artikel {n}.\n"
        (folder / f"{id_}.txt").write_text(text, "utf-8")


def _marker(article: Article) -> str:
    (marker,) = re.findall(r"Zeichen (\w+)", article.body[0].text)
    return str(marker)
