"""What an engine is asked to match: finished terms and how they combine.

No syntax, no German: every engine carries out the same plan and so finds the same articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Field = Literal["exact", "lemma", "title", "variant", "head", "modifier"]
"""`exact` and `lemma` are the layers of title, lead and body together; `title` is the lemma
layer of the title alone, for ranking.  `variant` holds other terms for words (gendered, spelled
or read otherwise), `head` and `modifier` the parts of compounds."""

FIELDS: tuple[Field, ...] = ("exact", "lemma", "title", "variant", "head", "modifier")

SPARSE: tuple[Field, ...] = ("variant", "head", "modifier")
"""Fields that have terms for some words only, so that positions in them mean nothing: they are
asked for single terms, never for a `Sequence`."""

WEIGHTS: dict[Field, float] = {"exact": 0.7, "title": 0.6, "lemma": 1.0}
"""Weight of a boosting term by its field: the word as typed, the word in the title."""


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that have the term in the field."""

    field: Field
    term: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Documents that have the terms at consecutive positions of the field; two or more."""

    field: Field
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A form of a word, and what it counts beside the word's other forms."""

    term: Term
    weight: float


@dataclass(frozen=True, slots=True)
class Forms:
    """Documents with at least one of the terms, which are the forms of one word.

    Each term scores by its own occurrences, but all by the idf of the commonest of them, or else
    a form that is rare in a sparse field would outrank the word itself.
    """

    terms: tuple[Weighted, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Documents that match every child."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Documents that match at least one child."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that do not match the child."""

    child: Plan


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Boosted:
    """Documents that match `child`; a match of `by` too only raises the score.

    Terms of `by` are of the fields in `WEIGHTS`, and each keeps its own idf.
    """

    child: Plan
    by: tuple[Term, ...]


Plan = Term | Sequence | Forms | All | Any | Without | Everything | Boosted


def positive_leaves(plan: Plan) -> Iterator[Term | Sequence | Forms]:
    """Whose occurrences make a document match: what is marked."""
    if isinstance(plan, Term | Sequence | Forms):
        yield plan
    elif isinstance(plan, All | Any):
        for child in plan.children:
            yield from positive_leaves(child)
    elif isinstance(plan, Boosted):
        yield from positive_leaves(plan.child)
