"""The pages: form and results, an article, help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, g, render_template, request

from corpus.dates import day_label
from corpus.manifest import Manifest
from corpus.request import SearchRequest, read_request
from webapp import texts
from webapp.article_view import view_article
from webapp.drilldown import facet_groups
from webapp.form import make_form
from webapp.incoming import Parameters, sent_parameters, single_id, take_rank
from webapp.links import encode
from webapp.listing import list_hits
from webapp.opened import corpus, overview
from webapp.paging import make_paging
from webapp.restrictions import all_at_once, explained, restrictions

blueprint = Blueprint("pages", __name__)


@blueprint.route("/", methods=["GET", "POST"])
def search() -> str:
    """The start page, or what was found."""
    parameters, private = _received(), request.method == "POST"
    asked = read_request(parameters)
    if not (asked.q or asked.filters() or asked.days or asked.undated):
        return _start_page(parameters, private=private)
    results = corpus().search(asked)
    restricted = restrictions(asked)
    unrestricted = all_at_once(asked, restricted)
    if not results.total:
        restricted = explained(restricted, corpus())
        unrestricted = explained([unrestricted], corpus())[0] if unrestricted else None
    return render_template(
        "search.html",
        form=make_form(parameters, private=private),
        private=private,
        results=results,
        hits=list_hits(results),
        groups=facet_groups(results),
        restrictions=restricted,
        unrestricted=unrestricted,
        paging=make_paging(results),
    )


@blueprint.route("/artikel/<anything:id_>", methods=["GET", "POST"])
def article(id_: str) -> str:
    """An article, marked and with its neighbours when it was reached from a result."""
    parameters, private = _received(), request.method == "POST"
    id_ = single_id(id_, parameters)
    rank = take_rank(parameters)
    asked = read_request(parameters)
    view = view_article(corpus(), id_, asked, rank)
    return render_template("article.html", view=view, private=private)


@blueprint.get("/hilfe")
def help_page() -> str:
    """How to search, and what becomes of what was asked."""
    return render_template("help.html")


def _received() -> Parameters:
    """The parameters, kept for the page of an error as well."""
    g.parameters = {}
    parameters = sent_parameters(request)
    g.parameters = {name: list(values) for name, values in parameters.items()}
    return parameters


def _start_page(parameters: Parameters, *, private: bool) -> str:
    everything = overview()
    browsed = replace(everything, request=SearchRequest(sort="newest"))
    return render_template(
        "start.html",
        form=make_form(parameters, private=private),
        private=private,
        manifest=everything.manifest,
        span=_span(everything.manifest),
        groups=[group for group in facet_groups(browsed) if group.name in ("year", "source")],
        examples=[(text, encode([("q", text)]), meaning) for text, meaning in texts.EXAMPLES],
        built=day_label(date.fromisoformat(everything.manifest.built_at[:10])),
    )


def _span(manifest: Manifest) -> str:
    """The days that the corpus covers."""
    if manifest.first is None or manifest.last is None:
        return ""
    return texts.range_label(date.fromisoformat(manifest.first), date.fromisoformat(manifest.last))
