"""Passages: where a query's words stand in an article, and the best pieces to show.

Marks are half-open character spans over the text as written, found by the same analysis that
built the index, so what matched is what is marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from corpus.article import Article
from corpus.german import Analyzer, Occurrence, sentence_spans
from corpus.german.tokens import CHUNK, without_spaced_numbers
from corpus.query.plan import Field, Forms, Plan, Term, positive_leaves
from corpus.query.plan import Sequence as InARow

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


class _Match(NamedTuple):
    start: int
    end: int
    leaf: int


class Marker:
    """Finds what a plan's terms, forms and sequences match in a text."""

    def __init__(self, plan: Plan, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._leaves = tuple(dict.fromkeys(positive_leaves(plan)))
        self._wanted = frozenset(key for leaf in self._leaves for key in _keys(leaf))
        terms = {term for _, term in self._wanted}
        self._prefilter = analyzer.prefilter(terms)
        self._parted = frozenset(verb for term in terms for verb in analyzer.parted(term))
        self._hits: dict[str, _Hits] = {}

    def spans(self, text: str) -> tuple[Span, ...]:
        """What to mark in `text`: ascending, overlaps merged."""
        return _merged(self.matches(text))

    def matches(self, text: str) -> list[_Match]:
        """Every match of every leaf, in the order of the text."""
        return self.matches_in([text])[0]

    def matches_in(self, texts: Sequence[str]) -> list[list[_Match]]:
        """The same for each of several texts, which are looked through together: most of the
        paragraphs of an article have none.
        """
        found: list[list[_Match]] = [[] for _ in texts]
        for number, pieces in self._likely(texts).items() if self._leaves else ():
            text = texts[number]
            places = _places(text, pieces)
            verbs = any(hits.parted for _, _, hits in pieces)
            for word in self._analyzer.apart(text, verbs=verbs):
                if ("variant", word.term) in self._wanted:
                    apart = {-1 - start: (start, end) for start, end in word.spans}
                    places["variant", word.term].update(apart)
            found[number] = sorted(
                _Match(start, end, leaf)
                for leaf, wanted in enumerate(self._leaves)
                for start, end in _spans(wanted, places)
            )
        return found

    def _likely(self, texts: Sequence[str]) -> dict[int, list[tuple[int, str, _Hits]]]:
        """The texts that may have a match, by number, with the pieces that have wanted terms."""
        whole = without_spaced_numbers("\n".join(texts))
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        found: dict[int, list[tuple[int, str, _Hits]]] = defaultdict(list)
        for start, piece in self._prefilter.pieces(whole):
            hits = self._hits.get(piece) or self._look_into(piece)
            if hits.wanted or hits.parted:
                number = bisect_right(begins, start) - 1
                found[number].append((start - begins[number], piece, hits))
        for match in _OPEN.finditer(whole):
            _ = found[bisect_right(begins, match.start()) - 1]
        return found

    def _look_into(self, piece: str) -> _Hits:
        """What the piece has, kept for the next time."""
        terms = self._analyzer.piece(piece)
        found: list[tuple[_Key, Occurrence]] = []
        for field in _LAYERS:
            found += [((field, o.term), o) for o in getattr(terms, field)]
        found += [(("lemma", o.term), o) for o in terms.joined]  # the longer one counts
        wanted = [(key, o.position, o.start, o.end) for key, o in found if key in self._wanted]
        parted = bool(self._parted) and any(term in self._parted for (_, term), _ in found)
        self._hits[piece] = hits = _Hits(terms.words, wanted, parted)
        return hits


_OPEN = re.compile(r"[-‐‑–](?:(?<=\w[-‐‑])(?=[,\s])|(?<=\s[-‐‑–])(?=\w))")
"""Where a compound may stand open, *Ein-* or *-ausgang*."""


class _Hits(NamedTuple):
    """How many words a piece has; each wanted term with its position and span in it; whether it
    is of a verb that may stand apart from its particle.
    """

    words: int
    wanted: list[tuple[_Key, int, int, int]]
    parted: bool


def _places(text: str, pieces: Iterable[tuple[int, str, _Hits]]) -> _Places:
    """Where the wanted terms stand; positions are in a row where the words are."""
    places: _Places = defaultdict(dict)
    position = end = 0
    for start, piece, hits in pieces:
        position += CHUNK.search(text, end, start) is not None  # another word between
        for key, step, first, last in hits.wanted:
            places[key][position + step] = (start + first, start + last)
        position += hits.words
        end = start + len(piece)
    return places


_LAYERS: tuple[Field, ...] = ("exact", "lemma", "variant", "head", "modifier")
_Key = tuple[Field, str]
_Places = dict[_Key, dict[int, Span]]
"""Field and term to position to span."""


def _keys(leaf: Term | InARow | Forms) -> tuple[_Key, ...]:
    if isinstance(leaf, Forms):
        return tuple((form.term.field, form.term.term) for form in leaf.terms)
    terms = leaf.terms if isinstance(leaf, InARow) else (leaf.term,)
    return tuple((leaf.field, term) for term in terms)


def _spans(leaf: Term | InARow | Forms, places: _Places) -> Iterable[Span]:
    """Where the leaf's terms stand: in a row, unless they are forms of one word."""
    first, *others = [places.get(key, {}) for key in _keys(leaf)]
    if isinstance(leaf, Forms):
        return {span for row in (first, *others) for span in row.values()}
    return [
        (start, others[-1][position + len(others)][1] if others else end)
        for position, (start, end) in first.items()
        if all(position + step in row for step, row in enumerate(others, 1))
    ]


def _merged(matches: Iterable[_Match]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end, _ in matches:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


class _Candidate(NamedTuple):
    """Sentences with matches: the number of their block, their span there, what matches.  At
    first it is a whole block, not yet cut into sentences: its span is None.
    """

    block: int
    span: Span | None
    matches: list[_Match]
    leaves: frozenset[int]


def passages(article: Article, marker: Marker) -> tuple[Passage, ...]:
    """The title if anything in it matched, then up to three of the best passages in reading
    order; without any match in lead or body, their beginning.
    """
    blocks = [
        (name, text)
        for name, text in article.blocks()
        if name != "title" and not (article.title_derived and text.rstrip(".") == article.title)
    ]
    found = []
    if marks := marker.spans(article.title):
        found.append(Passage("title", article.title, marks))
    whole = [
        _candidate(number, None, matches)
        for number, matches in enumerate(marker.matches_in([text for _, text in blocks]))
        if matches
    ]
    for block, span, matches, _ in sorted(_best(list(whole), blocks)):
        assert span is not None
        found.append(_cut(*blocks[block], *span, _merged(matches)))
    if not whole and blocks:
        field, text = blocks[0]
        found.append(_cut(field, text, *_filled(sentence_spans(text), 0), ()))
    return tuple(found)


def _candidate(block: int, span: Span | None, matches: list[_Match]) -> _Candidate:
    return _Candidate(block, span, matches, frozenset(match.leaf for match in matches))


def _best(rest: list[_Candidate], blocks: list[tuple[str, str]]) -> list[_Candidate]:
    """Greedily: whatever adds most leaves not yet shown, then most leaves, then matches; of
    equals the earlier.

    No sentence has more of these than its block, so a block is cut only when it is the best.
    """
    chosen: list[_Candidate] = []
    shown: frozenset[int] = frozenset()
    while rest and len(chosen) < MAX_PASSAGES:
        ranks = [(len(c.leaves - shown), len(c.leaves), min(len(c.matches), 4)) for c in rest]
        place = ranks.index(max(ranks))
        best = rest.pop(place)
        if best.span is None:
            rest[place:place] = _sentences(best.block, blocks[best.block][1], best.matches)
        else:
            chosen.append(best)
            shown |= best.leaves
    return chosen


def _sentences(block: int, text: str, matches: list[_Match]) -> Iterator[_Candidate]:
    """The sentences that hold the matches, each filled up to a comfortable length."""
    starts = [match.start for match in matches]
    sentences = _closed_over(sentence_spans(text), _merged(matches))
    done = 0
    for number, (_, end) in enumerate(sentences):
        if done < len(starts) and starts[done] < end:
            span = _filled(sentences, number)
            inside = matches[done : (done := bisect_left(starts, span[1], done))]
            yield _candidate(block, span, inside)


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
    for _, following in sentences[index + 1 :]:
        if following - start > COMFORTABLE:
            break
        end = following
    return start, end


def _cut(field: str, text: str, start: int, end: int, marks: tuple[Span, ...]) -> Passage:
    """A piece of the text as a passage; one that is too long loses words at its ends, shown by …

    Its first mark stays whole, up to twice the longest passage; of what a cut would part, only
    the text is kept.
    """
    before = after = ""
    if end - start > LONGEST:
        first, stop = marks[0] if marks else (start, start)
        if first - start > LONGEST // 3:
            start = _word_start(text, first - LONGEST // 4)
            before = "… "
        if end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST + 1)
            end = max(min(stop, start + 2 * LONGEST), cut if cut > 0 else start + LONGEST)
            after = " …"
    piece = text[start:end].rstrip()
    end, shift = start + len(piece), len(before) - start
    kept = [mark for mark in marks if mark[1] <= end] or [(s, end) for s, _ in marks[:1]]
    return Passage(field, before + piece + after, tuple((s + shift, e + shift) for s, e in kept))


def _word_start(text: str, near: int) -> int:
    """The first word after a space shortly before `near`; without one, `near` itself."""
    return text.rfind(" ", near - LONGEST // 4, near) + 1 or near
