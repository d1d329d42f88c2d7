"""Which documents a plan finds."""

from __future__ import annotations

import pytest

from corpus.engines import EngineRequest
from corpus.query.plan import (
    SPARSE,
    All,
    Any,
    Boosted,
    Everything,
    Field,
    Forms,
    Plan,
    Sequence,
    Term,
    Weighted,
    Without,
)

from .opening import Opener, Opening
from .samples import article, document, found, ids, ordered, planned

WIEN, GRAZ, LINZ = Term("lemma", "wien"), Term("lemma", "graz"), Term("lemma", "linz")
NOWHERE = Term("lemma", "nirgends")


def forms(*terms: Term) -> Forms:
    return Forms(tuple(Weighted(term, 1 / n) for n, term in enumerate(terms, 1)))


TOWNS = [
    document("w", "wien"),
    document("g", "graz"),
    document("b", "wien graz"),
    document("l", "wien graz linz"),
    document("-", ""),
]

COMBINATIONS: list[tuple[Plan, str]] = [
    (WIEN, "blw"),
    (NOWHERE, ""),
    (Everything(), "-bglw"),
    (All((WIEN, GRAZ)), "bl"),
    (All((WIEN, NOWHERE)), ""),
    (All((WIEN, WIEN)), "blw"),
    (All((Everything(), LINZ)), "l"),
    (Any((WIEN, LINZ)), "blw"),
    (Any((NOWHERE, GRAZ)), "bgl"),
    (Any((LINZ, Everything())), "-bglw"),
    (Any((All((WIEN, LINZ)), All((GRAZ, Without(WIEN))))), "gl"),
    (All((Any((WIEN, GRAZ)), Without(LINZ))), "bgw"),
    (Without(WIEN), "-g"),
    (Without(NOWHERE), "-bglw"),
    (Without(Everything()), ""),
    (Without(Without(WIEN)), "blw"),
    (All((Without(WIEN), Without(GRAZ))), "-"),
    (All((Without(WIEN), Without(GRAZ), Without(NOWHERE))), "-"),
    (Any((Without(WIEN), LINZ)), "-gl"),
    (Any((Without(WIEN), Without(GRAZ))), "-gw"),
    (Without(All((WIEN, Without(LINZ)))), "-gl"),
    (Without(Any((WIEN, GRAZ))), "-"),
    (All((Without(Any((LINZ, NOWHERE))), GRAZ)), "bg"),
    (All((Sequence("lemma", ("wien", "graz")), Without(LINZ))), "b"),
    (All((WIEN, Without(Sequence("lemma", ("graz", "linz"))))), "bw"),
    (forms(), ""),
    (forms(NOWHERE), ""),
    (forms(WIEN), "blw"),
    (forms(LINZ, NOWHERE, WIEN), "blw"),
    (forms(LINZ, Term("lemma", "\udc80")), "l"),
    (forms(LINZ, Term("head", "wien")), "l"),
    (All((forms(WIEN, LINZ), GRAZ)), "bl"),
    (All((forms(WIEN, LINZ), forms(GRAZ, NOWHERE))), "bl"),
    (All((forms(WIEN, NOWHERE), Without(forms(LINZ, NOWHERE)))), "bw"),
    (All((WIEN, forms(NOWHERE))), ""),
    (Any((forms(GRAZ, NOWHERE), LINZ)), "bgl"),
    (Any((forms(NOWHERE), forms(LINZ))), "l"),
    (Without(forms(GRAZ, LINZ)), "-w"),
    (Without(forms(NOWHERE)), "-bglw"),
    (Boosted(forms(NOWHERE, LINZ), (WIEN,)), "l"),
]


def spelled(plan: Plan) -> str:
    """A plan as a test's name."""
    match plan:
        case Term(_, term):
            return term
        case Sequence(_, terms):
            return "-".join(terms)
        case Forms(weighted):
            return f"Forms({','.join(form.term.term for form in weighted)})"
        case All(children) | Any(children):
            return f"{type(plan).__name__}({','.join(map(spelled, children))})"
        case Without(child) | Boosted(child):
            return f"{type(plan).__name__}({spelled(child)})"
        case Everything():
            return "everything"


