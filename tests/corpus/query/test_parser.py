"""The query language: how what is typed is understood, mended and written back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.errors import LimitExceeded
from corpus.query.ast import (
    And,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    conjunction,
    disjunction,
)
from corpus.query.lexer import OPERATORS
from corpus.query.parser import MAX_CHARACTERS, MAX_NESTING, MAX_WORDS, parse

A, B, C, D = (Word(letter) for letter in "abcd")
AB = Phrase("a b")

UNCLOSED_BRACKET = "Eine nicht geschlossene Klammer wurde am Ende geschlossen."
UNOPENED_BRACKET = "Eine schließende Klammer ohne öffnende wurde weggelassen."


def dangling(operator: str) -> str:
    return f"„{operator}“ verbindet hier nichts und wurde weggelassen."


def unclosed(quote: str) -> str:
    return (
        f"Das Anführungszeichen {quote} wird nicht geschlossen; "
        "was folgt, gilt als einzelne Wörter."
    )


@pytest.mark.parametrize(
    ("query", "node"),
    [
        # words side by side
        ("", Everything()),
        ("  \n ", Everything()),
        ("Garantie", Word("Garantie")),
        ("a b c", And((A, B, C))),
        ("  a\t b ", And((A, B))),
        # operators in both languages, in capitals only
        ("a UND b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a ODER b", Or((A, B))),
        ("a OR b", Or((A, B))),
        ("NICHT a", Not(A)),
        ("NOT a", Not(A)),
        ("-a", Not(A)),
        ("a und b", And((A, Word("und"), B))),
        ("a Oder b", And((A, Word("Oder"), B))),
        ("nicht a", And((Word("nicht"), A))),
        # precedence
        ("a ODER b UND c", Or((A, And((B, C))))),
        ("a UND b ODER c UND d", Or((And((A, B)), And((C, D))))),
        ("a b ODER c d", Or((And((A, B)), And((C, D))))),
        ("NICHT a UND b", And((Not(A), B))),
        ("NICHT a ODER b", Or((Not(A), B))),
        ("a NICHT b", And((A, Not(B)))),
        ("a UND NICHT b c", And((A, Not(B), C))),
        ("a -b ODER -c", Or((And((A, Not(B))), Not(C)))),
        # brackets
        ("(a ODER b) c", And((Or((A, B)), C))),
        ("a UND (b ODER c)", And((A, Or((B, C))))),
        ("a (b c) d", And((A, B, C, D))),
        ("a ODER (b ODER c)", Or((A, B, C))),
        ("NICHT (a b)", Not(And((A, B)))),
        ("-(a ODER b)", Not(Or((A, B)))),
        ("((a))", A),
        ("a(b)c", And((A, B, C))),
        # negations cancel
        ("NICHT NICHT a", A),
        ("NICHT NICHT NICHT a", Not(A)),
        ("NICHT -a", A),
        ("NICHT (NICHT a)", A),
        ("-(-(a b))", And((A, B))),
        # phrases in every quotation
        ('"a b"', AB),
        ("„a b“", AB),
        ("„a b”", AB),
        ('„a b"', AB),
        ("“a b”", AB),
        ("”a b”", AB),
        ("«a b»", AB),
        ("»a b«", AB),
        ("« a  b »", AB),
        ('c"a b"d', And((C, AB, D))),
        ('-"a b"', Not(AB)),
        ("-„a b“", Not(AB)),
        ('"a"', Phrase("a")),
        ('"Weitere diplomatische Gespräche"', Phrase("Weitere diplomatische Gespräche")),
        ('"UND NICHT (a)"', Phrase("UND NICHT a")),
        ('«a"b»', AB),
        ('""', Everything()),
        ('"…"', Everything()),
        # hyphens, lone and inside
        ("a -", A),
        ("- a", A),
        ("--a", A),
        ("a -- b", And((A, B))),
        ("a – b", And((A, B))),
        ("a – b ODER c", Or((And((A, B)), C))),
        ("(a – b) c", And((A, B, C))),
        ("a-b", Word("a-b")),
        ("US-Präsident -Biden", And((Word("US-Präsident"), Not(Word("Biden"))))),
        ("a- b", And((A, B))),
        ("Ein- und Ausfuhr", And((Word("Ein"), Word("und"), Word("Ausfuhr")))),
        # anything else typed is words
        ("a, b!", And((A, B))),
        ("a:b", Word("a:b")),
        ("titel:a", Word("titel:a")),
        ("Garant*", Word("Garant")),
        ("*", Everything()),
        ("?", Everything()),
        ("_", Everything()),
        ("a~2 ^3", And((Word("a~2"), Word("3")))),
        ("a && b || !c", And((A, B, C))),
        ("[a TO b]", And((A, Word("TO"), B))),
        ("UND.", Word("und")),
        ("'a'", A),
        ("z.B.", Word("z.B")),
        ("1.000 €", Word("1.000")),
        ("/a/", A),
        ("\\a", A),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood_without_a_warning(query: str, node: Node) -> None:
    parsed = parse(query)
    assert parsed.node == node
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    ("query", "node", "warnings"),
    [
        ("UND", Everything(), [dangling("UND")]),
        ("AND AND", Everything(), [dangling("AND")]),
        ("ODER", Everything(), [dangling("ODER")]),
        ("NICHT", Everything(), [dangling("NICHT")]),
        ("a UND", A, [dangling("UND")]),
        ("UND a", A, [dangling("UND")]),
        ("a AND AND b", And((A, B)), [dangling("AND")]),
        ("a ODER", A, [dangling("ODER")]),
        ("OR a", A, [dangling("OR")]),
        ("a ODER ODER b", Or((A, B)), [dangling("ODER")]),
        ("a UND ODER b", Or((A, B)), [dangling("UND")]),
        ("a NICHT", A, [dangling("NICHT")]),
        ("NICHT UND a", A, [dangling("NICHT"), dangling("UND")]),
        ("a ODER NICHT", A, [dangling("NICHT"), dangling("ODER")]),
        ("a UND ()", A, [dangling("UND")]),
        ("NICHT ()", Everything(), [dangling("NICHT")]),
        ("(a b", And((A, B)), [UNCLOSED_BRACKET]),
        ("((a", A, [UNCLOSED_BRACKET]),
        ("(", Everything(), [UNCLOSED_BRACKET]),
        ("a) b", And((A, B)), [UNOPENED_BRACKET]),
        ("a ODER b) c", And((Or((A, B)), C)), [UNOPENED_BRACKET]),
        (")a(", A, [UNOPENED_BRACKET, UNCLOSED_BRACKET]),
        ('"a b', And((A, B)), [unclosed('"')]),
        ('a b"', And((A, B)), [unclosed('"')]),
        ("„a b", And((A, B)), [unclosed("„")]),
        ("«a b", And((A, B)), [unclosed("«")]),
        ('"a" "b', And((Phrase("a"), B)), [unclosed('"')]),
    ],
)
def test_what_does_not_fit_is_mended_and_said(query: str, node: Node, warnings: list[str]) -> None:
    parsed = parse(query)
    assert parsed.node == node
    assert sorted(parsed.warnings) == sorted(warnings)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (And((A, B, C)), "a UND b UND c"),
        (Or((A, And((B, C)))), "a ODER b UND c"),
        (And((A, Or((B, C)))), "a UND (b ODER c)"),
        (Not(And((A, B))), "NICHT (a UND b)"),
        (And((Not(A), AB)), 'NICHT a UND "a b"'),
        (Everything(), ""),
    ],
)
def test_a_query_is_written_in_german_with_no_bracket_too_many(node: Node, text: str) -> None:
    assert str(node) == text


plain_words = st.from_regex(r"[^\W_]{1,8}(-[^\W_]{1,8})?", fullmatch=True)
leaves = st.one_of(
    plain_words.filter(lambda word: word not in OPERATORS).map(Word),
    st.lists(plain_words, min_size=1, max_size=4).map(" ".join).map(Phrase),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(conjunction),
        st.lists(inner, min_size=2, max_size=3).map(disjunction),
        inner.map(lambda node: node.child if isinstance(node, Not) else Not(node)),
    ),
    max_leaves=8,
)
queries = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["a", "b", "UND", "ODER", "NICHT", "AND", "OR", "NOT", "-", "(", ")", '"', "„", "“",
             "”", "«", "»", "‟", " ", "_", "a-b", "und", ".", "'", "’", "Jänner", "\ud800",
             "\u00ad"]
        ),
        max_size=30,
    ).map("".join),
    st.lists(st.sampled_from(["a", "b", "UND", "ODER", "NICHT", "-c", "(", ")", '"d e"', "–", "„"]),
             max_size=30).map(" ".join),
)  # fmt: skip


@given(nodes)
def test_every_query_is_read_as_it_is_written(node: Node) -> None:
    assume(len(str(node)) <= MAX_CHARACTERS)
    parsed = parse(str(node))
    assert parsed.node == node
    assert parsed.warnings == ()


@given(queries)
def test_what_was_understood_is_understood_the_same_again(query: str) -> None:
    node = parse(query).node
    assume(len(str(node)) <= MAX_CHARACTERS)
    again = parse(str(node))
    assert again.node == node
    assert again.warnings == ()


@given(st.text() | st.text(alphabet='ab ()"„“-', min_size=400, max_size=600))
def test_any_text_is_a_query_unless_it_exceeds_a_limit(query: str) -> None:
    try:
        parse(query)
    except LimitExceeded:
        assert len(query) > MAX_NESTING


@given(queries)
def test_flat_nodes_never_hold_their_own_kind_nor_one_child(query: str) -> None:
    def check(node: Node) -> None:
        if isinstance(node, And | Or):
            assert len(node.children) >= 2
            for child in node.children:
                assert type(child) is not type(node)
                check(child)
        elif isinstance(node, Not):
            assert not isinstance(node.child, Not | Everything)
            check(node.child)

    check(parse(query).node)


@pytest.mark.parametrize(
    ("within", "beyond", "code", "said"),
    [
        ("x" * 500, "x" * 501, "query-too-long", "501 Zeichen, erlaubt sind 500"),
        ("a " * 80, "a " * 81, "too-many-words", "81 Wörter, erlaubt sind 80"),
        ('"' + "a " * 80 + '"', '"' + "a " * 81 + '"', "too-many-words", "81 Wörter"),
        ("a UND " * 80, "a UND " * 81, "too-many-words", "81 Wörter"),
        ("(" * 20 + "a" + ")" * 20, "(" * 21 + "a" + ")" * 21, "nested-too-deeply", "20 Ebenen"),
        ("()" * 250, "(" * 21, "nested-too-deeply", "20 Ebenen"),
        (")" * 10 + "(" * 20, ")" * 10 + "(" * 21, "nested-too-deeply", "20 Ebenen"),
        ('"' + "(" * 400 + '"', "(" * 400, "nested-too-deeply", "20 Ebenen"),
    ],
)
def test_limits_hold_exactly_and_each_has_its_own_error(
    within: str, beyond: str, code: str, said: str
) -> None:
    parse(within)
    with pytest.raises(LimitExceeded, match=said) as caught:
        parse(beyond)
    assert (caught.value.code, caught.value.parameter) == (code, "q")


def test_the_limits_are_those_of_the_design() -> None:
    assert (MAX_CHARACTERS, MAX_WORDS, MAX_NESTING) == (500, 80, 20)
