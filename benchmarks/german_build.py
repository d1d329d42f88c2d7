"""What the analysis costs the build: ours, and Snowball alone in its place, taking turns."""

from __future__ import annotations

import gc
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import Stemmer

from corpus.article import Article
from corpus.documents import to_document
from corpus.engines import EngineWriter, load_engine
from corpus.german import Analyzer, Layers
from corpus.german.tokens import CHUNK, Word, split_chunk
from corpus.intake import Intake

TURNS = 6
"""In which all articles are prepared: the more, the less a disturbance hits one side alone; but
each is a batch of the engine, which a build has one of."""


class Stemming(Analyzer):
    """Layers as they were before there was a lexicon: the forms, and their stems."""

    def __init__(self) -> None:
        super().__init__()
        self._stem = Stemmer.Stemmer("german", maxCacheSize=0).stemWord
        self._stems: dict[str, str] = {}
        self._forms: dict[str, str] = {}  # of chunks that are not just what they look like
        self._wholes: dict[str, list[str]] = {}

    def layers(self, text: str) -> Layers:
        chunks = CHUNK.findall(text.lower())
        for chunk in chunks:
            if chunk not in self._stems:
                self._remember(chunk)
        lemma = " ".join(map(self._stems.__getitem__, chunks))
        exact = " ".join(map(self._forms.get, chunks, chunks))
        wholes = map(self._wholes.__getitem__, filter(self._wholes.__contains__, chunks))
        return Layers(exact, lemma, list(chain.from_iterable(wholes)), "", "", "")

    def _remember(self, chunk: str) -> None:
        words = split_chunk(chunk)
        exact = " ".join([word.form for word in words])
        self._stems[chunk] = " ".join([self._stem(word.form) for word in words])
        if exact != chunk:
            self._forms[chunk] = exact
        wholes = [self._stem("".join(group)) for group in _groups(words) if len(group) > 1]
        if wholes:
            self._wholes[chunk] = wholes


def _groups(words: Sequence[Word]) -> list[list[str]]:
    """Words that joiners tie together."""
    groups: list[list[str]] = []
    for word in words:
        if word.joined:
            groups[-1].append(word.form)
        else:
            groups.append([word.form])
    return groups


class Rates(NamedTuple):
    """Articles per second of processor time."""

    ours: float
    stemming: float


def rates(file: Path) -> Rates:
    """Of one process, from cold: analysing all articles of a file and preparing them for tantivy.

    Processor time of all its threads, since a build keeps all processors busy with processes of
    this kind and the engine's threads take their part of it.
    """
    articles = list(Intake().articles([file]))
    size = -(-len(articles) // TURNS)
    analyzers = {"ours": Analyzer(), "stemming": Stemming()}
    seconds: dict[str, float] = defaultdict(float)
    with tempfile.TemporaryDirectory() as folder:
        writer = load_engine("tantivy").writer(Path(folder))
        gc.disable()  # as in the build's workers
        try:
            for start in range(0, len(articles), size):
                for side, analyzer in analyzers.items():
                    some = articles[start : start + size]
                    seconds[side] += _prepare(some, analyzer, writer)
        finally:
            gc.enable()
    return Rates(*(len(articles) / seconds[side] for side in analyzers))


def _prepare(articles: Sequence[Article], analyzer: Analyzer, writer: EngineWriter) -> float:
    began = time.process_time()
    writer.prepare(to_document(article, analyzer) for article in articles)
    return time.process_time() - began
