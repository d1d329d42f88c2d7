"""What every engine does, as one class: subclass it, give it an `engine`, and that is the test.

    class TestSomething(EngineContract):
        @pytest.fixture
        def engine(self) -> Engine:
            return load_engine("something")

A real difference of an engine is a skip in its subclass, with the reason.
"""

from __future__ import annotations

from .counting import Counting
from .damage import Damage
from .forming import Forming
from .matching import Matching
from .oracle import EqualsTheOracle
from .restricting import Restricting
from .resuming import Resuming
from .segments import Segments
from .storing import Storing


class EngineContract(
    Matching, Forming, Restricting, Resuming, Counting, Storing, Segments, Damage, EqualsTheOracle
):
    """Matching, forms of words, restrictions, order and where it resumes, counts, storage,
    segments, damage, and equality with the oracle.
    """
