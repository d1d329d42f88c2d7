"""An HTML page as a test reads it: elements with attributes and text, links, posted requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: list[Element] = field(repr=False, default_factory=list)
    pieces: list[str] = field(repr=False, default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def inside(self, tag: str, **attributes: str) -> bool:
        return any(parent.matches(tag, **attributes) for parent in self.parents)

    def matches(self, tag: str, **attributes: str) -> bool:
        return self.tag == tag and all(
            value in self.classes if name == "class_" else self.attributes.get(name) == value
            for name, value in attributes.items()
        )


class Page(HTMLParser):
    """The page parsed strictly enough to notice an element that is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == [], [element.tag for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"repeated attribute in <{tag}>"
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> without a start"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [element for element in self.elements if element.matches(tag, **attributes)]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, (tag, attributes, found)
        return found[0]

    @property
    def text(self) -> str:
        return self.one("html").text

    def link(self, label: str) -> str:
        """Where the one link with this text or this aria-label leads."""
        found = {
            element.attributes["href"]
            for element in self.all("a")
            if label in (element.text, element.attributes.get("aria-label"))
        }
        assert len(found) == 1, (label, found)
        return found.pop()

    def internal_links(self, address: str = "/") -> set[str]:
        """The addresses on this server that the page links to or loads, without fragments."""
        links = set()
        for element in self.elements:
            target = element.attributes.get("href", element.attributes.get("src"))
            if target is not None and not urlsplit(target).scheme:
                links.add(urljoin(address, target).partition("#")[0])
        return links

    def value(self, name: str) -> str:
        """What stands in the form's field."""
        for element in self.all("input", name=name):
            return element.attributes["value"]
        options = [option for option in self.all("option") if option.inside("select", name=name)]
        return next(o.attributes["value"] for o in options if "selected" in o.attributes)


Get = Callable[[str], Page]
"""The fixture `get`."""
