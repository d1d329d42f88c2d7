"""Passages: the best pieces of an article to show, with their marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.article import Article
from corpus.german import sentence_spans
from corpus.marks import Marker, Match, Span, merged

MAX_PASSAGES = 3
COMFORTABLE = 180
"""Characters that a passage is filled up to with following sentences."""
LONGEST = 420
"""Characters after which a passage is cut inside a sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of `title`, `lead` or `body`, and the spans to mark in it, ascending and apart."""

    field: str
    text: str
    marks: tuple[Span, ...] = ()


class _Candidate(NamedTuple):
    """Sentences with matches: the number of their block, their span there, what matches.  At
    first it is a whole block, not yet cut into sentences: its span is None.
    """

    block: int
    span: Span | None
    matches: list[Match]
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
        found.append(_cut(*blocks[block], *span, merged(matches)))
    if not whole and blocks:
        field, text = blocks[0]
        found.append(_cut(field, text, *_filled(sentence_spans(text), 0), ()))
    return tuple(found)


def _candidate(block: int, span: Span | None, matches: list[Match]) -> _Candidate:
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


def _sentences(block: int, text: str, matches: list[Match]) -> Iterator[_Candidate]:
    """The sentences that hold the matches, each filled up to a comfortable length."""
    starts = [match.start for match in matches]
    sentences = _closed_over(sentence_spans(text), merged(matches))
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
