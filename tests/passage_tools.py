"""Score the finders of quotations, numbers and actors over the passages of tests/passages.

Run ``python tests/passage_tools.py [BATCH …]`` from the project folder to see the figures and each miss.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from analysis import find_actors, find_quantities, find_quotes
from analysis.arabic import fold
from analysis.articles import Article, from_text
from analysis.quotes import Quote
from analysis.scores import share

PASSAGES = Path(__file__).parent / "passages"
BATCHES = ("first", "second", "third")
_HALF = 0.5


def read_passages(batch: str) -> list[dict]:
    """Read one batch of annotated passages."""
    return tomllib.loads((PASSAGES / f"{batch}.toml").read_text(encoding="utf-8"))["passage"]


def article_of(passage: dict) -> Article:
    """Make an article of a passage."""
    return from_text(passage["text"].strip("\n"), passage["dct"])


def located(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Find phrases in their order in a text, each after the start of the one before where it can be."""
    out, at = [], 0
    for phrase in phrases:
        start = text.find(phrase, at)
        start = text.find(phrase) if start < 0 else start
        if start < 0:
            raise ValueError(f"{phrase!r} does not stand in the passage")
        out.append((start, start + len(phrase)))
        at = start + 1
    return out


def score(passage: dict) -> tuple[Counter, list[str]]:
    """Count hits of one passage, and say what was missed."""
    article = article_of(passage)
    mentions = find_actors(article)
    quotes = find_quotes(article, mentions)
    counts: Counter = Counter()
    misses: list[str] = []
    _score_quotes(passage, article, quotes, counts, misses)
    _score_numbers(passage, article, quotes, counts, misses)
    for (words, kind, name), span in zip(
        passage["actors"], located(article.text, [a[0] for a in passage["actors"]]), strict=True
    ):
        got = [(m.kind, m.name_ar) for m in mentions if m.start < span[1] and span[0] < m.end]
        counts["actors"] += 1
        counts["actors right"] += (kind, name) in got
        if (kind, name) not in got:
            misses.append(f"actor {words} {kind} {name}: {got}")
    return counts, misses


def _score_quotes(
    passage: dict, article: Article, found: list[Quote], counts: Counter, misses: list[str]
) -> None:
    spans = located(article.text, [q[1] for q in passage["quotes"]])
    kinds = {"d": "direct", "i": "indirect"}
    likes = []
    for i, (row, (a, b)) in enumerate(zip(passage["quotes"], spans, strict=True)):
        for j, q in enumerate(found):
            shared = max(0, min(b, q.end) - max(a, q.start)) / (max(b, q.end) - min(a, q.start))
            fits = shared == 1 if row[0] == "d" else shared >= _HALF
            if kinds[row[0]] == q.kind and fits:
                likes.append((-shared, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(likes):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    for i, row in enumerate(passage["quotes"]):
        kind, words, speaker, *how = row
        counts[kinds[kind]] += 1
        if i not in pairs:
            misses.append(f"{kinds[kind]} «{words}» {speaker}")
            continue
        q = found[pairs[i]]
        exact, right = (q.start, q.end) == spans[i], _same_speaker(q.speaker, speaker)
        marked = q.attribution == (how[0] if how else "named" if speaker else q.attribution)
        counts[f"{kinds[kind]} found"] += 1
        counts[f"{kinds[kind]} exact"] += exact
        counts[f"{kinds[kind]} speaker"] += right
        counts["attribution"] += marked
        if not (exact and right and marked):
            misses.append(f"{kinds[kind]} «{words}» {speaker}: «{q.text}» {q.speaker} {q.attribution}")
    for j, q in enumerate(found):
        counts[f"{q.kind} rows"] += 1
        if j not in pairs.values():
            misses.append(f"false {q.kind} «{q.text}» {q.speaker} {q.verb} {q.construction}")


def _same_speaker(found: str | None, wanted: str) -> bool:
    if not found or not wanted:
        return not found and not wanted
    return fold(found) in fold(wanted) or fold(wanted) in fold(found)


def _score_numbers(
    passage: dict, article: Article, quotes: list[Quote], counts: Counter, misses: list[str]
) -> None:
    found = find_quantities(article, quotes=quotes)
    spans = located(article.text, [n[0] for n in passage["numbers"]])
    texts = {q.id: q.text for q in found}
    matched = set()
    for (words, value, unit, *whole), (a, b) in zip(passage["numbers"], spans, strict=True):
        q = next((q for q in found if q.start < b and a < q.end and q.id not in matched), None)
        counts["numbers"] += 1
        counts["numbers found"] += q is not None
        if q is None:
            misses.append(f"number {words}")
            continue
        matched.add(q.id)
        part = texts.get(q.part_of)
        right = (
            _same_value(q.value, q.low, value),
            (unit or "").removesuffix("s") == (q.unit or "").removesuffix("s"),
            part == (whole[0] if whole else None),
        )
        counts["numbers right"] += all(right)
        if not all(right):
            misses.append(f"number {words} {value} {unit} {whole}: {q.text} {q.value} {q.unit} {part}")
    counts["number rows"] += len(found)
    misses += [f"false number «{q.text}» {q.kind}" for q in found if q.id not in matched]


def _same_value(value: object, low: object, wanted: object) -> bool:
    if wanted == "some":
        return value is None and low is None
    if isinstance(wanted, str) and wanted.endswith(".."):
        return value is None and low == int(wanted[:-2])
    if isinstance(wanted, str) or isinstance(value, str) or value is None:
        return value == wanted
    return Fraction(str(wanted)) == Fraction(str(value))


def figures(counts: Counter) -> list[str]:
    """Write the counts as shares with n and interval."""
    c = counts
    return [
        "direct, exact span: " + share(c["direct exact"], c["direct"]),
        "direct rows that are right: " + share(c["direct found"], c["direct rows"]),
        "direct, right speaker: " + share(c["direct speaker"], c["direct"]),
        "indirect found: " + share(c["indirect found"], c["indirect"]),
        "indirect, exact span: " + share(c["indirect exact"], c["indirect"]),
        "indirect rows that are right: " + share(c["indirect found"], c["indirect rows"]),
        "indirect, right speaker: " + share(c["indirect speaker"], c["indirect"]),
        "kind of attribution: " + share(c["attribution"], c["direct"] + c["indirect"]),
        "numbers, right in all fields: " + share(c["numbers right"], c["numbers"]),
        "number rows that are right: " + share(c["numbers found"], c["number rows"]),
        "actors right: " + share(c["actors right"], c["actors"]),
    ]


def main() -> None:
    """Print the misses and the figures."""
    total: Counter = Counter()
    for batch in sys.argv[1:] or BATCHES:
        for n, passage in enumerate(read_passages(batch)):
            counts, misses = score(passage)
            total += counts
            for miss in misses:
                print(batch, n, passage["press"], miss)
    print(*figures(total), sep="\n")


if __name__ == "__main__":
    main()
