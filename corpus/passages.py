"""Passages: where a query's words stand in an article, and the best pieces to show.

Marks are half-open character spans over the text as written, found by the same analysis that
built the index, so what matched is what is marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Article
from corpus.german import Analyzer, sentence_spans
from corpus.german.tokens import CHUNK
from corpus.query.plan import Field, Plan, Sequence, Term, positive_leaves

MAX_PASSAGES = 3
COMFORTABLE = 180
"""Characters that a passage is filled up to with following sentences."""
LONGEST = 420
"""Characters after which a passage is cut inside a sentence."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of `title`, `lead` or `body`, and the spans to mark in it, ascending and apart."""

    field: str
    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    leaf: int


class Marker:
    """Finds what a plan's terms and sequences match in a text."""

    def __init__(self, plan: Plan, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._leaves = tuple(dict.fromkeys(positive_leaves(plan)))
        self._wanted = frozenset(term for leaf in self._leaves for term in _terms(leaf))
        self._seen: set[str] = set()
        self._matching: set[str] = set()

    def spans(self, text: str) -> tuple[Span, ...]:
        """What to mark in `text`: ascending, overlaps merged."""
        return _merged(self.matches(text))

    def matches(self, text: str) -> list[_Match]:
        """Every match of every leaf, in the order of the text."""
        pieces = self._matching_pieces(text) if self._wanted else None
        if not pieces:
            return []
        places = self._places(text, pieces)
        found = [
            _Match(*span, number)
            for number, leaf in enumerate(self._leaves)
            for span in _spans(leaf, places)
        ]
        found.sort(key=lambda match: (match.start, match.end))
        return found

    def _matching_pieces(self, text: str) -> set[str]:
        """What of the text, cut at white space, holds a wanted term.

        Each distinct piece is looked at once per query, for most paragraphs hold none.
        """
        pieces = set(text.split())
        new = pieces - self._seen
        self._seen |= new
        self._matching |= self._analyzer.pieces_with(self._wanted, new)
        return pieces & self._matching

    def _places(self, text: str, pieces: set[str]) -> _Places:
        """Where the terms of these pieces stand; positions are in a row where the words are."""
        places: _Places = defaultdict(dict)
        position = end = 0
        for start, piece in sorted((s, p) for p in pieces for s in _starts(text, p)):
            position += CHUNK.search(text, end, start) is not None  # another word between
            terms = self._analyzer.piece(piece)
            for term, step, first, last in terms.exact:
                places["exact", term][position + step] = (start + first, start + last)
            for term, step, first, last in terms.lemma + terms.joined:
                places["lemma", term][position + step] = (start + first, start + last)
            position += terms.words
            end = start + len(piece)
        return places


def _starts(text: str, piece: str) -> Iterator[int]:
    """Where the piece stands between white space."""
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        if not text[start - 1 : start].strip() and not text[end : end + 1].strip():
            yield start
        start = text.find(piece, end)


_Places = dict[tuple[Field, str], dict[int, Span]]
"""Field and term to position to span."""


def _terms(leaf: Term | Sequence) -> tuple[str, ...]:
    return leaf.terms if isinstance(leaf, Sequence) else (leaf.term,)


def _spans(leaf: Term | Sequence, places: _Places) -> Iterator[Span]:
    """Where the leaf's terms stand in a row."""
    rows = [places.get((leaf.field, term), {}) for term in _terms(leaf)]
    for position, (start, _) in rows[0].items():
        if all(position + step in row for step, row in enumerate(rows)):
            yield start, rows[-1][position + len(rows) - 1][1]


def _merged(matches: list[_Match]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for match in matches:
        if spans and match.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], match.end))
        else:
            spans.append((match.start, match.end))
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence with matches: the block it is in, its span there, the leaves that match."""

    block: int
    start: int
    end: int
    leaves: frozenset[int]
    matches: int


def passages(article: Article, marker: Marker) -> tuple[Passage, ...]:
    """The title if anything in it matched, then up to three of the best passages in reading
    order; without any match in lead or body, their beginning.
    """
    found = []
    if marks := marker.spans(article.title):
        found.append(Passage("title", article.title, marks))
    blocks = [
        (name, text)
        for name, text in article.blocks()
        if name != "title" and not (article.title_derived and text.rstrip(".") == article.title)
    ]
    by_block = [marker.matches(text) for _, text in blocks]
    candidates = [
        candidate
        for number, matches in enumerate(by_block)
        if matches
        for candidate in _candidates(number, blocks[number][1], matches)
    ]
    for candidate in sorted(_best(candidates), key=lambda c: (c.block, c.start)):
        field, text = blocks[candidate.block]
        found.append(_cut(field, text, candidate, _merged(by_block[candidate.block])))
    if not candidates and blocks:
        field, text = blocks[0]
        spans = sentence_spans(text)
        opening = _Candidate(0, *_filled(spans, 0), frozenset(), 0)
        found.append(_cut(field, text, opening, ()))
    return tuple(found)


def _candidates(block: int, text: str, matches: list[_Match]) -> Iterator[_Candidate]:
    """The sentences that hold the matches, each filled up to a comfortable length."""
    spans = _closed_over(sentence_spans(text), _merged(matches))
    starts = [match.start for match in matches]
    index = 0
    while index < len(spans):
        start, end = spans[index]
        if bisect_left(starts, start) == bisect_left(starts, end):
            index += 1
            continue
        start, end = _filled(spans, index)
        inside = matches[bisect_left(starts, start) : bisect_left(starts, end)]
        yield _Candidate(block, start, end, frozenset(m.leaf for m in inside), len(inside))
        while index < len(spans) and spans[index][0] < end:
            index += 1


def _closed_over(sentences: list[Span], marks: tuple[Span, ...]) -> list[Span]:
    """Sentences, joined where a mark runs from one into the next."""
    closed: list[Span] = []
    for start, end in sentences:
        bound = bisect_left(marks, closed[-1][1:]) - 1 if closed else -1
        if bound >= 0 and marks[bound][1] > closed[-1][1]:
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return closed


def _filled(sentences: list[Span], index: int) -> Span:
    """The sentence, with those after it as long as the passage stays comfortable."""
    start, end = sentences[index]
    for number in range(index + 1, len(sentences)):
        following = sentences[number][1]
        if following - start > COMFORTABLE:
            break
        end = following
    return start, end


def _best(candidates: list[_Candidate]) -> list[_Candidate]:
    """Greedily: whatever adds most leaves not yet shown, then most leaves, then matches; of
    equals the earlier.
    """
    rest = list(candidates)
    chosen: list[_Candidate] = []
    shown: set[int] = set()
    while rest and len(chosen) < MAX_PASSAGES:
        best = max(rest, key=lambda c: (len(c.leaves - shown), len(c.leaves), min(c.matches, 4)))
        rest.remove(best)
        chosen.append(best)
        shown |= best.leaves
    return chosen


def _cut(field: str, text: str, candidate: _Candidate, spans: tuple[Span, ...]) -> Passage:
    """The candidate as a passage; one that is too long loses words at its ends, shown by …

    Its first mark stays whole, up to twice the longest passage; of what a cut would part, only
    the text is kept.
    """
    start, end = candidate.start, candidate.end
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    before = after = ""
    if end - start > LONGEST:
        first, stop = inside[0] if inside else (start, start)
        if first - start > LONGEST // 3:
            start = _word_start(text, first - LONGEST // 4)
            before = "… "
        if end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST + 1)
            end = max(min(stop, start + 2 * LONGEST), cut if cut > 0 else start + LONGEST)
            after = " …"
    piece = text[start:end].rstrip()
    end, shift = start + len(piece), len(before) - start
    kept = [span for span in inside if span[1] <= end] or [(s, end) for s, _ in inside[:1]]
    marks = tuple((s + shift, e + shift) for s, e in kept)
    return Passage(field, before + piece + after, marks)


def _word_start(text: str, near: int) -> int:
    """The first word after a space shortly before `near`; without one, `near` itself."""
    return text.rfind(" ", near - LONGEST // 4, near) + 1 or near
