"""`python -m corpus.german.lexicon` compiles the lexicon, so that no search has to wait for it."""

from corpus.german.lexicon import lexicon

lexicon()
