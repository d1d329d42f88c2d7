"""The order that a reader expects: the word as typed, its inflections, its variants, compounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.build import build
from corpus.request import SearchRequest
from corpus.search import Corpus

LADDERS = {
    "Politiker": "Politiker Politikern Politikerin Spitzenpolitiker Politikerrunde",
    "Müller": "Müller Müllers Mueller Obermüller Müllerbursche",
    "Minister": "Minister Ministern Ministerin Finanzminister Ministerrat",
    "Bürgermeister": "Bürgermeister Bürgermeistern Bürgermeisterin Altbürgermeister "
    "Bürgermeisteramt",
    "Jänner": "Jänner Jänners Januar Wetterjänner Jännerwoche",
    "Fotograf": "Fotograf Fotografen Photograph Pressefotograf Fotografenball",
}


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder: Path = tmp_path_factory.mktemp(request.param)
    texts = [
        f"Gestern war {form} im Ort {number} zu hören, heute nicht mehr."
        for number, form in enumerate(" ".join(LADDERS.values()).split())
    ]
    texts += [f"Ein {word} kam auch am Tag {n}." for word in LADDERS for n in range(5)]
    articles = folder / "articles.jsonl"
    articles.write_text(
        "\n".join(
            json.dumps({"id": text, "title": "Bericht", "text": text}, ensure_ascii=False)
            for text in texts
        ),
        "utf-8",
    )
    build([articles], folder / "index", engine=request.param)
    return Corpus.open(folder / "index")


@pytest.mark.parametrize("word", LADDERS)
def test_a_word_ranks_as_typed_inflected_varied_as_head_as_modifier(
    corpus: Corpus, word: str
) -> None:
    found = [hit.article.id for hit in corpus.search(SearchRequest(word, page_size=100)).found]
    ladder = [text.split()[2] for text in found if text.startswith("Gestern")]
    assert ladder == LADDERS[word].split()
