"""Clocks, the warm-up's rule, and the timed loop."""

import gc
import math
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise, repeat
from statistics import median

CLOCK = getattr(time, "CLOCK_MONOTONIC_RAW", time.CLOCK_MONOTONIC)

Run = Callable[[], object]


def now() -> int:
    """Return nanoseconds on the worker's own monotonic clock."""
    return time.clock_gettime_ns(CLOCK)


def stamp_cost() -> int:
    """Return the median cost of one clock stamp, in nanoseconds, over 1,001 chained stamps."""
    stamps = [time.clock_gettime_ns(CLOCK) for _ in repeat(None, 1002)]
    return int(median(after - before for before, after in pairwise(stamps)))


class WarmUpRule:
    """Decides when a warm-up may end: two windows in a row whose medians are within 2 % of the window before.

    A window closes at 5 inferences and 10 milliseconds, whichever comes later.
    """

    MINIMUM_INFERENCES = 5
    MINIMUM_NANOSECONDS = 10_000_000
    TOLERANCE = 0.02
    STEADY_WINDOWS = 2

    def __init__(self) -> None:
        """Begin with an empty window."""
        self._window: list[int] = []
        self._sum = 0
        self._steady = 0
        self.last_median: float | None = None

    @property
    def is_steady(self) -> bool:
        """Whether the warm-up may end."""
        return self._steady >= self.STEADY_WINDOWS

    def add(self, nanoseconds: int) -> None:
        """Take the time of one more inference."""
        self._window.append(nanoseconds)
        self._sum += nanoseconds
        if len(self._window) < self.MINIMUM_INFERENCES or self._sum < self.MINIMUM_NANOSECONDS:
            return
        middle = float(median(self._window))
        before = self.last_median
        is_close = before is not None and abs(math.log(max(middle, 1) / max(before, 1))) < math.log1p(self.TOLERANCE)
        self._steady = self._steady + 1 if is_close else 0
        self.last_median = middle
        self._window.clear()
        self._sum = 0


@dataclass(frozen=True, slots=True)
class BlockTimes:
    """A block's values, and wall and processor time of all of them, in nanoseconds."""

    values: list[int]
    wall: int
    cpu: int


def run_block(rotation: Sequence[Run], *, values: int, inferences_per_value: int, first: int) -> BlockTimes:
    """Run one inference that is not timed, then `values` values, rotating from sample `first` on.

    The loops hold what cannot be left out in Python: taking the next callable, calling it, reading the clock and
    storing the stamp. That is 100 to 300 ns a value. Stamps go to memory that is there and touched; the interpreter
    makes an integer object of each from its own free list. The collector of cycles stands still meanwhile.
    """
    start = first % len(rotation)
    ordered = [*rotation[start:], *rotation[:start]]
    following = cycle(ordered).__next__
    stamps = array("Q", bytes(8 * (values + 1)))
    read = time.clock_gettime_ns
    clock = CLOCK
    gc.collect()
    gc.disable()
    try:
        ordered[-1]()
        cpu_start = time.process_time_ns()
        stamps[0] = read(clock)
        if inferences_per_value == 1:
            for index in range(1, values + 1):
                following()()
                stamps[index] = read(clock)
        else:
            for index in range(1, values + 1):
                for _ in repeat(None, inferences_per_value):
                    following()()
                stamps[index] = read(clock)
        cpu = time.process_time_ns() - cpu_start
    finally:
        gc.enable()
    times = [after - before for before, after in pairwise(stamps)]
    return BlockTimes(times, stamps[values] - stamps[0], cpu)
