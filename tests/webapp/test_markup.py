"""Marks: what is added to a text is `<mark>` and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from webapp.markup import marked

Case = tuple[str, list[tuple[int, int]]]


@st.composite
def marked_texts(draw: st.DrawFn) -> Case:
    text = draw(st.text(alphabet=st.sampled_from("aÄß <>&\"'/mark\n\u0301😀"), max_size=60))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    return text, list(zip(bounds[::2], bounds[1::2], strict=False))


@given(marked_texts())
def test_html_without_its_marks_is_the_escaped_text(case: Case) -> None:
    text, spans = case
    assert re.sub("</?mark>", "", marked(text, spans)) == str(escape(text))


@given(marked_texts())
def test_each_span_is_one_mark_around_its_own_text(case: Case) -> None:
    text, spans = case
    inside = re.findall("<mark>(.*?)</mark>", marked(text, spans), re.DOTALL)
    assert inside == [str(escape(text[start:end])) for start, end in spans]
