"""How the forms of a word rank: as typed, inflected, another word for it, part of a compound."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.engines import Engine, EngineReader, EngineRequest
from corpus.query.plan import SPARSE, Any, Boosted, Field, Forms, Plan, Sequence, Term, Weighted

from .opening import Opener, Opening
from .samples import document, found, ids, write

WORD = "lehrer"
WEIGHTS: dict[Field, float] = {"lemma": 1.0, "variant": 0.6, "head": 0.4, "modifier": 0.25}
FORMS = Forms(tuple(Weighted(Term(field, WORD), weight) for field, weight in WEIGHTS.items()))
ASKED = Boosted(FORMS, (Term("exact", WORD), Term("title", WORD)))

OTHERS = 50
LENGTHS = [4, 12, 300]


def text(length: int, word: str = "wort") -> str:
    return " ".join([word, *["wort"] * (length - 1)])


def five(length: int) -> list[Document]:
    """One document for each way to have the word; their ids are in the order they should have."""
    return [
        document("1 typed", text(length, WORD)),
        document("2 lemma", text(length, WORD), streams={"exact": text(length, "lehrers")}),
        *(
            document(f"{n} {field}", text(length), streams={field: WORD})
            for n, field in enumerate(SPARSE, 3)
        ),
    ]


def others(length: int, common: int, sparse: str) -> list[Document]:
    """Documents of the same length, of which `common` have the word too, not as typed."""
    return [
        document(
            f"other {n}",
            text(length, WORD if n < common else "wort"),
            streams={"exact": text(length, "lehrern"), **dict.fromkeys(SPARSE, sparse)},
        )
        for n in range(OTHERS)
    ]


def scores(reader: EngineReader, plan: Plan) -> dict[str, float]:
    hits = reader.search(EngineRequest(plan, limit=100)).hits
    return {hit.id: hit.score for hit in hits}


class Forming(Opening):
    @pytest.mark.parametrize("length", LENGTHS)
    @pytest.mark.parametrize("common", [0, 10, 38, 50])
    @pytest.mark.parametrize("sparse", ["", "schule", "schule amt haus stadt land"])
    def test_forms_rank_by_their_weights(
        self, opened: Opener, length: int, common: int, sparse: str
    ) -> None:
        reader = opened(others(length, common, sparse), five(length))
        answer = reader.search(EngineRequest(ASKED, limit=100))
        assert answer.total == common + 5
        order = [id_ for id_ in ids(answer) if not id_.startswith("other")]
        assert order == [made.id for made in five(length)]

    @pytest.mark.parametrize("word", [WORD, "schule"])
    def test_forms_rank_by_their_weights_when_all_are_common(
        self, opened: Opener, word: str
    ) -> None:
        reader = opened(others(12, 20, word)[:25], [*others(12, 0, "")[25:], *five(12)])
        order = [i for i in ids(reader.search(EngineRequest(ASKED, limit=100))) if i[0] != "o"]
        assert order == [made.id for made in five(12)]

    @pytest.mark.parametrize("length", LENGTHS)
    def test_a_rare_form_scores_with_the_idf_of_the_commonest(
        self, opened: Opener, length: int
    ) -> None:
        got = scores(opened(others(length, 38, ""), five(length)), FORMS)
        assert got["1 typed"] == pytest.approx(got["2 lemma"])
        for n, field in enumerate(SPARSE, 3):
            assert got[f"{n} {field}"] / got["2 lemma"] == pytest.approx(WEIGHTS[field], rel=0.05)

    def test_a_form_that_is_the_commonest_lends_its_idf_to_the_word(self, opened: Opener) -> None:
        reader = opened(others(12, 0, WORD), five(12))
        got = scores(reader, FORMS)
        assert got["5 modifier"] / got["2 lemma"] == pytest.approx(0.25, rel=0.01)

    def test_forms_of_one_document_add_up(self, opened: Opener) -> None:
        both = document("both", text(12, WORD), streams={"head": WORD})
        got = scores(opened([*others(12, 5, ""), both], five(12)), FORMS)
        assert got["both"] == pytest.approx(got["2 lemma"] + got["4 head"])

    def test_a_form_that_is_there_more_often_scores_higher(self, opened: Opener) -> None:
        twice = document("twice", text(12), streams={"head": f"{WORD} {WORD}"})
        got = scores(opened([*others(12, 5, ""), twice], five(12)), FORMS)
        assert got["4 head"] < got["twice"] < 2 * got["4 head"] + 1e-6

    def test_a_word_alone_scores_as_its_term(self, opened: Opener) -> None:
        reader = opened(others(12, 5, ""), five(12))
        alone = Forms((Weighted(Term("lemma", WORD), 1.0),))
        assert scores(reader, alone) == pytest.approx(scores(reader, Term("lemma", WORD)))

    @pytest.mark.parametrize("unknown", ["nirgends", "\udc80", ""])
    def test_a_form_that_no_document_has_costs_nothing(self, opened: Opener, unknown: str) -> None:
        reader = opened(others(12, 5, ""), five(12))
        more = tuple(Weighted(Term(field, unknown), 1.0) for field in ("lemma", *SPARSE))
        assert scores(reader, Forms(more + FORMS.terms)) == pytest.approx(scores(reader, FORMS))
        assert found(reader, Forms(more)) == set()

    def test_forms_score_within_what_they_are_part_of(self, opened: Opener) -> None:
        reader = opened(others(12, 5, ""), five(12))
        row = Sequence("lemma", (WORD, "wort"))
        got, alone, other = (scores(reader, p) for p in (Any((FORMS, row)), FORMS, row))
        assert got == pytest.approx({id_: alone[id_] + other.get(id_, 0) for id_ in alone})

    def test_deletions_leave_the_forms_their_weights(
        self, opened: Opener, engine: Engine, folder: Path
    ) -> None:
        """Whether or not an engine's idf counts what was deleted, it does so for all forms."""
        write(engine, folder, others(12, 38, ""), five(12))
        writer = engine.writer(folder)
        writer.delete([f"other {n}" for n in range(5, 45)])
        writer.finish()
        got = scores(opened(), FORMS)
        assert len(got) == 5 + 5
        for n, field in enumerate(SPARSE, 3):
            assert got[f"{n} {field}"] / got["2 lemma"] == pytest.approx(WEIGHTS[field], rel=0.05)
