"""The façade, end to end on the sample corpus."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from corpus import generations
from corpus.article import Article
from corpus.build import build
from corpus.errors import InvalidRequest, NoIndex, UnknownArticle
from corpus.request import SearchRequest, read_request
from corpus.search import Corpus, Results

SEEDS = Path(__file__).parents[2] / "seeds"
GENEVA = "hauptstadtblatt/2022-02-03-genf-sicherheitsgarantien"
CYCLIST = "alpenbote/2024-06-bergrad-dame-mit-72"
TOWER_CLOCK = "seeland-zeitung/die-turmuhr-geht-vor"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    index = tmp_path_factory.mktemp("index")
    build([SEEDS], index, workers=1)
    corpus = Corpus.open(index)
    yield corpus
    corpus.close()


def ask(corpus: Corpus, q: str = "", **parameters: str | list[str]) -> Results:
    """Search as page and script do; `from_` stands for `from`, `__` for the full stop."""
    named = {
        name.rstrip("_").replace("__", "."): [value] if isinstance(value, str) else value
        for name, value in parameters.items()
    }
    return corpus.search(read_request({"q": [q], "page_size": ["200"], **named}))


def ids(results: Results) -> list[str]:
    return [found.article.id for found in results.found]


# --- words and phrases ----------------------------------------------------------------------


def test_one_form_finds_the_others_and_marks_them(corpus: Corpus) -> None:
    results = ask(corpus, "Sicherheitsgarantie")
    assert results.total == len(results.found) == 4
    assert ids(results)[0] == GENEVA, "which says it twice"
    marked = {
        passage.text[start:end]
        for found in results.found
        for passage in found.passages
        for start, end in passage.marks
    }
    assert marked >= {"Sicherheitsgarantie", "Sicherheitsgarantien"}
    assert all(text.startswith("Sicherheitsgarantie") for text in marked)
    assert all(any(p.marks for p in found.passages) for found in results.found)


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ('"Weg der kleinen Schritte"', 1),
        ("„Weg der kleinen Schritte“", 1),
        ("»Weg der kleinen Schritte«", 1),
        ('"weg DER kleinen schritte"', 1),
        ('"Weg der kleiner Schritte"', 0),
        ('"Weg der kleinen Schritt"', 0),
        ('"Wege der kleinen Schritte"', 0),
        ('"der kleinen Schritte Weg"', 0),
        ("Weg der kleinen Schritt", 1),
        ('"kolossaler Irrtum"', 1),
        ('"kolossalen Irrtum"', 0),
        ('"Genf haben die Gespräche zwischen Valdorien und Karsenien begonnen"', 1),
        ('"Karsenien begonnen Genf"', 0),  # the lead ends between the two
    ],
)
def test_a_phrase_is_found_as_written(corpus: Corpus, query: str, total: int) -> None:
    assert ask(corpus, query).total == total


def test_a_phrase_is_marked_as_one(corpus: Corpus) -> None:
    (found,) = ask(corpus, '"Atlas der leisen Orte"').found
    (passage,) = found.passages
    assert [passage.text[a:b] for a, b in passage.marks] == ["Atlas der leisen Orte"]


def test_hyphens_and_compounds_find_each_other(corpus: Corpus) -> None:
    assert set(ids(ask(corpus, "Grenzkonflikt"))) == set(ids(ask(corpus, "Grenz-Konflikt")))
    assert ask(corpus, "Grenzkonflikt").total >= 2


def test_operators(corpus: Corpus) -> None:
    both = {*ids(ask(corpus, "Genf")), *ids(ask(corpus, "Brüssel"))}
    assert set(ids(ask(corpus, "Genf ODER Brüssel"))) == both
    assert set(ids(ask(corpus, "Genf UND Valdorien"))) <= set(ids(ask(corpus, "Genf")))
    without = set(ids(ask(corpus, "-Valdorien")))
    assert without.isdisjoint(ids(ask(corpus, "Valdorien")))
    assert len(without) + ask(corpus, "Valdorien").total == corpus.manifest.articles


def test_an_empty_query_shows_everything_newest_first(corpus: Corpus) -> None:
    results = ask(corpus)
    assert results.total == corpus.manifest.articles == 79
    days = [found.article.date.last for found in results.found if found.article.date]
    assert days == sorted(days, reverse=True)
    assert ids(results)[-1] == TOWER_CLOCK, "the one without a date"
    assert all(found.passages for found in results.found)


def test_nothing_found_is_an_answer(corpus: Corpus) -> None:
    results = ask(corpus, "Xylophonkonzertprobe")
    assert (results.total, results.found, results.pages) == (0, (), 0)


# --- restrictions, order, pages -------------------------------------------------------------


def test_filters(corpus: Corpus) -> None:
    wien = ask(corpus, place="Wien")
    assert wien.total == 21
    assert all("Wien" in found.article.places for found in wien.found)
    both = ask(corpus, place=["Wien", "Graz"], source="alpenbote")
    assert {found.article.source for found in both.found} == {"alpenbote"}
    without = ask(corpus, exclude__agency="APA")
    assert without.total == 79 - ask(corpus, agency="APA").total
    assert not any("APA" in found.article.agencies for found in without.found)
    assert ask(corpus, source="gibt-es-nicht").total == 0


def test_facets_ignore_their_own_filter(corpus: Corpus) -> None:
    everything, chosen = ask(corpus), ask(corpus, source="alpenbote")
    counts = [(value.value, value.count) for value in everything.facets["source"]]
    assert [(value.value, value.count) for value in chosen.facets["source"]] == counts
    assert [value.value for value in chosen.facets["source"] if value.active] == ["alpenbote"]
    assert dict(counts)["alpenbote"] == chosen.total == 25
    agencies = {value.value: value.count for value in chosen.facets["agency"]}
    for agency, count in agencies.items():
        assert ask(corpus, source="alpenbote", agency=agency).total == count


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2024-06-03", "2024-06-03", True),  # known as June 2024: every day of it may be meant
        ("2024-06-30", "2024-07-31", True),
        ("2024-05-01", "2024-06-01", True),
        ("2024-06", "2024-06", True),
        ("2024", "2024", True),
        ("Juni 2024", "", True),
        ("", "1.6.2024", True),
        ("2024-07-01", "2024-07-31", False),
        ("", "2024-05-31", False),
    ],
)
def test_a_range_finds_what_overlaps_it(
    corpus: Corpus, first: str, last: str, *, found: bool
) -> None:
    assert (CYCLIST in ids(ask(corpus, from_=first, to=last))) is found


def test_every_bucket_leads_to_as_many_articles_as_it_says(corpus: Corpus) -> None:
    year = ask(corpus, from_="2023", to="2023")
    month = ask(corpus, from_="2023-03", to="2023-03")
    buckets = [*year.facets["year"], *year.facets["month"], *month.facets["day"]]
    assert len(buckets) > 40
    for bucket in buckets:
        if bucket.value == "none":
            assert ids(ask(corpus, date="none")) == [TOWER_CLOCK]
            continue
        total = ask(corpus, from_=bucket.value, to=bucket.value).total
        assert total == bucket.count + bucket.approximate, bucket
    assert {bucket.value: bucket.count for bucket in year.facets["month"]}["2023-06"] == 0


def test_sorted_by_date(corpus: Corpus) -> None:
    newest, oldest = ask(corpus, sort="newest"), ask(corpus, sort="oldest")
    first = [found.article.date.first for found in oldest.found if found.article.date]
    assert first == sorted(first)
    assert first[0] == date(2022, 1, 12)
    assert ids(newest)[-1] == ids(oldest)[-1] == TOWER_CLOCK
    assert {found.score for found in newest.found} == {0.0}


def test_pages_partition_the_result(corpus: Corpus) -> None:
    whole = ids(ask(corpus, "Wien"))
    pages = [ask(corpus, "Wien", page=str(n), page_size="7") for n in range(1, 9)]
    assert [id_ for page in pages for id_ in ids(page)] == whole
    assert {(page.total, page.pages) for page in pages} == {(len(whole), -(-len(whole) // 7))}


def test_limits_are_checked_before_the_engine(corpus: Corpus) -> None:
    with pytest.raises(InvalidRequest):
        ask(corpus, page="101", page_size="100")
    with pytest.raises(InvalidRequest):
        corpus.search(SearchRequest("x" * 501))


def test_results_say_what_they_answer(corpus: Corpus) -> None:
    request = SearchRequest("(Genf", page_size=3)
    began = time.perf_counter()
    results = corpus.search(request)
    assert 0 < results.took_ms <= (time.perf_counter() - began) * 1000
    assert results.request == request
    assert str(results.query.node) == "Genf"
    assert len(results.query.warnings) == 1
    assert (results.generation, results.manifest) == (corpus.generation, corpus.manifest)


# --- single articles ------------------------------------------------------------------------


def test_an_article_comes_back_whole(corpus: Corpus) -> None:
    article = corpus.article(GENEVA)
    assert article.places == ("Genf", "Brenn", "Karsa")
    assert article.agencies == ("APA", "Reuters")
    assert article.credit == "Reuters / Solveig Amrein"
    assert "Nächste Runde im Feber" in [b.text for b in article.body if b.kind == "subhead"]


@pytest.mark.parametrize("id_", ["", "nirgends", GENEVA.upper(), GENEVA + " ", "a\0b", "\udcff"])
def test_an_unknown_article(corpus: Corpus, id_: str) -> None:
    with pytest.raises(UnknownArticle):
        corpus.article(id_)
    with pytest.raises(UnknownArticle):
        corpus.marked(id_, SearchRequest("Genf"))


def test_a_marked_article(corpus: Corpus) -> None:
    marked = corpus.marked(GENEVA, SearchRequest("Genf Sicherheitsgarantie"))
    article = marked.article
    assert article == corpus.article(GENEVA)
    assert article.lead
    assert [article.lead[a:b] for a, b in marked.lead] == ["Genf"]
    assert len(marked.body) == len(article.body)
    in_body = [
        block.text[a:b]
        for block, spans in zip(article.body, marked.body, strict=True)
        for a, b in spans
    ]
    assert in_body == ["Genf", "Sicherheitsgarantien", "Sicherheitsgarantie"]


def test_an_article_without_a_query_is_not_marked(corpus: Corpus) -> None:
    marked = corpus.marked(GENEVA, SearchRequest())
    assert not any((marked.title, marked.lead, *marked.body))


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_neighbours_are_those_of_the_result(corpus: Corpus, sort: str) -> None:
    request = read_request({"q": ["Wien"], "sort": [sort], "source": ["hauptstadtblatt"]})
    order = ids(ask(corpus, "Wien", sort=sort, source="hauptstadtblatt"))
    assert len(order) > 3
    for rank in range(1, len(order) + 1):
        neighbours = corpus.neighbours(request, rank)
        assert (neighbours.rank, neighbours.total) == (rank, len(order))
        assert neighbours.previous == (order[rank - 2] if rank > 1 else None)
        assert neighbours.next == (order[rank] if rank < len(order) else None)


def test_neighbours_of_the_only_hit(corpus: Corpus) -> None:
    alone = corpus.neighbours(SearchRequest('"Atlas der leisen Orte"'), 1)
    assert (alone.total, alone.previous, alone.next) == (1, None, None)


# --- the real article -----------------------------------------------------------------------


def test_the_real_article(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    build([shared("seeds")], tmp_path)
    corpus = Corpus.open(tmp_path)
    (found,) = corpus.search(SearchRequest("Sicherheitsgarantie")).found
    article = found.article
    assert article.date
    assert (article.date.first, article.date.precision) == (date(2021, 12, 30), "day")
    assert (article.agencies, article.authors) == (("APA",), ("red",))
    assert article.places == ("Kiew", "Moskau", "Washington")
    assert article.credit == "AFP PHOTO / WHITE HOUSE"
    assert {passage.text[a:b] for passage in found.passages for a, b in passage.marks} == {
        "Sicherheitsgarantien"
    }
    assert corpus.search(SearchRequest('"Weitere diplomatische Gespräche"')).total == 1
    assert corpus.search(SearchRequest('"Weitere diplomatisches Gespräch"')).total == 0
    assert corpus.search(SearchRequest("Ukrainekonflikt")).total == 1
    december = read_request({"from": ["2021-12"], "to": ["2021-12"]})
    assert corpus.search(december).total == 1
    corpus.close()


# --- one corpus, many threads, new generations ----------------------------------------------


def test_a_closed_corpus_opens_again_when_asked(corpus: Corpus) -> None:
    corpus.close()
    corpus.close()
    assert ask(corpus, "Genf").total > 0


def test_without_an_index_every_question_says_so(tmp_path: Path) -> None:
    corpus = Corpus.at(tmp_path)
    questions: list[Callable[[], object]] = [
        lambda: corpus.search(SearchRequest()),
        lambda: corpus.article("a"),
        lambda: corpus.marked("a", SearchRequest()),
        lambda: corpus.neighbours(SearchRequest(), 1),
        lambda: corpus.generation,
    ]
    for question in questions:
        with pytest.raises(NoIndex, match="corpus build"):
            question()


def test_threads_search_while_generations_change(tmp_path: Path) -> None:
    """Each generation holds as many more articles; every answer must be one generation's own."""
    source, index = tmp_path / "input", tmp_path / "index"
    source.mkdir()
    totals: dict[str, int] = {}

    def publish(number: int) -> None:
        for n in range(5 * number):
            text = f"date 2021-12-30 Anlass.\n\nWien – Ausgabe {number}, Nummer {n}.\n"
            (source / f"{n:03}.txt").write_text(text, "utf-8")
        report = build([source], index, engine="whoosh", workers=1)
        totals[report.generation] = 5 * number

    publish(1)
    corpus = Corpus.open(index)
    done = threading.Event()

    def search() -> list[tuple[Results, Article]]:
        answers: list[tuple[Results, Article]] = []
        while not done.is_set() or len(answers) < 3:
            results = corpus.search(SearchRequest("Ausgabe", page_size=200))
            first = corpus.article(results.found[0].article.id)
            answers.append((results, first))
        return answers

    with ThreadPoolExecutor(8) as threads:
        searching = [threads.submit(search) for _ in range(8)]
        for number in range(2, 7):
            publish(number)
            time.sleep(0.1)
        done.set()
        answers = [answer for job in searching for answer in job.result()]
    corpus.close()
    assert {results.generation for results, _ in answers} >= {generations.current(index)}
    assert len({results.generation for results, _ in answers}) > 2
    for results, first in answers:
        expected = totals[results.generation]
        assert results.total == results.manifest.articles == len(results.found) == expected
        editions = {found.article.body[0].text.split(",")[0] for found in results.found}
        assert editions == {f"Wien – Ausgabe {expected // 5}"}
        assert first.id == results.found[0].article.id
