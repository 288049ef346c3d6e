"""Read the phrases of tests/phrases and score a tagger over them.

Run ``python tests/phrase_tools.py`` from the project folder to see the figures and each miss.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Expression:
    """One annotated expression; ``values`` and ``mods`` are the readings that count as right."""

    start: int
    end: int
    text: str
    type: str
    values: tuple[str, ...]
    mods: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One phrase with its document creation time and its expressions in order."""

    topic: str
    dct: dt.date
    press: str
    text: str
    timex: tuple[Expression, ...]


@dataclass(slots=True)
class Tally:
    """Counts over the exact spans of one or more cases."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    value: int = 0
    type: int = 0
    mod: int = 0
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        counts = (getattr(self, name) + getattr(other, name) for name in self.__slots__)
        return Tally(*counts)

    def f1(self, name: str) -> float:
        """F1 of ``strict`` (the span) or ``value`` (the span and the value)."""
        both = self.gold + self.found
        return 2 * getattr(self, name) / both if both else 1.0

    def accuracy(self, name: str) -> float:
        """Share of the exact spans whose ``type`` or ``mod`` is right."""
        return getattr(self, name) / self.strict if self.strict else 0.0


def locate(text: str, rows: Iterable[list[str]]) -> tuple[Expression, ...]:
    """Find the annotated expressions in the text from left to right."""
    found, at = [], 0
    for words, type_, values, mods in rows:
        start = text.find(words, at)
        if start < 0:
            raise ValueError(f"«{words}» is not in «{text}» after offset {at}")
        at = start + len(words)
        readings = tuple(mod or None for mod in mods.split("|"))
        found.append(Expression(start, at, words, type_, tuple(values.split("|")), readings))
    return tuple(found)


def load_cases(folder: Path = PHRASES) -> list[Case]:
    """Read every phrase of a folder of TOML files."""
    cases = []
    for path in sorted(folder.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            timex = locate(row["text"], row["timex"])
            cases.append(Case(path.stem, row["dct"], row["press"], row["text"], timex))
    return cases


def tally(case: Case, tag: Callable) -> Tally:
    """Compare a tagger's output with the annotation of one case."""
    found = {(t.start, t.end): t for t in tag(case.text, case.dct)}
    result = Tally(gold=len(case.timex), found=len(found))
    for gold in case.timex:
        hit = found.pop((gold.start, gold.end), None)
        if hit is None:
            result.misses.append(_line(case, f"missed «{gold.text}» {gold.type} {'|'.join(gold.values)}"))
            continue
        right = {
            "value": hit.value in gold.values,
            "type": hit.type == gold.type,
            "mod": hit.mod in gold.mods,
        }
        result.strict += 1
        for name, good in right.items():
            setattr(result, name, getattr(result, name) + good)
        if not all(right.values()):
            wanted = f"{gold.type} {'|'.join(gold.values)} {'|'.join(m or '-' for m in gold.mods)}"
            result.misses.append(
                _line(case, f"«{gold.text}» {wanted}, found {hit.type} {hit.value} {hit.mod or '-'}")
            )
    for extra in found.values():
        result.misses.append(_line(case, f"false alarm «{extra.text}» {extra.type} {extra.value}"))
    return result


def _line(case: Case, message: str) -> str:
    return f"{case.topic} {case.dct:%a %Y-%m-%d}: {message} | {case.text}"


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson 95 % interval of a share.

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson(98, 100)]
    [0.93, 0.994]
    """
    share, spread = hits / n, z * z / n
    middle = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def bootstrap(tallies: list[Tally], name: str, rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """Percentile 95 % interval of an F1, drawing whole cases; the seed makes it repeatable."""
    draw = random.Random(seed)
    counts = [(t.gold + t.found, 2 * getattr(t, name)) for t in tallies]
    figures = []
    for _ in range(rounds):
        sample = draw.choices(counts, k=len(counts))
        figures.append(sum(hits for _, hits in sample) / max(1, sum(n for n, _ in sample)))
    figures.sort()
    return figures[int(0.025 * rounds)], figures[int(0.975 * rounds) - 1]


def report(cases: list[Case], tag: Callable) -> tuple[str, list[str]]:
    """Figures with their intervals as text, and the list of misses."""
    tallies = [tally(case, tag) for case in cases]
    total = sum(tallies, Tally())
    negatives = [t for case, t in zip(cases, tallies, strict=True) if not case.timex]
    clean = sum(not t.found for t in negatives)
    lines = [f"cases {len(cases)}, expressions {total.gold}, found {total.found}"]
    for name in ("strict", "value"):
        low, high = bootstrap(tallies, name)
        lines.append(
            f"{name} F1 {total.f1(name):.4f} [{low:.4f}, {high:.4f}] (bootstrap, n = {len(cases)} cases)"
        )
    for name in ("type", "mod"):
        low, high = wilson(getattr(total, name), max(1, total.strict))
        lines.append(
            f"{name} accuracy {total.accuracy(name):.4f} [{low:.4f}, {high:.4f}] (Wilson, n = {total.strict})"
        )
    if negatives:
        low, high = wilson(clean, len(negatives))
        share = clean / len(negatives)
        lines.append(f"negatives clean {share:.4f} [{low:.4f}, {high:.4f}] (Wilson, n = {len(negatives)})")
    return "\n".join(lines), total.misses


def main() -> int:
    """Print the misses, then the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topic", help="only this file of tests/phrases, without .toml")
    parser.add_argument("--by-topic", action="store_true", help="also the figures of each file")
    args = parser.parse_args()
    from analysis import tag_times

    cases = [case for case in load_cases() if args.topic in (None, case.topic)]
    if not cases:
        sys.exit(f"no phrases named {args.topic}")
    figures, misses = report(cases, tag_times)
    print("\n".join(misses))
    if args.by_topic:
        for topic in sorted({case.topic for case in cases}):
            total = sum((tally(case, tag_times) for case in cases if case.topic == topic), Tally())
            figures_of = f"strict F1 {total.f1('strict'):.3f} value F1 {total.f1('value'):.3f}"
            print(f"{topic:12} n {total.gold:4} {figures_of}")
    print(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
