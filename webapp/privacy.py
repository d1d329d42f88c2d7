"""No word of a query in any log.

What people look for is nobody's business, so errors are logged as the class of the exception
and the lines it passed: no message, no argument, no address, no header.  `describe` writes
that line, `log_quietly` is what the application logs with, and `QuietLogger` what gunicorn
does.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from flask import Flask
from gunicorn.errors import HaltServer  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

MAX_FRAMES = 30
"""Frames named per exception, the innermost of them; a recursion has thousands."""

_CONTROL_FLOW = (StopIteration, SystemExit, KeyboardInterrupt, HaltServer)
"""What gunicorn ends itself with; such an exception comes from no request."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def describe(error: BaseException | None) -> str:
    """An exception and what caused it, as classes and lines of code only."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
        lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        parts.append("\n  ".join([_class_name(type(error)), *lines]))
        error = error.__cause__ or error.__context__
    return "\n  from ".join(parts)


def _class_name(kind: type[BaseException]) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


class QuietFlask(Flask):
    """Flask, whose own line for an unhandled exception would hold address and message."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        self.logger.error("Unbehandelter Fehler: %s", describe(exc_info[1]))


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger, for `--logger-class`.

    gunicorn 27 writes request data in these places: `Worker.handle_error` (the whole address,
    or the bytes of a malformed request, ready formatted), the worker's "Socket error" and
    "Error handling request" with their tracebacks, debug messages, and the access log.  All
    but the access log speak while an exception is being handled.  So then nothing of the
    message is kept unless gunicorn is merely ending ("Shutting down: Master") or the arguments
    are numbers; debug messages and the access log are off whatever the configuration says.
    """

    @classmethod
    def install(cls) -> None:
        """Called by gunicorn once: the interpreter's own last words are to be quiet too."""
        logging.raiseExceptions = False  # or a log call that fails prints its arguments
        sys.unraisablehook = lambda event: _last_words(event.exc_value)
        threading.excepthook = lambda event: _last_words(event.exc_value)

    def critical(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(logging.CRITICAL, msg, *args, **kwargs)

    def error(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(logging.ERROR, msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(logging.ERROR, msg, *args, **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(logging.WARNING, msg, *args, **kwargs)

    def info(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(logging.INFO, msg, *args, **kwargs)

    def debug(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Dropped: at this level gunicorn writes paths and the bytes of broken requests."""

    def log(self, lvl: Any, msg: Any, *args: Any, **_: Any) -> None:
        level = self.LOG_LEVELS.get(lvl.lower(), logging.INFO) if isinstance(lvl, str) else lvl
        if level <= logging.DEBUG:
            return
        error = sys.exception()
        if error is None or isinstance(error, _CONTROL_FLOW) or _are_numbers(args):
            self.error_log.log(level, msg, *args)
        elif level < logging.ERROR:
            self.error_log.log(level, "Unlesbare Anfrage: %s", _class_name(type(error)))
        else:
            self.error_log.log(level, "Unbehandelter Fehler: %s", describe(error))

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Dropped, also when an access log is configured."""

    def _compute_access_log_enabled(self) -> bool:
        return False


def _are_numbers(args: tuple[Any, ...]) -> bool:
    return bool(args) and all(isinstance(argument, int) for argument in args)


def _last_words(error: BaseException | None) -> None:
    print(f"Unbehandelter Fehler: {describe(error)}", file=sys.stderr, flush=True)
