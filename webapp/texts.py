"""Everything the interface says in German, and how it writes numbers and ranges of days.

Only the running text of the help page is elsewhere, in its template; the sentences of errors
come with the errors themselves.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from corpus.dates import MONTHS, DateInterval, day_label

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
FIELD_NAMES = {
    "q": "Suchwörter",
    "from": "Von",
    "to": "Bis",
    "source": "Quelle",
    "sort": "Reihenfolge",
}

SKIP_TO_CONTENT = "Zum Inhalt"
SKIP_TO_HITS = "Zu den Treffern"
SITE_NAVIGATION = "Über die Suche"
HELP = "Hilfe"
HELP_LONG = "So wird gesucht: alle Möglichkeiten"
PROMISE = "Keine Cookies, kein Protokoll der Suchen, nichts von fremden Servern."

# --- the form
SEARCH = "Suchen"
SEARCH_PRIVATELY = "Suchen ohne Spur"
MORE_FIELDS = "Zeitraum, Quelle, Reihenfolge"
QUERY_HINT = "Alle Wörter müssen vorkommen, in jeder Beugung. „…“ sucht es genau so."
DATE_EXAMPLES = {"from": "z. B. 2021-12", "to": "z. B. 30.12.2021"}
DATE_HINT = "Von und Bis: 2021, 2021-12 oder 30.12.2021"
PRIVATE_HINT = "Ohne Spur: Die Wörter stehen nicht in der Adresse."
ALL_SOURCES = "alle Quellen"
SEVERAL_SOURCES = "{number} gewählt, weitere dazu …"
RANGE = "Zeitraum"
EXCLUDED = "{title} ausgeschlossen"

# --- the start page
EXAMPLES_TITLE = "Zum Beispiel"
EXAMPLES = (
    ("Gletscher", "ein Wort in jeder Beugung"),
    ('"ein stiller Winter"', "genau diese Wörter"),
    ("Hochwasser ODER Sturm", "eines von beiden"),
    ("Winter -Schnee", "das eine ohne das andere"),
    ("Wien UND (Regierung ODER Parlament)", "mit Klammern"),
)
BROWSE = {"year": "Nach Jahren", "source": "Nach Quellen"}
UNDATED_LINE = "{number} ohne Datum"
BUILT_LINE = "Index vom {day}."

# --- the result
RESULT = "Suchergebnis"
SEARCHED_FOR = "gesucht wurde nach"
ACTIVE_FILTERS = "Gesetzte Filter"
REMOVE_CHIP = "{kind}: {value} – entfernen"
REMOVE_ALL = "alle entfernen"
REMOVE = "entfernen"
NARROW = "Eingrenzen"
REMOVE_FILTER = "{value} – Filter entfernen"
EXCLUDE = "ausschließen"
EXCLUDE_VALUE = "{value} ausschließen"
WITHOUT = "ohne"
LET_IN = "wieder zulassen"
LET_IN_VALUE = "{value} wieder zulassen"
MORE_VALUES = "{number} weitere"
APPROXIMATE = "(+{number} ungefähr)"
APPROXIMATE_TITLE = "Von diesen ist nur ein längerer Zeitraum bekannt, der sich überschneidet"
HITS_ON_PAGE = "Treffer {first} bis {last}"
PAGES = "Seiten"
PAGE = "Seite {number}"
PREVIOUS = "Vorige"
NEXT = "Nächste"
BEYOND = "Eine Seite {page} hat dieses Ergebnis nicht; die letzte ist {last}."
LAST_PAGE = "Zur letzten Seite"
INDEX_LINE = "Durchsucht wurden {articles} Artikel in {time}."

# --- nothing found
NOTHING_FOUND = "Zu dieser Suche gibt es keinen Artikel."
NOTHING_LEFT = "Mit diesen Filtern gibt es keinen Artikel."
UNKNOWN_VALUE = "{kind} „{value}“ kommt in diesem Bestand nicht vor."
WHAT_RESTRICTS = "Die Suche ist eingeschränkt"
WHAT_HELPS = "Was helfen kann"
ADVICE = (
    "Weniger Wörter: Jedes muss im selben Artikel vorkommen.",
    "Anführungszeichen weglassen: In ihnen zählt jede Endung.",
    "Mit ODER ein Wort gleicher Bedeutung dazunehmen.",
)

# --- an article
BACK = "Zurück zum Ergebnis"
PLACE = "{rank} von {total}"
PREVIOUS_HIT = "Vorheriger Treffer"
NEXT_HIT = "Nächster Treffer"
NEIGHBOURS = "Weitere Treffer"
TO_FIRST_MARK = "Zur ersten Fundstelle"
PHOTO = "Foto:"
ABOUT = "Angaben zum Artikel"
EXTRA = "Weitere Angaben aus der Quelle"
DATE = "Datum"
PLACES = ("Ort", "Orte")
AGENCIES = ("Agentur", "Agenturen")
AUTHORS = "Von"
LENGTH = "Länge"
ADDRESS = "Adresse"
ID = "Kennung"
NO_DATE = "ohne Datum"
NO_TITLE = "Ohne Titel"
DERIVED_TITLE = "Der Titel ist aus dem Vorspann abgeleitet; der Artikel selbst hat keinen."
UNREACHABLE = "Geblättert wird bis zum {limit}. Treffer; bitte die Suche eingrenzen."

# --- errors
CORRECT_FIELD = "Bitte das Feld „{name}“ berichtigen."
TO_SEARCH = "Zur Suche"
TRY_AGAIN = "Sobald der Index bereitsteht, geht es mit derselben Suche weiter."
STATUS_TITLES = {
    400: "Ungültige Anfrage",
    404: "Nicht gefunden",
    405: "Methode nicht erlaubt",
    410: "Nicht mehr da",
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
REPEATED_CURSOR = "Der Parameter „cursor“ kommt mehrfach vor, erlaubt ist er einmal."
BAD_RANK = "„nr“ muss die Nummer eines Treffers sein, eine ganze Zahl von 1 bis {limit}."
NO_PARAMETER = "Den Parameter „{name}“ gibt es hier nicht."
BAD_FORM = "Das Feld „request“ ist nicht lesbar."


def number(value: int) -> str:
    """`1.234`"""
    return f"{value:,}".replace(",", ".")


def counted(value: int, one: str, many: str) -> str:
    """`1 Artikel`, `1.234 Treffer`"""
    return f"{number(value)} {one if value == 1 else many}"


def hits(total: int) -> str:
    return counted(total, "Treffer", "Treffer") if total else "Keine Treffer"


def promise(total: int) -> str:
    """What would be found without a restriction."""
    return f"dann {hits(total)}" if total else "auch dann keine Treffer"


def range_label(first: date | None, last: date | None) -> str:
    """A range of days as people say it; either end may be open, not both."""
    if first is None or last is None:
        if first is not None:
            return f"ab {day_label(first)}"
        return f"bis {day_label(last)}" if last is not None else ""
    if first == last:
        return day_label(first)
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
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
