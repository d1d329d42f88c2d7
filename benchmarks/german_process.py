"""One side analyses words in a process of its own and tells, as JSON, what that took:
`python -m benchmarks.german_process SIDE WORDS [ARTICLES]`.

WORDS is a file with a word on each line; ARTICLES, which ours indexes, one that `corpus_sample`
wrote.  Nothing is imported before its memory and time are measured.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.memory import mapped_bytes, private_bytes

Loaded = tuple[Callable[[str], object], str]
"""What analyses a word, and the folder whose files it maps."""


def main() -> None:
    side, words_file, *articles = sys.argv[1:]
    words = Path(words_file).read_text("utf-8").split()
    before = private_bytes(os.getpid())
    began = time.process_time()
    analyse, folder = SIDES[side]()
    analyse("Haus")
    loading = time.process_time() - began
    found: dict[str, Any] = {"words": len(words), "one_word": _memory(before, folder)}
    began = time.process_time()
    for word in words:
        analyse(word)
    found["seconds"] = loading + time.process_time() - began
    found["all_words"] = _memory(before, folder)
    for file in articles:
        _index(Path(file))
        found["articles"] = _memory(before, folder)
    print(json.dumps(found))


def _memory(before: int, folder: str) -> dict[str, int]:
    """What was added to the private memory, and what is there of the mapped files."""
    process = os.getpid()
    return {
        "private": private_bytes(process) - before,
        "mapped": mapped_bytes(process, folder),
    }


def _ours() -> Loaded:
    from corpus.german import Analyzer
    from corpus.german.lexicon import lexicon
    from corpus.german.morphology import Morphology

    Analyzer().query_words("Haus")
    return Morphology(lexicon()).meaning, lexicon().identity


def _simplemma() -> Loaded:
    import simplemma

    return lambda word: simplemma.lemmatize(word, "de"), ""


def _snowball() -> Loaded:
    import Stemmer

    stem = Stemmer.Stemmer("german").stemWord
    return lambda word: stem(word.lower()), ""


SIDES: dict[str, Callable[[], Loaded]] = {
    "ours": _ours,
    "simplemma": _simplemma,
    "Snowball": _snowball,
}


def _index(articles: Path) -> None:
    """Analyse articles as the build does, and keep none."""
    from benchmarks.articles import read_articles
    from corpus.article import Article, Block
    from corpus.documents import to_document
    from corpus.german import Analyzer

    analyzer = Analyzer()
    for article in read_articles(articles):
        body = tuple(Block("paragraph", text) for text in article.text.split("\n") if text)
        to_document(Article(id=article.id, title=article.title, body=body), analyzer)


if __name__ == "__main__":
    main()
