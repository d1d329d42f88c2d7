"""German: where words and sentences are, and which spellings and forms are one word.

Everything outside this package uses these names only.
"""

from corpus.german.analyzer import Analyzer, ChunkTerms, Occurrence, QueryWord
from corpus.german.clauses import Apart
from corpus.german.layers import Layers
from corpus.german.morphology import Meaning
from corpus.german.sentences import sentence_spans

__all__ = [
    "Analyzer",
    "Apart",
    "ChunkTerms",
    "Layers",
    "Meaning",
    "Occurrence",
    "QueryWord",
    "sentence_spans",
]
