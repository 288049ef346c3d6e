"""How well the finders do against a hand-made annotation, with n and an interval beside every share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from .timex import Timex


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Interval of a share that small samples do not push out of 0–1.

    Parameters
    ----------
    hits, n : int
        Successes and trials.
    z : float
        Normal quantile; 1.96 gives 95 %.

    Returns
    -------
    tuple of float
        Lower and upper bound; (0, 1) where `n` is 0.

    References
    ----------
    E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209–212.

    Examples
    --------
    >>> [round(b, 2) for b in wilson(26, 26)]
    [0.87, 1.0]
    """
    if n == 0:
        return 0.0, 1.0
    p, d = hits / n, 1 + z * z / n
    centre = (p + z * z / (2 * n)) / d
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return max(0.0, centre - half), min(1.0, centre + half)


def share(hits: int, n: int) -> str:
    """Write a share with its count and interval.

    Examples
    --------
    >>> share(25, 26)
    '25 of 26 (96 %, 95 % interval 81–99 %)'
    """
    low, high = wilson(hits, n)
    part = f"{100 * hits / n:.0f} %" if n else "no case"
    return f"{hits} of {n} ({part}, 95 % interval {100 * low:.0f}–{100 * high:.0f} %)"


def score_times(found: Sequence[Timex], gold: pd.DataFrame) -> pd.DataFrame:
    """Compare time expressions with the annotation, one row an expression of either.

    Parameters
    ----------
    found : sequence of Timex
        From `tag_times`.
    gold : pandas.DataFrame
        A seed's ``times.csv``; rows marked ``borderline`` are neither hits nor false alarms, a value under
        ``alt`` (``;`` between several) counts as right.

    Returns
    -------
    pandas.DataFrame
        ``text, gold_value, found_text, found_value, rule, verdict``; the verdict is ``exact`` (span and
        value), ``span`` (value differs), ``overlap``, ``missed``, ``false alarm`` or ``borderline``.
    """
    rows, used = [], set()
    for g in gold.to_dict("records"):
        over = [t for t in found if t.start < g["end"] and g["start"] < t.end]
        t = max(over, key=lambda t: min(t.end, g["end"]) - max(t.start, g["start"]), default=None)
        used |= {id(t)} if t else set()
        rows.append(_verdict(g, t))
    rows += [
        {"text": "", "gold_value": "", "found_text": t.text, "found_value": t.value, "rule": t.rule}
        | {"verdict": "false alarm", "start": t.start}
        for t in found
        if id(t) not in used
    ]
    table = pd.DataFrame(rows).sort_values("start", kind="stable", ignore_index=True)
    return table.drop(columns="start")


def _verdict(g: dict, t: Timex | None) -> dict:
    row = {"text": g["text"], "gold_value": g["value"], "start": g["start"]}
    row |= {
        "found_text": t.text if t else "",
        "found_value": t.value if t else "",
        "rule": t.rule if t else "",
    }
    if g["borderline"] == "yes":
        return row | {"verdict": "borderline"}
    if t is None:
        return row | {"verdict": "missed"}
    right = t.value in {g["value"], *str(g.get("alt") or "").split(";")}
    if (t.start, t.end) != (g["start"], g["end"]):
        return row | {"verdict": "overlap" if right else "missed"}
    return row | {"verdict": "exact" if right else "span"}


def score_events(events: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Compare the event table with the annotation, one row an annotated event.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`.
    gold : pandas.DataFrame
        A seed's ``events.csv``.

    Returns
    -------
    pandas.DataFrame
        ``id, label_en, on_timeline, event_id`` (the row that fits best, empty for none), and whether it has
        the right ``date``, ``precision``, ``certainty`` and ``evidence`` (a sentence that the annotation
        names); ``right`` is all four. No row of the table is used for two events.
    """
    rows = events.to_dict("records")
    pairs = []
    for i, g in enumerate(gold.to_dict("records")):
        for j, row in enumerate(rows):
            fits = _fits(row, g)
            if fits["evidence"] and (fits["date"] or fits["certainty"]):
                pairs.append((-sum(fits.values()), -fits["date"], i, j, fits))
    taken_i, taken_j, best = set(), set(), {}
    for _, _, i, j, fits in sorted(pairs, key=lambda p: p[:4]):
        if i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            best[i] = {"event_id": rows[j]["event_id"], **fits}
    nothing = {"event_id": "", "date": False, "precision": False, "certainty": False, "evidence": False}
    out = pd.DataFrame([best.get(i, nothing) for i in range(len(gold))])
    out["right"] = out[["date", "precision", "certainty", "evidence"]].all(axis=1)
    return pd.concat([gold[["id", "label_en", "on_timeline"]].reset_index(drop=True), out], axis=1)


def _fits(row: dict, g: dict) -> dict[str, bool]:
    spans = [f"{g['evidence_start']}-{g['evidence_end']}", *str(g.get("more_evidence") or "").split(";")]
    pairs = [tuple(map(int, span.split("-"))) for span in spans if span]
    here = any(a < row["evidence_end"] and row["evidence_start"] < b for a, b in pairs)
    return {
        "date": (row["date_start"] or "", row["date_end"] or "")
        == (g["date_start"] or "", g["date_end"] or ""),
        "precision": row["precision"] == g["precision"],
        "certainty": row["certainty"] == g["certainty"],
        "evidence": here or g["sentence_id"] in row["more_evidence"].split("; "),
    }
