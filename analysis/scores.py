"""How well the finders do against a hand-made annotation, with n and an interval beside every share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from .actors import Mention
from .events import bounds
from .lexicon import load
from .quantities import Quantity
from .quotes import Quote
from .timex import Timex

_PLAIN_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_HALF = 0.5  # spans that share less than half of what they cover together are two different ones


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


# ------------------------------------------------------------------------------------------ spans


def _likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Shared part of two spans: characters in both, divided by characters in either."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, shared) / (max(a[1], b[1]) - min(a[0], b[0]))


def _pair(
    gold: list[dict], found: Sequence, least: float = 0.0, same: Callable[[dict, object], bool] | None = None
) -> dict[int, int]:
    """Pair spans one to one, the most alike first; `same` says which may be paired at all."""
    likes = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            like = _likeness((g["start"], g["end"]), (f.start, f.end))
            if like > 0 and like >= least and (same is None or same(g, f)):
                likes.append((-like, i, j))
    pairs, taken = {}, set()
    for _, i, j in sorted(likes):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _span_verdict(g: dict, f: object | None) -> str:
    if f is None:
        return "missed"
    return "exact" if (f.start, f.end) == (g["start"], g["end"]) else "overlap"


def _in_text_order(rows: list[dict], columns: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["start", *columns])
    return table.sort_values("start", kind="stable", ignore_index=True).drop(columns="start")


# ------------------------------------------------------------------------------------------ actors

_ACTORS = ("actor", "name_en", "form", "text", "found_text", "found_actor", "verdict")


def match_actors(found: Sequence[Mention], gold: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Say which annotated actor each found actor stands for.

    Parameters
    ----------
    found : sequence of Mention
        From `find_actors`.
    gold : pandas.DataFrame
        A seed's ``actors.csv``.

    Returns
    -------
    dict
        ``(canonical id, kind)`` to the annotation's id. One to one, by the number of mentions that the two
        share; the kind must be the same. An actor found for two annotated ones is right for one of them only.
    """
    rows = gold.to_dict("records")
    shared = Counter(
        (rows[i]["actor"], found[j].actor, found[j].kind)
        for i, j in _pair(rows, found).items()
        if rows[i]["kind"] == found[j].kind
    )
    names: dict[tuple[str, str], str] = {}
    for (actor, *key), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if tuple(key) not in names and actor not in names.values():
            names[key[0], key[1]] = actor
    return names


def score_actors(found: Sequence[Mention], gold: pd.DataFrame) -> pd.DataFrame:
    """Compare mentions of actors with the annotation, one row a mention of either.

    Parameters
    ----------
    found : sequence of Mention
        From `find_actors`.
    gold : pandas.DataFrame
        A seed's ``actors.csv``.

    Returns
    -------
    pandas.DataFrame
        ``actor, name_en, form, text`` of the annotation, ``found_text, found_actor``, and the verdict:
        ``exact`` (span and actor), ``overlap`` (the actor, another span), ``wrong actor``, ``missed``,
        ``false alarm``. Which found actor is right is decided by `match_actors`.
    """
    rows, names = gold.to_dict("records"), match_actors(found, gold)
    pairs = _pair(rows, found)
    out = []
    for i, g in enumerate(rows):
        f = found[pairs[i]] if i in pairs else None
        wrong = f is not None and names.get((f.actor, f.kind)) != g["actor"]
        said = {"found_text": f.text if f else "", "found_actor": f.actor if f else ""}
        out.append(g | said | {"verdict": "wrong actor" if wrong else _span_verdict(g, f)})
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        f = found[j]
        said = {"start": f.start, "found_text": f.text, "found_actor": f.actor, "verdict": "false alarm"}
        out.append(dict.fromkeys(_ACTORS, "") | said)
    return _in_text_order(out, _ACTORS)


# ------------------------------------------------------------------------------------------ quotes

_QUOTES = ("id", "kind", "text", "speaker", "found_text", "found_speaker", "verdict", "speaker_right")


