"""Find a seed article by its name and read its hand-made tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .articles import Article, ArticleError, read_article

FOLDER = Path(__file__).resolve().parents[1] / "seeds"
SHIPPED = "2021-07-26-alarab-kadhimi-washington"  # the annotated article, of which the project's figures are


def read_seed(name: str) -> Article:
    """Read a seed article by the name of its folder, wherever the caller stands.

    Parameters
    ----------
    name : str
        Folder name in ``seeds/``.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        No such seed; the message lists those there are.

    Examples
    --------
    >>> read_seed("2021-07-26-alarab-kadhimi-washington").published.isoformat()
    '2021-07-26'
    """
    names = sorted(path.parent.name for path in FOLDER.glob("*/article.txt"))
    if name not in names:
        raise ArticleError(f"{name}: no such seed; there are: {', '.join(names) or 'none'}")
    return read_article(FOLDER / name)


def read_gold(article: Article, table: str) -> pd.DataFrame:
    """Read one hand-made table of a seed article.

    Parameters
    ----------
    article : Article
        A seed article.
    table : str
        ``times``, ``events``, ``quotes``, ``quantities``, ``actors``, ``conflicts``, ``record`` or ``traps``;
        ``seeds/README.md`` is the codebook.

    Returns
    -------
    pandas.DataFrame
        Every field as written, "" where nothing is said; only the offsets are numbers.

    Raises
    ------
    ArticleError
        The article has no such table.

    Examples
    --------
    >>> article = read_seed("2021-07-26-alarab-kadhimi-washington")
    >>> read_gold(article, "times").loc[0, ["text", "value"]].tolist()
    ['10 أكتوبر القادم', '2021-10-10']
    """
    path = article.folder / f"{table}.csv" if article.folder else None
    if path is None or not path.is_file():
        raise ArticleError(f"{article.folder or 'this article'}: there is no hand-made table {table}.csv")
    gold = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    offsets = [column for column in ("start", "end") if column in gold and (gold[column] != "").all()]
    return gold.astype(dict.fromkeys(offsets, int))
