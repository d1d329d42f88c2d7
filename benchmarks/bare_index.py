"""Articles in an engine, with any analyzer: neither worker processes nor generations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.article import Article
from corpus.documents import to_document
from corpus.engines import EngineRequest, load_engine
from corpus.german import Analyzer
from corpus.query.parser import parse
from corpus.query.planner import plan_query


class BareIndex:
    """Built in one go, then open to be asked."""

    def __init__(
        self, articles: Iterable[Article], analyzer: Analyzer, engine: str, folder: Path
    ) -> None:
        folder.mkdir()
        writer = load_engine(engine).writer(folder)
        writer.add(writer.prepare(to_document(article, analyzer) for article in articles))
        writer.finish()
        self._analyzer = analyzer
        self._reader = load_engine(engine).reader(folder)

    def ids(self, query: str, limit: int) -> list[str]:
        """The articles found, the most relevant first."""
        plan = plan_query(parse(query).node, self._analyzer)
        request = EngineRequest(plan=plan, limit=limit, articles=False)
        return [hit.id for hit in self._reader.search(request).hits]

    def close(self) -> None:
        self._reader.close()
