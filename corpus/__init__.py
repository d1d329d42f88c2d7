"""A searchable corpus of German news: everything that knows news and German, nothing of the web."""

__version__ = "0.1.0"
