"""Percentiles of measured seconds, and how they are shown."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Seconds at the median and the 99th percentile, and how many a second."""

    p50: float
    p99: float
    per_second: float

    @classmethod
    def of(cls, seconds: Sequence[float], total: float) -> "Figures":
        """From the seconds of each, and of all together."""
        cuts = statistics.quantiles(seconds, n=100)
        return cls(statistics.median(seconds), cuts[98], len(seconds) / total)

    def row(self, name: str) -> str:
        """A line of the table."""
        return f"{name:<34}{self.p50 * 1000:>9.1f} ms{self.p99 * 1000:>9.1f} ms{self.per_second:>9.0f} /s"


def table(rows: Sequence[tuple[str, Figures]], ratio: str) -> str:
    """Rows under a heading, with the ratio below."""
    head = f"{'':<34}{'p50':>12}{'p99':>12}{'rate':>11}"
    return "\n".join([head, *(figures.row(name) for name, figures in rows), ratio])