def score_quotes(
    found: Sequence[Quote], gold: pd.DataFrame, actors: Mapping[tuple[str, str], str]
) -> pd.DataFrame:
    """Compare quotations and reported statements with the annotation, one row one of either.

    Parameters
    ----------
    found : sequence of Quote
        From `find_quotes`.
    gold : pandas.DataFrame
        A seed's ``quotes.csv``; ``not_a_quotation`` marks names and labels in quotation marks.
    actors : mapping
        From `match_actors`: which found actor stands for which annotated speaker.

    Returns
    -------
    pandas.DataFrame
        ``id, kind, text, speaker`` of the annotation, ``found_text, found_speaker``, and the verdict:
        ``exact``, ``overlap`` (at least half of both spans taken together is shared), ``missed``,
        ``false alarm``; for quotation marks that are none ``left out`` or ``taken``. Direct is compared with
        direct, indirect with indirect. ``speaker_right``: the annotated speaker, or nobody where the text
        names nobody.
    """
    rows = gold.to_dict("records")
    pairs = _pair(rows, found, _HALF, lambda g, f: g["kind"] == f.kind)
    out = [_quote_row(g, found[pairs[i]] if i in pairs else None, found, actors) for i, g in enumerate(rows)]
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        f = found[j]
        said = {"kind": f.kind, "found_text": f.text, "found_speaker": f.speaker or "", "start": f.start}
        out.append(dict.fromkeys(_QUOTES, "") | said | {"verdict": "false alarm", "speaker_right": False})
    return _in_text_order(out, _QUOTES)


def _quote_row(g: dict, f: Quote | None, found: Sequence[Quote], actors: Mapping) -> dict:
    said = {"found_text": f.text if f else "", "found_speaker": (f.speaker or "") if f else ""}
    if g["kind"] == "not_a_quotation":
        taken = [q for q in found if q.kind == "direct" and q.start < g["end"] and g["start"] < q.end]
        said["found_text"] = taken[0].text if taken else ""
        return g | said | {"verdict": "taken" if taken else "left out", "speaker_right": not taken}
    right = f is not None and _speaker(f, actors) == g["speaker"]
    return g | said | {"verdict": _span_verdict(g, f), "speaker_right": right}


def _speaker(quote: Quote, actors: Mapping[tuple[str, str], str]) -> str:
    """Return the annotation's id of the speaker, "" for nobody, "?" for one that it does not know."""
    if quote.speaker is None:
        return ""
    keys = [(quote.actor, kind) for kind in ("person", "organisation")]
    return next((actors[key] for key in keys if key in actors), "?")


# ------------------------------------------------------------------------------------------ quantities

_FIELDS = ("value", "approx", "unit", "part_of")
_QUANTITIES = (
    "id", "text", "found_id", "found_text", "verdict", "gold_value", "found_value", "gold_unit", "found_unit",
    *_FIELDS, "right", "as_of", "asserted_by",
)  # fmt: skip


def score_quantities(found: Sequence[Quantity], gold: pd.DataFrame) -> pd.DataFrame:
    """Compare quantities with the annotation, one row a quantity of either.

    Parameters
    ----------
    found : sequence of Quantity
        From `find_quantities`.
    gold : pandas.DataFrame
        A seed's ``quantities.csv``.

    Returns
    -------
    pandas.DataFrame
        ``id, text``, ``found_id, found_text``, the verdict on the span (``exact``, ``overlap``, ``missed``,
        ``false alarm``), value and unit of both, and whether ``value`` (with its bounds where the annotation
        gives them), ``approx``, ``unit`` (singular or plural) and ``part_of`` are right; ``right`` is all
        four. ``as_of`` and ``asserted_by`` stand apart: the same first and last day as annotated, and a
        source named exactly where the annotation names one.
    """
    rows = gold.to_dict("records")
    pairs = _pair(rows, found)
    ids = {found[j].id: rows[i]["id"] for i, j in pairs.items()}
    out = [_quantity_row(g, found[pairs[i]] if i in pairs else None, ids) for i, g in enumerate(rows)]
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        f = found[j]
        row = dict.fromkeys(_QUANTITIES, "") | {"start": f.start, "found_id": f.id, "found_text": f.text}
        row |= {"verdict": "false alarm", "found_value": _as_text(f.value), "found_unit": f.unit or ""}
        out.append(row | dict.fromkeys((*_FIELDS, "right", "as_of", "asserted_by"), False))
    return _in_text_order(out, _QUANTITIES)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _quantity_row(g: dict, f: Quantity | None, ids: Mapping[str, str]) -> dict:
    row = {
        "id": g["id"],
        "start": g["start"],
        "text": g["text"],
        "gold_value": g["value"],
        "gold_unit": g["unit"],
    }
    row |= {
        "verdict": _span_verdict(g, f),
        "found_id": "",
        "found_text": "",
        "found_value": "",
        "found_unit": "",
    }
    if f is None:
        return row | dict.fromkeys((*_FIELDS, "right", "as_of", "asserted_by"), False)
    row |= {
        "found_id": f.id,
        "found_text": f.text,
        "found_value": _as_text(f.value),
        "found_unit": f.unit or "",
    }
    row |= {
        "value": _same_value(g, f),
        "approx": (g["approx"] == "yes") == f.approx,
        "unit": _unit(g["unit"]) == _unit(f.unit or ""),
        "part_of": g["part_of"] == (ids.get(f.part_of, "?") if f.part_of else ""),
        "as_of": _days(g["as_of"]) == _days(f.as_of or ""),
        "asserted_by": bool(g["asserted_by"]) == bool(f.asserted_by),
    }
    return row | {"right": all(row[field] for field in _FIELDS)}


