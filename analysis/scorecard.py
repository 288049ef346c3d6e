"""How well each finder does on an annotated seed, on one card."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from .actors import find_actors
from .articles import Article
from .conflicts import find_conflicts
from .quantities import find_quantities
from .quotes import find_quotes
from .scores import (
    match_actors,
    score_actors,
    score_conflicts,
    score_events,
    score_quantities,
    score_quotes,
    score_times,
    wilson,
)
from .seeds import read_gold
from .timeline import build_timeline
from .times import tag_times

_BLOCK = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", re.DOTALL)


def scorecard(article: Article) -> pd.DataFrame:
    """Compare everything that is found in a seed with its annotation.

    Parameters
    ----------
    article : Article
        A seed with hand-made tables.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``right``, ``n``, ``low`` and ``high`` (95 % interval of the share), ``notebook`` that goes
        into it.

    Examples
    --------
    >>> from analysis.seeds import read_seed
    >>> card = scorecard(read_seed("2021-07-26-alarab-kadhimi-washington"))
    >>> bool((card["right"] <= card["n"]).all()), len(card)
    (True, 7)
    """
    rows = [*_times(article), *_events(article), *_voices(article), *_numbers(article), *_conflicts(article)]
    card = pd.DataFrame(rows, columns=["what", "right", "n", "notebook"])
    bounds = [wilson(right, n) for right, n in zip(card["right"], card["n"], strict=True)]
    return card.assign(low=[low for low, _ in bounds], high=[high for _, high in bounds])


def _row(what: str, right: pd.Series, notebook: str) -> tuple[str, int, int, str]:
    return what, int(right.sum()), len(right), notebook


def _times(article: Article) -> list[tuple]:
    found = tag_times(article.text, article.published)
    scored = score_times(found, read_gold(article, "times"))
    core = scored[scored["verdict"].isin(["borderline", "false alarm"]).eq(False)]
    what = "time expressions with the right span and value"
    return [_row(what, core["verdict"] == "exact", "02-resolve-times")]


def _events(article: Article) -> list[tuple]:
    scored = score_events(build_timeline(article), read_gold(article, "events"))
    charted = scored[scored["on_timeline"] == "yes"]
    what = "events with the right date, precision, certainty and evidence"
    return [_row(what, charted["right"], "03-build-timeline")]


def _voices(article: Article) -> list[tuple]:
    mentions, gold = find_actors(article), read_gold(article, "actors")
    quotes = find_quotes(article, mentions)
    scored = score_quotes(quotes, read_gold(article, "quotes"), match_actors(mentions, gold))
    direct, indirect = (scored[(scored["kind"] == k) & (scored["id"] != "")] for k in ("direct", "indirect"))
    actors = score_actors(mentions, gold)
    actors = actors[actors["actor"] != ""]
    hit = ["exact", "overlap"]
    both = (direct["verdict"] == "exact") & direct["speaker_right"].astype(bool)
    return [
        _row("direct quotations with the right span and speaker", both, "04-voices"),
        _row("indirect statements found", indirect["verdict"].isin(hit), "04-voices"),
        _row("mentions of actors given to the right actor", actors["verdict"].isin(hit), "04-voices"),
    ]


def _numbers(article: Article) -> list[tuple]:
    found = find_quantities(article, quotes=find_quotes(article))
    scored = score_quantities(found, read_gold(article, "quantities"))
    known = scored[scored["id"] != ""]
    return [_row("numbers with the right value, unit and whole", known["right"], "05-numbers")]


def _conflicts(article: Article) -> list[tuple]:
    scored = score_conflicts(find_conflicts(article), read_gold(article, "conflicts"))
    known = scored[scored["id"] != ""]
    what = "disagreements of the article with itself, with both places"
    return [_row(what, known["verdict"] == "found", "06-conflicts-and-record")]


def as_markdown(card: pd.DataFrame, notebooks: str = "notebooks") -> str:
    """Set a card as a Markdown table.

    Parameters
    ----------
    card : pandas.DataFrame
        From `scorecard`.
    notebooks : str
        Where the notebooks lie, for the links.

    Returns
    -------
    str
    """
    lines = ["| what | right | 95 % interval | notebook |", "| --- | --- | --- | --- |"]
    for row in card.itertuples():
        name = str(row.notebook)
        link = f"[{name[:2]}]({notebooks}/{name}.ipynb)"
        interval = f"{100 * row.low:.0f}–{100 * row.high:.0f} %"
        lines.append(f"| {row.what} | {row.right} of {row.n} | {interval} | {link} |")
    return "\n".join(lines) + "\n"


def refresh(path: Path, article: Article) -> bool:
    """Bring the scores of a Markdown file up to date, between ``<!-- scores -->`` and ``<!-- /scores -->``.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    article : Article
        The seed that is scored.

    Returns
    -------
    bool
        Whether the file changed.

    Raises
    ------
    ValueError
        The file has no such place.
    """
    text = path.read_text(encoding="utf-8")
    new, places = _BLOCK.subn(lambda _: as_markdown(scorecard(article)), text)
    if places != 1:
        raise ValueError(f"{path.name}: one place for the scores is needed, there are {places}")
    if new != text:
        path.write_text(new, encoding="utf-8", newline="\n")
    return new != text
