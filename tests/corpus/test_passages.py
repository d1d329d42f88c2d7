"""Passages and marks: what a reader is shown of an article, and why it was found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Block
from corpus.documents import Document, to_document
from corpus.engines.memory import matches
from corpus.german import Analyzer
from corpus.marks import Marker
from corpus.passages import COMFORTABLE, LONGEST, MAX_PASSAGES, Passage, passages
from corpus.query.parser import parse
from corpus.query.plan import SPARSE, Field, Forms, Sequence, Term, positive_leaves
from corpus.query.planner import plan_query

ANALYZER = Analyzer()
FILLER = "Der Ausschuss tagte gestern lange und ohne Ergebnis im kleinen Saal des Rathauses. "


def marker(query: str) -> Marker:
    return Marker(plan_query(parse(query).node, ANALYZER), ANALYZER)


def article(*body: str, title: str = "Überschrift", lead: str | None = None) -> Article:
    return Article("a", title, lead=lead, body=tuple(Block("paragraph", text) for text in body))


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in marker(query).spans(text)]


def shown(passage: Passage) -> str:
    """The passage with its marks in brackets."""
    text = passage.text
    for start, end in reversed(passage.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("Garantie", "Garantien und Garantie, kein Garant.", ["Garantien", "Garantie"]),
        ("Müller", "Die Müllers und Mueller", ["Müllers", "Mueller"]),
        ("US-Präsident", "Der US-Präsident und ein Uspräsident", ["US-Präsident", "Uspräsident"]),
        ("Präsident", "Der US-Präsident", ["Präsident"]),
        ("Putin", "Putin's und Putins Rede", ["Putin's", "Putins"]),
        ("1000", "Es kostet 1.000 Euro", ["1.000"]),
        ("USA", "In den U.S.A. gilt das", ["U.S.A"]),
        ("fährt", "Er fa\u0308hrt, sie fährt", ["fa\u0308hrt", "fährt"]),
        ("Schifffahrt", "Die Schiff\u00adfahrt", ["Schiff\u00adfahrt"]),
        ('"der Bund"', "Der Bund, der Bund der Länder, den Bund", ["Der Bund", "der Bund"]),
        ('"in der Ukraine"', "Lage in der Ukraine. In  der\nUkraine",
         ["in der Ukraine", "In  der\nUkraine"]),
        ('"Gespräch"', "Gespräche, Gespräch", ["Gespräch"]),
        ('"na na"', "na na na, nein", ["na na na"]),
        ('"der Bund" Bund', "der Bund und ein Bund", ["der Bund", "Bund"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("Kiew ODER Riga", "Kiew, Riga, Wien", ["Kiew", "Riga"]),
        ("Kiew -Riga", "Kiew, Riga", ["Kiew"]),
        ("NICHT Riga", "Kiew, Riga", []),
        ("", "Kiew, Riga", []),
        ("und", "Wien und Graz", ["und"]),
        ("Kiew", "Kiew/Moskau/Washington", ["Kiew"]),
        ("Kiew", "„Kiew“ <b>Kiew</b> &Kiew;", ["Kiew", "Kiew", "Kiew"]),
        ("Haus", "In Häusern und Krankenhäusern", ["Häusern", "Krankenhäusern"]),
        ("gehen", "Er ging, sie sind gegangen", ["ging", "gegangen"]),
        ("Garantie", "Die Sicherheitsgarantien", ["Sicherheitsgarantien"]),
        ("Steuer", "Der CO2-Steuersatz", ["Steuersatz"]),
        ("Straße", "Straße, Strasse, STRASSE und Bundesstraßen",
         ["Straße", "Strasse", "STRASSE", "Bundesstraßen"]),
        ("dass", "Er sagt, daß es so ist, dass es reicht", ["daß", "dass"]),
        ('"Bürger:innen"', "Bürger:innen, Bürger*innen, Bürger/-innen, Bürgerinnen",
         ["Bürger:innen", "Bürger*innen", "Bürger/-innen"]),
        ("Politiker", "Politiker:innen, Politikerin, PolitikerInnen",
         ["Politiker:innen", "Politikerin", "PolitikerInnen"]),
        ("Januar", "Im Jänner oder Januar", ["Jänner", "Januar"]),
        ("ankündigen", "Sie kündigte den Rückzug an. Er kam an.", ["kündigte", "an"]),
        ("hinausgehen", "Er ging hinaus.", ["ging", "hinaus"]),
        ("vorangehen", "Es ging voran.", ["ging", "voran"]),
        ("Einfuhr", "Ein- und Ausfuhr", ["Ein", "Ausfuhr"]),
        ("Ausfuhr", "Ein- und Ausfuhr", ["Ausfuhr"]),
        ("Verbot", "Das Verbot: wer verbietet, verbot", ["Verbot"]),
        ('"Haus"', "Haus, Häuser, Krankenhaus", ["Haus"]),
    ],
)  # fmt: skip
def test_what_matches_is_marked_as_written(query: str, text: str, marks: list[str]) -> None:
    assert marked(query, text) == marks


def test_title_and_lead_are_marked_too() -> None:
    found = passages(
        article("Der Bund spart.", title="Sparpaket des Bundes", lead="Bund in Not."),
        marker("Bund"),
    )
    assert [(passage.field, shown(passage)) for passage in found] == [
        ("title", "Sparpaket des [Bundes]"),
        ("lead", "[Bund] in Not."),
        ("body", "Der [Bund] spart."),
    ]


def test_passages_are_whole_sentences_filled_up_to_a_comfortable_length() -> None:
    text = FILLER * 3 + "Die Garantien gelten. Sie enden im Mai. " + FILLER * 3
    (passage,) = passages(article(text), marker("Garantie"))
    assert passage.text == "Die Garantien gelten. Sie enden im Mai. " + FILLER.strip()
    assert len(passage.text) <= COMFORTABLE


def test_the_best_passages_show_every_word_in_reading_order() -> None:
    found = passages(
        article(FILLER * 2 + "Kiew schweigt. " + FILLER * 3 + "Riga schweigt.",
                "Kiew redet. " + FILLER * 3 + "Kiew und Riga reden."),
        marker("Kiew Riga"),
    )  # fmt: skip
    assert [shown(passage)[:24] for passage in found] == [
        "[Kiew] schweigt. Der Aus",
        "[Riga] schweigt.",
        "[Kiew] und [Riga] reden.",
    ]


def test_a_phrase_that_runs_over_a_sentence_bound_stays_whole() -> None:
    found = passages(article(FILLER * 2 + "Er kommt. Heute nicht."), marker('"kommt heute"'))
    assert [shown(passage) for passage in found] == ["Er [kommt. Heute] nicht."]


def test_without_a_match_the_beginning_is_shown() -> None:
    found = passages(article(FILLER * 5, lead="Kurz gesagt."), marker("Kiew"))
    assert found == (Passage("lead", "Kurz gesagt."),)
    (opening,) = passages(article(FILLER * 5), marker(""))
    assert opening == Passage("body", (FILLER * 2).strip())


def test_a_match_in_the_title_alone_still_shows_the_beginning() -> None:
    found = passages(article("Der Bund spart.", title="Kiew"), marker("Kiew"))
    assert [(p.field, shown(p)) for p in found] == [
        ("title", "[Kiew]"),
        ("body", "Der Bund spart."),
    ]


def test_a_derived_title_is_not_shown_twice() -> None:
    derived = Article(
        "a", "Kiew schweigt", title_derived=True, lead="Kiew schweigt.",
        body=(Block("paragraph", "Riga redet."),),
    )  # fmt: skip
    found = passages(derived, marker("Kiew"))
    assert [(p.field, shown(p)) for p in found] == [
        ("title", "[Kiew] schweigt"),
        ("body", "Riga redet."),
    ]


def test_an_article_without_text_has_its_title_or_nothing() -> None:
    empty = Article("a", "Kiew")
    assert passages(empty, marker("Kiew")) == (Passage("title", "Kiew", ((0, 4),)),)
    assert passages(empty, marker("Riga")) == ()
    assert passages(empty, marker("")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Garantien " + "x" * 5000,
        "x" * 5000 + " Garantien " + "y" * 5000,
        "x/" * 2500 + "Garantien/" + "y/" * 2500,
        "Kurz. " + "x" * 5000 + "-Garantien-" + "y" * 5000,
        "Wort " * 1000 + "Garantien " + "Wort " * 1000,
        "Garantien " * 1000,
    ],
    ids=["long word after", "long words around", "no spaces", "hyphens", "no stops", "only marks"],
)  # fmt: skip
def test_a_long_sentence_is_cut_around_its_first_mark(text: str) -> None:
    (passage,) = passages(article(text), marker("Garantie"))
    assert len(passage.text) <= LONGEST + len("… " + " …")
    assert passage.text.endswith(" …")
    start, end = passage.marks[0]
    assert passage.text[start:end] == "Garantien"
    assert passage.text.removeprefix("… ").removesuffix(" …") in text


def test_a_phrase_repeated_without_end_is_marked_to_the_end_of_the_passage() -> None:
    (passage,) = passages(article("na " * 5000), marker('"na na"'))
    assert passage.text.removesuffix(" …").endswith("na")
    assert passage.marks == ((0, len(passage.text) - len(" …")),)
    assert len(passage.text) <= 2 * LONGEST + len(" …")


def test_spelling_does_not_hide_a_match() -> None:
    text = "MÜLLER, Mueller, Mu\u0308ller, Mül\u00adler; U.S.A.-Müller, 3,5Müller – Müllé"
    forms = ["MÜLLER", "Mueller", "Mu\u0308ller", "Mül\u00adler", "Müller", "Müller"]
    assert marked("Müller", text) == forms
    assert marked("Fuss", "Fuß FUSS Fu-ss Fuẞ Fund") == ["Fuß", "FUSS", "Fu-ss", "Fuẞ"]


def test_pieces_part_at_any_white_space() -> None:
    text = "Kiew\u00a0Riga\tKiew\nRiga\u2009Kiew Riga"
    assert marked("Kiew", text) == ["Kiew"] * 3
    assert marked('"Riga Kiew"', text) == ["Riga\tKiew", "Riga\u2009Kiew"]


WORDS = [
    "Garantie", "Garantien", "Garant", "Bund", "Bundes", "der", "in", "US-Präsident", "Präsident",
    "Uspräsident", "Putin's", "1.000", "30.12.2021", "fa\u0308hrt", "Schiff\u00adfahrt", "z. B.",
    "Sicherheitsgarantien", "Politiker:innen", "Politikerin", "Mueller", "Müller", "Häusern",
    "Haus", "Bürgerhaus", "Jänner", "Januar", "Straße", "Strasse", "Bundesstraßen", "daß", "dass",
    "Verbot",
]  # fmt: skip
APART = [
    "kündigte",
    "kündigt",
    "an.",
    "an,",
    "Ein-",
    "und",
    "Ausfuhr",
    "Vor- und Nachteile",
    "ging",
    "hinaus.",
]
texts = st.lists(
    st.sampled_from([*WORDS, *APART, ".", "!", "„", "“", " ", "\n", ", ", " … ", "– ", "x" * 300])
    | st.text(max_size=3),
    max_size=80,
).map(" ".join)
searches = st.lists(
    st.sampled_from([*WORDS, '"der Bund"', '"in der"', '"Bund der"', "-in", "ODER"]),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
wide = st.tuples(
    searches, st.sampled_from(["", "ankündigen", "Einfuhr", "Vorteil", "hinausgehen", "verbieten"])
).map(" ".join)
long_articles = st.builds(
    lambda title, lead, body: Article(
        "a", title, lead=lead or None, body=tuple(Block("paragraph", text) for text in body)
    ),
    texts,
    texts.map(str.strip),
    st.lists(texts.map(str.strip).filter(bool), max_size=4),
)


@given(long_articles, wide)
def test_marks_lie_inside_their_passage_ascending_and_apart(found: Article, query: str) -> None:
    for passage in passages(found, marker(query)):
        assert all(0 <= start < end <= len(passage.text) for start, end in passage.marks)
        assert all(before[1] <= after[0] for before, after in pairwise(passage.marks))


@given(long_articles, wide)
def test_a_passage_is_a_piece_of_its_block(found: Article, query: str) -> None:
    for passage in passages(found, marker(query)):
        piece = passage.text.removeprefix("… ").removesuffix(" …")
        sources = (
            {found.title}
            if passage.field == "title"
            else {text for field, text in found.blocks() if field == passage.field}
        )
        assert any(piece in text for text in sources)


@given(long_articles, wide)
def test_there_are_at_most_three_passages_and_the_title(found: Article, query: str) -> None:
    fields = [passage.field for passage in passages(found, marker(query))]
    assert fields.count("title") <= 1
    assert "title" not in fields[1:]
    assert len(fields) - fields.count("title") <= MAX_PASSAGES
    order = ["title", "lead", "body"]
    assert fields == sorted(fields, key=order.index)


@given(long_articles, searches)
def test_every_marked_form_matches_by_itself(found: Article, query: str) -> None:
    searched = marker(query)
    for passage in passages(found, searched):
        for start, end in passage.marks:
            assert searched.spans(passage.text[start:end]) == ((0, end - start),)


@given(long_articles, wide)
def test_a_passage_has_a_mark_whenever_anything_matches(found: Article, query: str) -> None:
    searched = marker(query)
    matches = any(searched.spans(text) for _, text in found.blocks())
    shown_marks = [bool(passage.marks) for passage in passages(found, searched)]
    assert any(shown_marks) == matches
    if any(searched.spans(text) for field, text in found.blocks() if field != "title"):
        assert all(shown_marks)


@given(texts, wide)
def test_all_marks_of_a_text_are_those_of_its_leaves(text: str, query: str) -> None:
    searched = marker(query)
    covered = {i for start, end in searched.spans(text) for i in range(start, end)}
    assert covered == {i for match in searched.matches(text) for i in range(match.start, match.end)}


@given(texts | st.text(), wide, st.booleans())
def test_exactly_what_the_index_holds_is_marked(text: str, query: str, also: bool) -> None:
    """Engines look at the index, the marker at the text: both must see the same."""
    text += f" {query}" * also
    block = Article("a", "", title_derived=True, body=(Block("paragraph", text),))
    document = to_document(block, ANALYZER)
    for leaf in positive_leaves(plan_query(parse(query).node, ANALYZER)):
        found = len(Marker(leaf, ANALYZER).matches(text))
        if isinstance(leaf, Forms):
            for form in leaf.terms:
                field, term = form.term.field, form.term.term
                marks = Marker(form.term, ANALYZER).matches(text)
                assert bool(marks) == (term in document.positions(field)), form.term
                if field not in SPARSE:
                    assert len(marks) == len(document.positions(field).get(term, ()))
            assert bool(found) == matches(document, leaf)
        else:
            assert found == count(document, leaf.field, row_of(leaf))


def row_of(leaf: Sequence | Term) -> tuple[str, ...]:
    return leaf.terms if isinstance(leaf, Sequence) else (leaf.term,)


def count(document: Document, field: Field, row: tuple[str, ...]) -> int:
    """How often the terms stand in a row."""
    positions = document.positions(field)
    places = [set(positions.get(term, ())) for term in row]
    return sum(all(p + step in at for step, at in enumerate(places)) for p in places[0])
