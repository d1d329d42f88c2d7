"""Sentence bounds in German newspaper text.

A full stop ends no sentence after an abbreviation, an initial or an ordinal (`30. Dezember`,
`z. B.`, `St. Pölten`), nor before a lower-case word.
"""

from __future__ import annotations

import re

_CANDIDATE = re.compile(
    r"(?P<stop>[.!?…](?<![.!?…]{2})[.!?…]*+)[\"“”»«’')\]]*+(?P<gap>\s++)(?=(?P<next>\S))"
)
"""A run of stops, looked at from its first one only; a class at the very beginning is what
makes the search fast."""
_OPENING = '„“"»«›‚([–—-•'

_ABBREVIATIONS = frozenset(
    (
        "abg abs abschn allg anm apr art aug bd bez bgl bldg bsp bspw bzw ca chr co corp dez "
        "dgl dipl dir dkfm dr dt ehem eig engl etc ev evtl exkl feb ff fr franz frz geb gegr "
        "geschl gest ggf hg hl hr hrsg inc ing inkl insb int jan jg jh jhdt jr jul jun jän kap "
        "kard kath lat lt ltd mag max min mind mio mitgl mr mrd mrs ms mär mrz nov nr österr "
        "okt phil pol prof red reg resp rd röm s schw sen sep sept sog sr st std stellv str "
        "strg tel tgl u urspr usf usw vgl vol vors vs wg wr z zit zw zzgl"
    ).split()
)


_TELLING = max(map(len, _ABBREVIATIONS)) + 1
"""Characters before a full stop that tell an abbreviation from a longer word."""
_LAST_WORD = re.compile(r"\w*\Z")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one paragraph, without the white space between."""
    spans = []
    start = 0
    for match in _CANDIDATE.finditer(text):
        if _ends_sentence(text, match):
            spans.append((start, match.start("gap")))
            start = match.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    stop, _, following = match.groups()
    if following.islower():
        return False
    if stop != ".":
        return True
    before = text[max(0, match.start() - _TELLING) : match.start()]
    if len(before) == _TELLING and before.isalpha():
        return True
    last = _LAST_WORD.findall(before)[0]
    if last.isdigit() and len(last) <= 2:
        return following in _OPENING  # an ordinal or a day of the month
    if len(last) == 1 and last.isalpha():
        return False  # an initial, or `z. B.`
    return last.lower() not in _ABBREVIATIONS
