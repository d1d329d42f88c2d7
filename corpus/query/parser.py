"""The query language: words, phrases, UND, ODER, NICHT, brackets.

    query  = or
    or     = and { ODER and }
    and    = not { [UND] not }
    not    = { NICHT | - } item
    item   = word | phrase | "(" or ")"

NICHT binds tighter than UND, UND tighter than ODER; words side by side are joined by UND.
Whatever does not fit is mended, and said so in the warnings.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import LimitExceeded
from corpus.german.tokens import CHUNK
from corpus.query.ast import Node, Not, Phrase, Word, conjunction, disjunction
from corpus.query.lexer import OPERATORS, Kind, Lexeme, lexemes

MAX_CHARACTERS = 500
MAX_WORDS = 80
MAX_NESTING = 20


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The query as understood, and German sentences about what was mended."""

    node: Node
    warnings: tuple[str, ...] = ()


def parse(query: str) -> ParsedQuery:
    """Read a query leniently.

    Raises LimitExceeded past 500 characters, 80 words or 20 nested brackets; nothing else.
    """
    if len(query) > MAX_CHARACTERS:
        raise LimitExceeded(
            f"Die Suchanfrage hat {len(query)} Zeichen, erlaubt sind {MAX_CHARACTERS}.",
            code="query-too-long",
            parameter="q",
        )
    pieces, warnings = lexemes(query)
    _check_words(pieces)
    _check_nesting(pieces)
    parser = _Parser(pieces, warnings)
    return ParsedQuery(parser.parse(), tuple(dict.fromkeys(parser.warnings)))


def _check_words(pieces: list[Lexeme]) -> None:
    typed = (piece.text for piece in pieces if piece.kind in ("word", "phrase"))
    words = sum(1 for text in typed for _ in CHUNK.finditer(text))
    if words > MAX_WORDS:
        raise LimitExceeded(
            f"Die Suchanfrage hat {words} Wörter, erlaubt sind {MAX_WORDS}.",
            code="too-many-words",
            parameter="q",
        )


def _check_nesting(pieces: list[Lexeme]) -> None:
    depth = 0
    for piece in pieces:
        depth = depth + 1 if piece.kind == "open" else max(0, depth - (piece.kind == "close"))
        if depth > MAX_NESTING:
            raise LimitExceeded(
                f"Die Klammern sind tiefer als {MAX_NESTING} Ebenen geschachtelt.",
                code="nested-too-deeply",
                parameter="q",
            )


class _Parser:
    """Recursive descent over the lexemes; depth is bounded by the nesting limit."""

    def __init__(self, pieces: list[Lexeme], warnings: list[str]) -> None:
        self._pieces = pieces
        self._next = 0
        self.warnings = warnings

    def parse(self) -> Node:
        nodes = []
        while self._next < len(self._pieces):
            nodes.append(self._or())
            if self._take("close"):
                self.warnings.append("Eine schließende Klammer ohne öffnende wurde weggelassen.")
        return conjunction([node for node in nodes if node is not None])

    def _take(self, *kinds: Kind) -> Lexeme | None:
        if self._next < len(self._pieces) and self._pieces[self._next].kind in kinds:
            self._next += 1
            return self._pieces[self._next - 1]
        return None

    def _or(self) -> Node | None:
        nodes = []
        dangling = None
        while True:
            node = self._and()
            if node is None and dangling:
                self._warn_dangling(dangling)
            if node is not None:
                nodes.append(node)
            operator = self._take("or")
            if operator is None:
                return disjunction(nodes) if nodes else None
            if node is None:
                self._warn_dangling(operator)
            dangling = operator

    def _and(self) -> Node | None:
        nodes: list[Node] = []
        while True:
            operator = self._take("and")
            if operator and not nodes:
                self._warn_dangling(operator)
                continue
            node = self._not()
            if node is not None:
                nodes.append(node)
            elif operator:
                self._warn_dangling(operator)
            elif self._at_end_of_and():
                return conjunction(nodes) if nodes else None

    def _at_end_of_and(self) -> bool:
        return self._next >= len(self._pieces) or self._pieces[self._next].kind in ("or", "close")

    def _not(self) -> Node | None:
        negations = []
        while operator := self._take("not"):
            negations.append(operator)
        node = self._item()
        if node is None:
            for operator in negations:
                self._warn_dangling(operator)
            return None
        if len(negations) % 2 == 0:
            return node
        return node.child if isinstance(node, Not) else Not(node)

    def _item(self) -> Node | None:
        if piece := self._take("word", "phrase"):
            return _leaf(piece)
        if self._take("open"):
            node = self._or()
            if not self._take("close"):
                self.warnings.append("Eine nicht geschlossene Klammer wurde am Ende geschlossen.")
            return node
        return None

    def _warn_dangling(self, operator: Lexeme) -> None:
        self.warnings.append(f"„{operator.text}“ verbindet hier nichts und wurde weggelassen.")


def _leaf(piece: Lexeme) -> Node | None:
    """The word or phrase without punctuation around its words; None when nothing is left.

    What only punctuation told apart stays apart, so that the node can be written and read
    again: `UND.` becomes a small word, and a quote inside a phrase a space.
    """
    words = [match[0] for match in CHUNK.finditer(piece.text.replace('"', " "))]
    if not words:
        return None
    if piece.kind == "phrase":
        return Phrase(" ".join(words))
    return Word(words[0].lower() if words[0] in OPERATORS else words[0])
