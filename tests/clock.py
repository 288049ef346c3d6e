"""How long a piece of work takes, told the same way by every test of speed."""

import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of the quickest of some runs: what else the machine is busy with does not count."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