def other(field: Field) -> Field:
    return SPARSE[SPARSE.index(field) - 1]


TEXT = "a b c a b d|b c e|a a f a"
SEQUENCES: list[tuple[str, bool]] = [
    ("a b", True),
    ("b a", False),
    ("a b c", True),
    ("a b d", True),
    ("b c a b d", True),
    ("a b c a b d", True),
    ("a c", False),  # both are there, but not side by side
    ("a b e", False),
    ("b d c", False),
    ("d b", False),  # across the end of a block
    ("d b c", False),
    ("c a", True),
    ("e a", False),  # across the end of the next
    ("a a", True),
    ("a a f", True),
    ("a a a", False),
    ("f a a", False),
    ("b b", False),  # twice in the text, never in a row
    ("a f a", True),
    ("a zz", False),
    ("zz a", False),
]

HYPHENS: list[tuple[str, str, bool]] = [
    ("US-Präsident", "Der US-Präsident warnt.", True),
    ("US-Präsident", "Der USPräsident warnt.", True),
    ("US-Präsident", "Der US Präsident warnt.", True),
    ("US-Präsident", "Der Präsident der US warnt.", False),
    ("US-Präsident", "Des US-Präsidenten Warnung.", True),
    ("USPräsident", "Des US-Präsidenten Warnung.", True),
    ("Ukrainekonflikt", "Beratungen über den Ukraine-Konflikt.", True),
    ("Ukraine-Konflikt", "Beratungen über den Ukrainekonflikt.", True),
    ("Ukraine-Konflikts", "Beratungen über Ukrainekonflikte.", True),
    ("Ukrainekonflikt", "Konflikt in der Ukraine.", False),
    ("Konflikt", "Der Ukraine-Konflikt.", True),
    ("Konflikt", "Der Ukrainekonflikt.", True),  # a part of the compound
    ('"Ukraine-Konflikt"', "Der Ukraine-Konflikt.", True),
    ('"Ukraine-Konflikt"', "Die Ukraine-Konflikte.", False),
    ('"Ukrainekonflikt"', "Der Ukraine-Konflikt.", False),
    ("NICHT Ukraine-Konflikt", "Der Ukrainekonflikt.", False),
    ("NICHT Ukraine-Konflikt", "Der Konflikt.", True),
    ('"Weitere diplomatische Gespräche"', "Weitere diplomatische Gespräche geplant", True),
    ('"Weitere diplomatisches Gespräch"', "Weitere diplomatische Gespräche geplant", False),
    ("Weitere diplomatisches Gespräch", "Weitere diplomatische Gespräche geplant", True),
    ("GESPRÄCHE", "Weitere diplomatische Gespra\u0308che geplant", True),
]


