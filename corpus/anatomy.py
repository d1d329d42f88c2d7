"""The parts of German news text: credit, dateline, subheads and sign-off.

Pure functions over strings.  The rules come from reading real articles; each states what it
takes for granted.  `docs/architecture.md` has the measured precision and recall.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field

from corpus.dates import MONTHS, DateInterval, parse_date
from corpus.errors import UnreadableDate

AGENCIES = {
    name.lower(): name
    for name in (
        "APA", "dpa", "Reuters", "AFP", "AP", "sda", "KNA", "Kathpress", "SID", "epd", "TASS",
        "Interfax", "ANSA", "EFE", "PTI", "Xinhua", "dapd", "ddp", "APA-OTS", "Keystone-SDA",
        "CTK", "MTI", "PAP", "Bloomberg", "dpa-AFX", "AWP", "UPI", "Belga", "ANP", "STT", "NTB",
    )
}  # fmt: skip
"""News agencies that German newspapers sign with, in the spelling we show."""

# --- credit ---------------------------------------------------------------------------------

_CREDIT = re.compile(r"\b(?:Fotos?|Bild(?:er)?|Photo|Grafik|Illustration)\s*:\s*(?=\S)")


def split_credit(caption: str) -> tuple[str, str | None]:
    """A caption and its picture credit: everything after *Foto:* to the end of the line."""
    match = _CREDIT.search(caption)
    if match is None:
        return caption, None
    before, credit = caption[: match.start()].rstrip(), caption[match.end() :].rstrip()
    if before.endswith(("(", "[")):
        credit = credit.removesuffix(")").removesuffix("]")
    return before.rstrip(" \n([|"), credit


# --- dateline -------------------------------------------------------------------------------

_PROPER = r"[A-ZÄÖÜÉÅØŠŽČÇĐŁ][\w’']*(?:-[\w’']+)*"
_PARTICLE = (
    r"(?:am|an\sder|ob|ob\sder|im|in(?=\s(?:Tirol|Südtirol|Oberbayern|Holstein))|bei|unter|vor"
    r"|de|del|da|do|di|la|las|le|les|el|al|of|on|upon|sur)"
)
_PLACE = (
    rf"(?:(?:St|Sankt|Bad|Den|Groß|Klein|Ober|Unter|New|Los|San|Santa|São)\.?\s)?{_PROPER}"
    rf"(?:\s(?:{_PARTICLE}\s)?{_PROPER}){{0,2}}"
)
_DATELINE = re.compile(
    rf"(?P<places>{_PLACE}(?:\s?/\s?{_PLACE}){{0,5}})"
    r"(?:\s?\((?P<note>[^()\d]{2,30})\))?"
    r"(?:\s[–—]\s*|[–—]\s|\s?-\s|\s?–(?=[A-ZÄÖÜ]))"
    r"\s*(?=[„“\"»«›‚]?[A-ZÄÖÜ\d])"
)
_SENTENCE_START = re.compile(r"[.!?…]+[\"“”»«)]*\s+")
_FUNCTION_WORDS = frozenset(
    (
        "Der Die Das Dem Den Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ihr Ich Im In "
        "Am An Auf Aus Bei Mit Nach Von Vor Zu Zum Zur Für Um Über Unter Und Aber Doch Auch "
        "Noch Nur Nicht Kein Keine So Wie Was Wer Wo Wann Warum Wenn Als Ob Seit Bis Neue Neuer "
        "Neues Mehr Viele Alle Erst Erstmals Heute Gestern Morgen Beim Vom Ins Montag Dienstag "
        "Mittwoch Donnerstag Freitag Samstag Sonntag Dazu Darum Dann Dort Hier Jetzt Damit "
        "Gegen Trotz Während Wegen Ohne Laut Zwischen Hinter Durch Schon Rund Fast Weil Dass "
        "Statt Sein Seine Ihre Diese Dieser"
    ).split()
)


def find_dateline(text: str, *, within: int = 0) -> tuple[int, tuple[str, ...]]:
    """Where the report with its dateline begins, and the places: `(0, ())` when there is none.

    A dateline is one or more capitalised places before a dash, and a sentence after it.  It
    stands at the start; with `within` it may also follow a sentence that ends in the first
    `within` characters, as in texts whose lead is run into the body.
    """
    starts = [0]
    if within:
        starts += [match.end() for match in _SENTENCE_START.finditer(text, 0, within)]
    for start in starts:
        match = _DATELINE.match(text, start)
        if match is None:
            continue
        places = tuple(part.strip() for part in match["places"].split("/"))
        if all(_is_place(place) for place in places):
            return start, places
    return 0, ()


def dateline_agencies(text: str) -> tuple[str, ...]:
    """The agencies that a dateline names in brackets: `Berlin (dpa) -`."""
    match = _DATELINE.match(text)
    names = re.split(r"[/,]\s*", match["note"] or "") if match else []
    return tuple(AGENCIES[name.lower()] for name in names if name.lower() in AGENCIES)


_NO_PLACES = _FUNCTION_WORDS | set(MONTHS)


def _is_place(name: str) -> bool:
    words = name.split()
    return len(name) > 1 and (words[0] not in _NO_PLACES or name == "Den Haag")


# --- subheads -------------------------------------------------------------------------------

LONGEST_SUBHEAD = 80


def is_subhead(paragraph: str) -> bool:
    """A short paragraph without closing punctuation, on one line."""
    return (
        0 < len(paragraph) <= LONGEST_SUBHEAD
        and "\n" not in paragraph
        and paragraph[-1] not in ".!:;,…\"“”»«)’'"
        and any(character.isalpha() for character in paragraph)
    )


# --- sign-off -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignOff:
    """A closing bracket as written, and what it says."""

    text: str
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: DateInterval | None = None


@dataclass(slots=True)
class _Parts:
    agencies: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    date: DateInterval | None = None
    has_date: bool = False


_FINAL_BRACKET = re.compile(r"\((?P<inside>[^()]{2,160})\)\s*$")
_INNER_BRACKET = re.compile(r"\((?P<inside>[^()]{2,160})\)(?=\s)")
_BEFORE_INNER_BRACKET = tuple('.!?“"«)')
_SIGNED_DATE = re.compile(r"[\s,;–—-]*(?P<date>\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4})\s*$")
_SEPARATOR = re.compile(r"\s*[,;/&]\s*|\s+[–—-]\s+|\s+und\s+")
_ROLE = re.compile(
    r"(?:Texte?|Videos?|Fotos?|Bilder|Interview|Grafik|Audio|Podcast|Protokoll|Von)\s*:?\s+", re.I
)
_MARK = re.compile(r"[a-zäöüß]{2,6}\.?")
_NAME = re.compile(
    r"(?:[A-ZÄÖÜÀ-Þ][\w’'-]*\.?|von|van|de|der|den|zu|al|el|di|da|bin)"
    r"(?:\s(?:[A-ZÄÖÜÀ-Þ][\w’'-]*\.?|von|van|de|der|den|zu|al|el|di|da|bin)){1,4}"
)
_FROM_PLACE = re.compile(r"\s+(?:aus|in|berichtet aus)\s+[A-ZÄÖÜ].*$")
_STAGE_DIRECTIONS = frozenset("lacht sic ironisch seufzt grinst nickt zögert weint anm".split())
_SENTENCE_END = tuple('.!?…"“”«»:)–')


def find_sign_off(text: str) -> tuple[int, SignOff] | None:
    """The sign-off that closes `text`, and where its bracket begins; None without one.

    A bracket is a sign-off when each of its parts is an agency, a desk mark (`red`, `nim`), a
    person, an outlet in capitals or a date.  With a date or an agency that is enough; marks
    and names alone must follow the end of a sentence, which `(nach Kreuzbandriss)` does not.
    """
    match = _FINAL_BRACKET.search(text)
    parts = _classify(match["inside"]) if match else None
    if match is None or parts is None:
        return None
    after_a_sentence = text[: match.start()].rstrip().endswith(_SENTENCE_END)
    if parts.has_date or parts.agencies or parts.authors == ["red"] or after_a_sentence:
        return match.start(), _sign_off(match[0].rstrip(), parts)
    return None


def find_inner_sign_off(text: str) -> SignOff | None:
    """A sign-off followed by results or line-ups: agency or *red* and a date, after a sentence."""
    for match in _INNER_BRACKET.finditer(text):
        if text[: match.start()].rstrip().endswith(_BEFORE_INNER_BRACKET):
            parts = _classify(match["inside"])
            if parts and parts.date and (parts.agencies or "red" in parts.authors):
                return _sign_off(match[0], parts)
    return None


def _sign_off(text: str, parts: _Parts) -> SignOff:
    return SignOff(text, tuple(parts.agencies), tuple(parts.authors), parts.date)


def _classify(inside: str) -> _Parts | None:
    """What each part of a bracket is; None as soon as one is nothing a sign-off has."""
    parts = _Parts()
    if match := _SIGNED_DATE.search(inside):
        parts.has_date = True
        inside = inside[: match.start()]
        with contextlib.suppress(UnreadableDate):  # `18.8.015`: the rest still counts
            parts.date = parse_date(match["date"])
    for piece in _SEPARATOR.split(inside):
        piece = _ROLE.sub("", piece.strip(), count=1).strip()
        name = _FROM_PLACE.sub("", piece)
        if not piece or piece == "…":
            continue
        if piece.lower() in AGENCIES:
            parts.agencies.append(AGENCIES[piece.lower()])
        elif _MARK.fullmatch(piece) and piece not in _STAGE_DIRECTIONS:
            parts.authors.append(piece)
        elif _NAME.fullmatch(name) and name.split()[0] not in _FUNCTION_WORDS:
            if not piece.isupper():  # in capitals it is the paper: DER STANDARD
                parts.authors.append(name)
        else:
            return None
    return parts if parts.has_date or parts.agencies or parts.authors else None
