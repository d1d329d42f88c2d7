"""What a query says, before anything is known about German or engines.

`str(node)` writes a query that parses to the same node again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms, as typed; it may have parts (`US-Präsident`)."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as written, next to each other."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class And:
    """All of at least two nodes."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " UND ".join(
            f"({child})" if isinstance(child, Or) else str(child) for child in self.children
        )


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more nodes."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " ODER ".join(str(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the child does not find."""

    child: Node

    def __str__(self) -> str:
        if isinstance(self.child, And | Or):
            return f"NICHT ({self.child})"
        return f"NICHT {self.child}"


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition: what an empty query asks for."""

    def __str__(self) -> str:
        return ""


Node = Word | Phrase | And | Or | Not | Everything


def conjunction(nodes: list[Node]) -> Node:
    """The nodes as one condition, flattened: nested conjunctions disappear."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, And) else [node])
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()


def disjunction(nodes: list[Node]) -> Node:
    """Any of the nodes, flattened."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, Or) else [node])
    return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()
