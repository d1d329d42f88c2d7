"""Every error this project raises on purpose.

    CorpusError
    ├── InvalidRequest            the asker must change something; has a code and a parameter
    │   ├── UnreadableDate        a date that cannot be read
    │   └── LimitExceeded         one of the documented limits, with the limit in the sentence
    │   └── CursorGone            the generation that a cursor resumes in is no longer kept
    ├── InvalidInput              a path or an article of the input cannot be used
    ├── NoIndex                   nothing has been built yet
    ├── UnusableIndex             there is an index, but this code must not or cannot read it
    │   └── GenerationGone        it was removed while being opened: look at CURRENT again
    ├── IndexLocked               another build is at work
    ├── BuildFailed               the disk, a permission or a worker stopped the writing
    └── UnknownArticle            no article has this id

Each message is one German sentence for the person in front of the screen: what is wrong,
where, and what to do.  Errors know nothing of HTTP or exit codes; the web and the command
line each map them once.
"""

from __future__ import annotations


class CorpusError(Exception):
    """Root of all errors of this project."""


class InvalidRequest(CorpusError):
    """A request that cannot be carried out as asked.

    `code` is a stable identifier for scripts, `parameter` the name of the parameter at
    fault as the web interface spells it, or None when no single one is.
    """

    def __init__(self, message: str, *, code: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.parameter = parameter


class UnreadableDate(InvalidRequest):
    """A date in a request or an article that is impossible or cannot be understood."""

    def __init__(self, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message, code="unreadable-date", parameter=parameter)


class LimitExceeded(InvalidRequest):
    """A documented limit was exceeded; the sentence names it."""


class CursorGone(InvalidRequest):
    """A cursor's generation was removed, so the walk cannot go on; it must begin again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="cursor-gone", parameter="cursor")


class InvalidInput(CorpusError):
    """A path of the input cannot be read at all, or holds no articles."""


class NoIndex(CorpusError):
    """No index has been built in this folder."""


class UnusableIndex(CorpusError):
    """The index is damaged, or was built by code with another schema or analyzer."""


class GenerationGone(UnusableIndex):
    """The generation vanished between reading CURRENT and opening its files."""


class IndexLocked(CorpusError):
    """Another process is building into the same index folder."""


class BuildFailed(CorpusError):
    """Writing could not go on; the index in use is untouched."""


class UnknownArticle(CorpusError):
    """No article with this id is in the index."""