def _unit(name: str) -> str:
    """Return the name that the word list gives a unit, in the singular."""
    names = load("quantities")["unit_names"].items()
    return next((unit for unit, others in names if name in others), name).removesuffix("s")


def _days(edtf: str) -> tuple[str, ...]:
    """Return the first and last day that a date or window allows: «2021-01~» begins on 1 January."""
    if not edtf:
        return ()
    ends = [part.strip("~?%") for part in edtf.split("/")]
    if not all(_PLAIN_DATE.fullmatch(end) for end in ends):
        return (edtf,)
    return str(bounds(ends[0])[0]), str(bounds(ends[-1])[1])


def _same_value(g: dict, f: Quantity) -> bool:
    """Compare value and bounds; an empty value matches words that give no number («all», «decades»)."""
    bounds = [(g["low"], f.low), (g["high"], f.high)]
    if any(said and (number is None or Fraction(said) != Fraction(number)) for said, number in bounds):
        return False
    if g["value"] == "":
        return f.value is None or isinstance(f.value, str)
    return f.value is not None and not isinstance(f.value, str) and Fraction(g["value"]) == Fraction(f.value)


# ------------------------------------------------------------------------------------------ conflicts

_CONFLICTS = ("id", "title", "conflict_id", "kind", "spans", "covered", "verdict")


def score_conflicts(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Compare conflicts with the annotation, one row a conflict of either.

    Parameters
    ----------
    found : pandas.DataFrame
        From `find_conflicts`.
    gold : pandas.DataFrame
        A seed's ``conflicts.csv``, one row a span.

    Returns
    -------
    pandas.DataFrame
        ``id, title`` of the annotation, ``conflict_id, kind`` of the row that covers it, how many ``spans``
        the annotation has and how many of them are ``covered`` by the row, and the verdict: ``found`` (both
        places of the row lie on two different spans), ``one place``, ``missed``, ``false alarm``. No row
        counts twice.
    """
    groups = [(name, rows.to_dict("records")) for name, rows in gold.groupby("id", sort=False)]
    likes = []
    for i, (_, spans) in enumerate(groups):
        for j, row in enumerate(found.to_dict("records")):
            sides = _covered(row, spans)
            two = all(sides[:2]) and len(sides[0] | sides[1]) > 1
            if any(sides):
                likes.append((not two, -len(set().union(*sides)), i, j))
    best: dict[int, tuple[int, bool, int]] = {}
    for one, covered, i, j in sorted(likes):
        if i not in best and j not in {j for j, *_ in best.values()}:
            best[i] = j, not one, -covered
    return _conflict_rows(groups, found.to_dict("records"), best)


def _covered(row: dict, spans: list[dict]) -> list[set[int]]:
    """For each place of a row, first a, then b, then the further ones: the annotated spans it touches."""
    places = [(row["start_a"], row["end_a"]), (row["start_b"], row["end_b"])]
    places += [tuple(map(int, span.split("-"))) for span in row["more"].split("; ") if span]
    return [{n for n, s in enumerate(spans) if s["start"] < b and a < s["end"]} for a, b in places]


def _conflict_rows(
    groups: list[tuple[str, list[dict]]], found: list[dict], best: Mapping[int, tuple[int, bool, int]]
) -> pd.DataFrame:
    out = []
    for i, (name, spans) in enumerate(groups):
        row = dict.fromkeys(_CONFLICTS, "") | {"id": name, "title": spans[0]["title"], "spans": len(spans)}
        row |= {"covered": 0, "verdict": "missed"}
        if i in best:
            j, two, covered = best[i]
            row |= {"conflict_id": found[j]["conflict_id"], "kind": found[j]["kind"], "covered": covered}
            row["verdict"] = "found" if two else "one place"
        out.append(row)
    for j in sorted(set(range(len(found))) - {j for j, *_ in best.values()}):
        row = {"conflict_id": found[j]["conflict_id"], "kind": found[j]["kind"], "spans": 0, "covered": 0}
        out.append(dict.fromkeys(_CONFLICTS, "") | row | {"verdict": "false alarm"})
    return pd.DataFrame(out, columns=_CONFLICTS)
