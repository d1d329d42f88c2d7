"""Everything the interface says in German, and how it writes numbers and ranges of days.

Only the running text of the help page is elsewhere, in its template; the sentences of errors
come with the errors themselves.
"""

from __future__ import annotations

from datetime import date, timedelta

from corpus.dates import MONTHS, DateInterval, day_label
from corpus.request import MAX_REACH

SITE = "Nachrichtensuche"
LANGUAGE = "de-AT"

FACETS = {
    "year": "Jahr",
    "month": "Monat",
    "day": "Tag",
    "source": "Quelle",
    "section": "Ressort",
    "agency": "Agentur",
    "place": "Ort",
}
SORTS = {
    "relevance": "Relevanz",
    "newest": "Neueste zuerst",
    "oldest": "Älteste zuerst",
}
FIELD_NAMES = {"q": "Suchwörter", "from": "Von", "to": "Bis", "source": "Quelle", "sort": "Ordnung"}

QUERY_HINT = "Alle Wörter müssen vorkommen. „…“ sucht genau so; UND, ODER, NICHT und Klammern gehen."
DATE_HINT = "2021, 2021-12 oder 30.12.2021"
PRIVATE_HINT = (
    "Ohne Spur: Die Wörter stehen nicht in der Adresse und so weder im Verlauf des Browsers "
    "noch in einem Protokoll."
)
NO_DATE = "ohne Datum"
NO_TITLE = "Ohne Titel"
DERIVED_TITLE = "Der Titel ist aus dem Vorspann abgeleitet; der Artikel selbst hat keinen."
UNREACHABLE = f"Geblättert wird bis zum {MAX_REACH:,}. Treffer; bitte die Suche eingrenzen.".replace(
    ",", "."
)

STATUS_TITLES = {
    400: "Ungültige Anfrage",
    404: "Nicht gefunden",
    405: "Methode nicht erlaubt",
    413: "Anfrage zu groß",
    500: "Interner Fehler",
    503: "Nicht bereit",
}
STATUS_DETAILS = {
    400: "Die Anfrage ist so nicht verständlich.",
    404: "Unter dieser Adresse gibt es nichts.",
    405: "Diese Methode ist hier nicht erlaubt.",
    413: "Die Anfrage ist zu groß; erlaubt sind 64 Kilobyte.",
    500: "Etwas ist schiefgegangen; die Anfrage wurde nicht aufgezeichnet.",
}
STATUS_CODES = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    500: "internal-error",
}

BODY_NOT_JSON = "Der Rumpf der Anfrage ist kein JSON-Objekt in UTF-8."
BODY_VALUE = "Der Wert von „{name}“ muss Text, eine Zahl oder eine Liste von Texten sein."
BAD_RANK = "„nr“ muss die Nummer eines Treffers sein, eine ganze Zahl von 1 bis {limit}."
BAD_FORM = "Das Feld „request“ ist nicht lesbar."


def number(value: int) -> str:
    """`1.234`"""
    return f"{value:,}".replace(",", ".")


def counted(value: int, one: str, many: str) -> str:
    """`1 Artikel`, `1.234 Treffer`"""
    return f"{number(value)} {one if value == 1 else many}"


def hits(total: int) -> str:
    return counted(total, "Treffer", "Treffer") if total else "Keine Treffer"


def range_label(first: date | None, last: date | None) -> str:
    """A range of days as people say it; either end may be open, not both."""
    if first is None or last is None:
        if first is not None:
            return f"ab {day_label(first)}"
        return f"bis {day_label(last)}" if last is not None else ""
    if first == last:
        return day_label(first)
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} bis {last.year}"
    if whole_months:
        return _months_label(first, last)
    return DateInterval(first, last).label


def _months_label(first: date, last: date) -> str:
    begin, end = MONTHS[first.month - 1], f"{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    return f"{begin} bis {end}" if first.year == last.year else f"{begin} {first.year} bis {end}"
