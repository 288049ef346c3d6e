"""The command line, ``python -m analysis SUBCOMMAND``: exit codes 0 done, 1 failed, 2 wrong input."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path

from . import __version__
from .articles import Article, ArticleError, read_article
from .export import ExportError, write_csv
from .page import LANGS, PageError, write_page
from .timeline import build_timeline, variants_as_json
from .times import tag_times

_FIRST_YEAR = 1900  # older publication dates are taken for typing errors


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage text."""

    def error(self, message: str):
        raise ArticleError(f"{message}; see python -m analysis --help")


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2021-07-26") from None
    if day.year < _FIRST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} lies before {_FIRST_YEAR}")
    return day


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m analysis", description="Arabic news article in, sourced timeline out.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="SUBCOMMAND", required=True)
    for name, run, says in (
        ("timeline", _timeline, "the event table of an article as events.csv"),
        ("times", _times, "its time expressions as times.csv"),
        ("page", _page, "the timeline beside the article's text as timeline.html"),
    ):
        sub = commands.add_parser(name, help=says, description=says)
        sub.add_argument("article", type=Path, metavar="ARTICLE", help="a UTF-8 text file or a seed folder")
        sub.add_argument(
            "--published", type=_date, metavar="YYYY-MM-DD", help="publication day of a text file"
        )
        sub.add_argument(
            "--out", type=Path, metavar="DIR", help="folder to write to (made where it is missing)"
        )
        sub.add_argument("--force", action="store_true", help="replace a file that is there already")
        if run is _page:
            sub.add_argument("--lang", choices=LANGS, default="ar", help="language in which the page opens")
            sub.set_defaults(json=False)
        else:
            sub.add_argument(
                "--json", action="store_true", help="print JSON on standard output; writes no file"
            )
        sub.set_defaults(run=run)
    return parser


def _timeline(article: Article, args: argparse.Namespace) -> None:
    events = build_timeline(article)
    if args.json:
        _print(events.to_dict("records"))
    else:
        _write(variants_as_json(events), args, "events.csv", f"{len(events)} events")


def _times(article: Article, args: argparse.Namespace) -> None:
    import pandas as pd

    records = [asdict(t) for t in tag_times(article.text, article.published)]
    if args.json:
        _print(records)
        return
    columns = ["start", "end", "text", "type", "value", "mod", "anchor", "rule"]
    columns += ["earliest", "latest", "precision", "edtf", "flags"]
    table = pd.DataFrame(records, columns=columns)
    table["flags"] = ["; ".join(flags) for flags in table["flags"]]
    _write(table, args, "times.csv", f"{len(table)} time expressions")


def _page(article: Article, args: argparse.Namespace) -> None:
    path = write_page(article, args.out / "timeline.html", lang=args.lang, force=args.force)
    print(f"evidence page in {path}", file=sys.stderr)


def _write(table, args: argparse.Namespace, name: str, what: str) -> None:
    path = args.out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(table, path, force=args.force)
    print(f"{what} in {path}", file=sys.stderr)


def _print(records: list[dict]) -> None:
    json.dump(records, sys.stdout, ensure_ascii=False, indent=1, default=str)
    print()


def _checked(argv: list[str] | None) -> tuple[Article, argparse.Namespace]:
    """Parse the arguments and read the article: everything that can be wrong before anything is written."""
    args = _parser().parse_args(argv)
    if args.out is None and not args.json:
        raise ArticleError(
            "say where to write with --out DIR" + ("" if args.run is _page else ", or ask for --json")
        )
    if args.out is not None and args.out.exists() and not args.out.is_dir():
        raise ArticleError(f"{args.out}: is a file; --out needs a folder")
    if args.article.is_file() and args.published is None:
        raise ArticleError(f"{args.article}: needs its publication day, --published YYYY-MM-DD")
    return read_article(args.article, args.published), args


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : list of str, optional
        Arguments; those of the process where they are not given.

    Returns
    -------
    int
        0 done, 1 failed on the way, 2 wrong input or usage.
    """
    try:
        article, args = _checked(argv)
        args.run(article, args)
    except (ArticleError, ExportError, PageError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
