"""The sixteen queries, as a journalist would type them, and the range they are narrowed to."""

from __future__ import annotations

from datetime import date

QUERIES = (
    "Merkel",
    "Laschet",
    "Corona",
    "Regierung",
    "Menschen",
    "Lieferkettengesetz",
    "US-Präsident",
    "Impfung Nebenwirkungen",
    "Berlin Mieten",
    "Wirecard Untersuchungsausschuss",
    "Kinder Schule Lockdown",
    "Biden OR Harris",
    "Söder OR Laschet OR Merz",
    "Impfstoff NOT AstraZeneca",
    '"Black Lives Matter"',
    '"künstliche Intelligenz"',
)
"""Names, common and very common words, a rare compound, a hyphen, two and three words, OR, NOT,
phrases: syntax that both sides read alike, with every word required."""

PHRASES = (
    '"Black Lives Matter"',
    '"künstliche Intelligenz"',
    '"Angela Merkel"',
    '"in den vergangenen Jahren"',
    '"die Zahl der"',
    '"Deutsche Presse-Agentur"',
)
"""Names, a term, and phrases of which each word is in nearly every article."""

FIRST, LAST = date(2020, 10, 1), date(2020, 12, 31)
"""A quarter in the middle of the corpus."""

YEAR = 2020
