"""The corpus of a running application: opened once per process, shared by its threads.

Nothing is opened before the first request, so that a server may fork after loading the
application.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g

from corpus.search import Corpus, Results, SearchRequest
from corpus.settings import Settings

EXTENSION = "corpus"


@dataclass(slots=True)
class Opened:
    """Hands out the process's corpus, and an overview of it, kept per generation."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: int = 0
    _corpus: Corpus | None = None
    _overview: Results | None = None

    @property
    def corpus(self) -> Corpus:
        """The corpus; that there is an index shows only when it is asked."""
        corpus = self._corpus
        if corpus is not None and self._process == os.getpid():
            return corpus
        with self._lock:
            if self._corpus is None or self._process != os.getpid():
                self._overview = None
                self._corpus = Corpus.at(self.settings.index)
                self._process = os.getpid()
            return self._corpus

    def overview(self, corpus: Corpus) -> Results:
        """The answer to the empty request: all articles, with the facets of the whole corpus.

        Raises NoIndex or UnusableIndex.
        """
        overview = self._overview
        if overview is None or overview.generation != corpus.generation:
            overview = corpus.search(SearchRequest(page_size=1))
            self._overview = overview
        return overview


def opened() -> Opened:
    """What the application at work has opened."""
    return cast(Opened, current_app.extensions[EXTENSION])


def corpus() -> Corpus:
    """The corpus as it is for this request: all of an answer is of one generation."""
    if "corpus" not in g:
        g.corpus = opened().corpus.held()
    return cast(Corpus, g.corpus)


def overview() -> Results:
    """All articles, with the facets of the whole corpus."""
    return opened().overview(corpus())
