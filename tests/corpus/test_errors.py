"""The errors: one root, and a docstring that shows the whole tree."""

from __future__ import annotations

import inspect
import re

from corpus import errors


def test_the_docstring_of_the_module_shows_the_whole_tree() -> None:
    shown = re.findall(r"^    ([│├└─ ]*)([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)
    classes = [value for _, value in inspect.getmembers(errors, inspect.isclass)]
    root = len(errors.CorpusError.__mro__)
    assert all(issubclass(error, errors.CorpusError) for error in classes)
    assert {name: len(branch) // 4 for branch, name in shown} == {
        error.__name__: len(error.__mro__) - root for error in classes
    }


def test_a_fault_of_the_asker_names_code_and_parameter() -> None:
    error = errors.UnreadableDate("Das Datum ist nicht lesbar.", parameter="from")
    assert str(error) == "Das Datum ist nicht lesbar."
    assert (error.code, error.parameter) == ("unreadable-date", "from")