class Matching(Opening):
    @pytest.mark.parametrize(
        ("plan", "expected"), COMBINATIONS, ids=[spelled(plan) for plan, _ in COMBINATIONS]
    )
    def test_plans_combine(self, opened: Opener, plan: Plan, expected: str) -> None:
        assert found(opened(TOWNS), plan) == set(expected)

    def test_plans_combine_across_batches(self, opened: Opener) -> None:
        reader = opened(*([town] for town in TOWNS))
        assert [found(reader, plan) for plan, _ in COMBINATIONS] == [
            set(expected) for _, expected in COMBINATIONS
        ]

    def test_fields_are_apart(self, opened: Opener) -> None:
        reader = opened([document("text", "wien"), document("title", "graz", title="wien")])
        assert found(reader, Term("exact", "wien")) == {"text"}
        assert found(reader, Term("lemma", "wien")) == {"text"}
        assert found(reader, Term("title", "wien")) == {"title"}

    @pytest.mark.parametrize("field", SPARSE)
    def test_sparse_fields_are_apart_too(self, opened: Opener, field: Field) -> None:
        one, two = (
            document(f, "graz", streams={f: "wien rom wien"}) for f in (field, other(field))
        )
        reader = opened([one, document("text", "wien"), two], [document("empty")])
        assert found(reader, Term(field, "wien")) == {field}
        assert found(reader, Without(Term(field, "rom"))) == {other(field), "text", "empty"}
        assert reader.count(field, "wien") == 1
        assert reader.terms(field, "", 5) == [("rom", 1), ("wien", 1)]
        assert reader.terms(field, "", 1) == [("rom", 1)]
        assert reader.terms(field, "w", 5) == [("wien", 1)]

    def test_terms_are_whole_and_as_they_are(self, opened: Opener) -> None:
        reader = opened([document("a", "garantie"), document("b", "Garantie"), document("c", "ß")])
        assert found(reader, Term("lemma", "garantie")) == {"a"}
        assert found(reader, Term("lemma", "garant")) == set()
        assert found(reader, Term("lemma", "ss")) == set()
        assert found(reader, Term("lemma", "ß")) == {"c"}
        assert found(reader, Term("lemma", "")) == set()

    @pytest.mark.parametrize(("terms", "expected"), SEQUENCES)
    def test_a_sequence_is_in_a_row_in_one_block(
        self, opened: Opener, terms: str, *, expected: bool
    ) -> None:
        reader = opened([document("other", "a"), document("text", TEXT)])
        plan = Sequence("lemma", tuple(terms.split()))
        assert found(reader, plan) == ({"text"} if expected else set())

    def test_no_sequence_spans_title_lead_and_paragraphs(self, opened: Opener) -> None:
        reader = opened([article("a", "Graz schläft.", "Linz ruht.", title="Hoch über Wien")])
        assert found(reader, planned('"über Wien"')) == {"a"}
        assert found(reader, planned('"Wien Graz"')) == set()
        assert found(reader, planned('"schläft Linz"')) == set()

    def test_a_sequence_needs_its_terms_in_one_document(self, opened: Opener) -> None:
        reader = opened([document("a", "rot grün"), document("b", "grün blau")], [])
        assert found(reader, Sequence("exact", ("rot", "grün", "blau"))) == set()

    @pytest.mark.parametrize(("query", "text", "expected"), HYPHENS)
    def test_german_finds(self, opened: Opener, query: str, text: str, *, expected: bool) -> None:
        reader = opened([article("hit", text), article("miss", "Ganz etwas anderes.")])
        assert ("hit" in found(reader, planned(query))) is expected

    def test_long_lists_of_documents_and_positions(self, opened: Opener) -> None:
        many = [document(f"d{n:03}", "wort " * (1 + n % 3) + f"ende{n}") for n in range(300)]
        long = document("long", "wort " * 70_000 + "| wort schluss")
        reader = opened(many, [long])
        assert found(reader, Term("lemma", "wort")) == {d.id for d in many} | {"long"}
        assert found(reader, Sequence("lemma", ("wort", "wort", "wort", "ende2"))) == {"d002"}
        assert found(reader, Sequence("lemma", ("wort", "wort", "wort", "ende3"))) == set()

    def test_boosting_never_changes_what_is_found(self, opened: Opener) -> None:
        reader = opened(TOWNS)
        for by in (GRAZ, NOWHERE, WIEN):
            assert found(reader, Boosted(WIEN, (by,))) == {"w", "b", "l"}
        assert found(reader, Boosted(NOWHERE, (WIEN, GRAZ))) == set()
        assert found(reader, Without(Boosted(WIEN, (GRAZ,)))) == {"g", "-"}

    def test_boosting_raises_equals(self, opened: Opener) -> None:
        titles = {"a": "", "b": "wien", "c": ""}
        same = [document(id_, "wien x", title=title) for id_, title in titles.items()]
        plan = Boosted(WIEN, (Term("title", "wien"),))
        assert ordered(opened(same), EngineRequest(plan))[0] == "b"

    def test_scores_fall_and_exist_only_for_relevance(self, opened: Opener) -> None:
        reader = opened([document("1", "wien x"), document("2", "wien wien wien"), *TOWNS])
        answer = reader.search(EngineRequest(WIEN))
        scores = [hit.score for hit in answer.hits]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0
        assert ids(answer)[0] == "2"
        newest = reader.search(EngineRequest(WIEN, sort="newest"))
        assert {hit.score for hit in newest.hits} == {0.0}
