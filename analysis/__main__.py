"""The command line, ``python -m analysis SUBCOMMAND``: exit codes 0 done, 1 failed, 2 wrong input."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import difflib
import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from . import __version__, archive
from .articles import Article, ArticleError
from .dossier import FORMATS, Dossier, free, open_article, read_tables, write_exports, write_seed
from .export import ExportError, json_document, write_csv
from .intake import ENCODINGS
from .page import LANGS, PageError, write_page
from .rerun import NotebookError, choose_parameters, count_cells, find_notebooks, rerun
from .seeds import FOLDER as SEEDS
from .timeline import RowError, build_timeline, variants_as_json
from .times import tag_times

_YEARS = archive.YEARS
_EPILOG = """\
ARTICLE is a seed folder, or a .txt, .html, .docx or .pdf file with its publication day:

  python -m analysis timeline article.txt --published 2021-07-26 --json | jq '.[].label_ar'
  python -m analysis page article.html --published auto --out my-page
  python -m analysis article article.docx --published 2021-07-26
  python -m analysis archive folder --out tables --workers 4

Results go to the folder of --out, or to standard output with --json; messages and progress go to standard
error. Exit codes: 0 done, 1 failed on the way, 2 wrong input or usage. Nothing is replaced without --force.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage text, and name what was probably meant."""

    def error(self, message: str):
        raise ArticleError(f"{message}{self._meant(message)}; see {self.prog} --help")

    def _meant(self, message: str) -> str:
        unknown = re.search(r"unrecognized arguments:.*?(--[\w-]+)", message)
        known = [option for action in _all_actions(self) for option in action.option_strings]
        near = difflib.get_close_matches(unknown[1], known, 1) if unknown else []
        return f" (did you mean {near[0]}?)" if near else ""


def _all_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from _all_actions(sub)


def _date(text: str) -> dt.date | str:
    if text == "auto":
        return text
    try:
        day = dt.date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2021-07-26") from None
    if day.year not in _YEARS:
        side = f"before {_YEARS[0]}" if day.year < _YEARS[0] else f"after {_YEARS[-1]}"
        raise argparse.ArgumentTypeError(f"{text!r} lies {side}")
    return day


def _formats(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{text!r}: no such format; there are {', '.join(FORMATS)}")
    return names


def _parser(prog: str = "python -m analysis") -> argparse.ArgumentParser:
    parser = _Parser(
        prog=prog,
        description="Arabic news article in, sourced timeline out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="SUBCOMMAND", required=True, title="subcommands")
    for add in (_add_timeline, _add_times, _add_page, _add_export, _add_article, _add_archive):
        add(commands)
    return parser


def _add(commands, name: str, run: Callable, says: str) -> argparse.ArgumentParser:
    sub = commands.add_parser(
        name, help=says, description=f"{says[0].upper()}{says[1:]}.", allow_abbrev=False
    )
    sub.add_argument("article", type=Path, metavar="ARTICLE", help="a seed folder or a file")
    sub.add_argument(
        "--published",
        type=_date,
        metavar="YYYY-MM-DD",
        help="publication day of a file; «auto» takes the one that the file states, and says so",
    )
    _add_encoding(sub)
    sub.add_argument("--out", type=Path, metavar="DIR", help="folder to write to, made where it is missing")
    sub.add_argument("--force", action="store_true", help="replace files that are there already")
    sub.set_defaults(run=run, json=False)
    return sub


def _add_encoding(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--encoding",
        choices=ENCODINGS,
        default="auto",
        help="of a text file (default: %(default)s); «auto» recognises it, and says so",
    )


def _add_timeline(commands) -> None:
    sub = _add(commands, "timeline", _timeline, "write the event table of an article as events.csv")
    sub.add_argument("--json", action="store_true", help="print JSON on standard output; writes no file")


def _add_times(commands) -> None:
    sub = _add(commands, "times", _times, "write its time expressions as times.csv")
    sub.add_argument("--json", action="store_true", help="print JSON on standard output; writes no file")


def _add_page(commands) -> None:
    says = "write the timeline beside the article's text as timeline.html"
    sub = _add(commands, "page", _page, says)
    sub.add_argument("--lang", choices=LANGS, default="ar", help="language in which the page opens")


def _add_export(commands) -> None:
    says = "write every table of an article for other programs"
    sub = _add(commands, "export", _export, says)
    sub.add_argument("--json", action="store_true", help="print all tables as JSON; writes no file")
    sub.add_argument(
        "--formats",
        type=_formats,
        default=list(FORMATS),
        metavar="LIST",
        help=f"some of {','.join(FORMATS)} (default: all)",
    )


def _add_article(commands) -> None:
    says = "write everything about an article (tables, all figures, page) to OUT/NAME"
    sub = _add(commands, "article", _article, says)
    sub.add_argument("--lang", choices=LANGS, default="ar", help="language of figures and page")
    sub.add_argument(
        "--notebooks", action="store_true", help="run the notebooks that take parameters as well"
    )
    sub.set_defaults(out=Path("out"))


def _add_archive(commands) -> None:
    says = "read every article of an archive into one events.csv and one times.csv"
    sub = commands.add_parser(
        "archive", help=says, description=f"{says[0].upper()}{says[1:]}.", allow_abbrev=False
    )
    sub.add_argument(
        "archive",
        type=Path,
        metavar="ARCHIVE",
        help="a folder of .txt, .html, .docx and .pdf files with the publication day at the head of the name"
        ' or in a .json file beside them, or a .jsonl file with {"id", "published", "text"} a line',
    )
    sub.add_argument(
        "--published",
        choices=("auto",),
        help="«auto» takes the day that a file states where its name gives none, and says so",
    )
    _add_encoding(sub)
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    sub.add_argument("--tables", choices=(*archive.TABLES, "all"), default="all", help="default: all")
    sub.add_argument("--workers", type=_workers, default=1, metavar="N", help="processes (default: 1)")
    sub.add_argument("--force", action="store_true", help="replace files that are there already")
    sub.set_defaults(run=_archive, json=False)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)


def _archive(args: argparse.Namespace) -> int:
    tables = archive.TABLES if args.tables == "all" else (args.tables,)
    _check_folder(args.out)
    skipped: list[archive.Skipped] = []
    total = sum(1 for _ in archive.list_archive(args.archive, skipped.append))
    with _bar(total) as advance:
        done = archive.run(
            args.archive,
            args.out,
            tables,
            args.workers,
            args.force,
            advance,
            encoding=args.encoding,
            stated=args.published == "auto",
        )
    _say_some(done.notes)
    if skipped:
        _say(f"{len(skipped)} skipped:")
        _say_some([f"{what.name}: {what.reason}" for what in skipped])
    rows = ", ".join(f"{n} {name}" for name, n in done.rows.items())
    _say(f"{done.articles} articles, {rows} in {done.folder}")
    if done.failed:
        _say(f"{done.failed} could not be read; {done.folder / 'failed.csv'} says why")
    return 1 if done.failed else 0


def _say_some(lines: Sequence[str], most: int = 20) -> None:
    for line in lines[:most]:
        _say(f"  {line}")
    if len(lines) > most:
        _say(f"  and {len(lines) - most} more")


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
    _say(f"evidence page in {path}")


def _export(article: Article, args: argparse.Namespace) -> None:
    tables = read_tables(article)
    if args.json:
        print(json_document(tables, article), end="")
        return
    paths = write_exports(article, tables, args.out, args.formats, args.force)
    _say(f"{len(paths)} files in {args.out}")


def _article(article: Article, args: argparse.Namespace) -> None:
    folder = args.out / (args.article.stem if args.article.is_file() else args.article.resolve().name)
    there = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    free(folder, there, args.force)
    plan = {path: _parameters(path, article, args) for path in (find_notebooks() if args.notebooks else [])}
    if args.article.is_file():
        article = write_seed(article, args.article, folder / "seed")
    dossier = Dossier(article, folder, args.lang, notebooks=bool(plan))
    drawn = [path for path, given in plan.items() if "FIGURES" in given]  # these write the figures themselves
    failed: dict[Path, NotebookError] = {}
    try:
        with _bar(len(dossier.steps(not drawn)) + sum(map(count_cells, plan))) as advance:
            _run_notebooks(plan, folder / "notebooks", advance, failed)
            for name, step in dossier.steps(not drawn or any(path in failed for path in drawn)):
                advance(name, 0)
                step()
                advance(name)
    finally:  # also where a step fails in its turn
        for error in failed.values():
            _say(f"error: {error}")
    _say(f"{len(dossier.tables['events'])} events; everything is in {folder}")
    if failed:
        done = "the others ran to their end; tables, figures and page are complete"
        raise NotebookError(f"{len(failed)} of {len(plan)} notebooks stopped, {done}")


def _parameters(path: Path, article: Article, args: argparse.Namespace) -> dict[str, str]:
    """Parameters of a notebook; it is run in a folder beside ``seed`` and ``figures``."""
    where = "../seed"
    if not args.article.is_file():  # a seed folder of the project, or of the reader's own
        seed = (article.folder or args.article).resolve()
        where = seed.name if seed.parent == SEEDS else str(seed)
    given = {"ARTICLE": where, "PUBLISHED": article.published.isoformat()}
    return choose_parameters(
        path, given | {"LANG": args.lang, "FIGURES": "../figures"}, optional=("LANG", "FIGURES")
    )


def _run_notebooks(
    plan: dict[Path, dict[str, str]], folder: Path, advance: Callable, failed: dict[Path, NotebookError]
) -> None:
    """Run each notebook, also after one that stopped; note those that did, with what they said."""
    for path, given in plan.items():
        advance(path.stem, 0)
        ran: list[int] = []
        try:
            rerun(path, folder / path.name, given, lambda n=path.stem, ran=ran: ran.append(1) or advance(n))
        except NotebookError as error:
            failed[path] = error
            advance(path.stem, count_cells(path) - len(ran))


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Callable]:
    """A progress bar on standard error where tqdm is installed, else a line a step."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda name, steps=1: None if steps else _say(f"{name} …")
        return
    with tqdm(total=total, unit="step", file=sys.stderr, dynamic_ncols=True) as bar:

        def advance(name: str, steps: int = 1) -> None:
            bar.set_description(name)
            bar.update(steps)

        yield advance


def _write(table, args: argparse.Namespace, name: str, what: str) -> None:
    path = args.out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(table, path, force=args.force)
    _say(f"{what} in {path}")


def _say(line: str) -> None:
    print(line.replace("\r", " ").replace("\n", " "), file=sys.stderr)


def _print(records: list[dict]) -> None:
    json.dump(records, sys.stdout, ensure_ascii=False, indent=1, default=str)
    print()


def _checked(args: argparse.Namespace) -> Article:
    """Check the arguments and read the article: everything that can be wrong before anything is written."""
    has_json = args.run in (_timeline, _times, _export)
    if args.out is None and not args.json:
        raise ArticleError("say where to write with --out DIR" + (", or ask for --json" if has_json else ""))
    if args.out is not None:
        _check_folder(args.out)
    if args.run is _article and not _is_text(args.article.name):
        raise ArticleError(f"{_printable(args.article)}: its name is not UTF-8; rename it")
    article, notes = open_article(args.article, args.published, args.encoding)
    for note in notes:
        _say(f"{args.article.name}: {note}")
    return article


def _check_folder(out: Path) -> None:
    """Check that a folder can be made or written to, before any work is done for it."""
    if out.is_symlink() and not out.exists():
        raise ArticleError(f"{out}: is a link that leads nowhere; --out needs a folder")
    there = next((p for p in (out, *out.parents) if os.path.lexists(p)), Path())
    if not there.is_dir():
        raise ArticleError(f"{there}: is a file; --out needs a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise ArticleError(f"{there}: cannot be written to; choose another folder for --out")


def _is_text(name: str) -> bool:
    return name == _printable(name)


def _printable(name: object) -> str:
    return str(name).encode("utf-8", "backslashreplace").decode()


def _prepare_streams() -> None:
    """Write JSON as UTF-8 whatever the terminal's encoding is, and messages without failing on a letter."""
    for name, options in (("stdout", {"encoding": "utf-8"}), ("stderr", {})):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before the program began
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", **options)


@contextlib.contextmanager
def _tidy() -> Iterator[None]:
    """Take half-written files away also where the program is told to end."""
    try:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main(argv: list[str] | None = None, prog: str = "python -m analysis") -> int:
    """Run one command.

    Parameters
    ----------
    argv : list of str, optional
        Arguments; those of the process where they are not given.
    prog : str
        How the command was called, for its help.

    Returns
    -------
    int
        0 done, 1 failed on the way, 2 wrong input or usage.
    """
    _prepare_streams()
    args = None
    try:
        with _tidy():
            args = _parser(prog).parse_args(argv)
            if args.run is _archive:
                return _archive(args)
            args.run(_checked(args), args)
            sys.stdout.flush()
    except (ArticleError, ExportError, PageError, RowError) as error:
        _say(f"error: {error}")
        return 2
    except NotebookError as error:
        _say(f"error: {error}")
        return 1
    except BrokenPipeError:  # the reader of the pipe has gone, as «head» does; say nothing, also not at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        place = error.filename or getattr(args, "out", None) or "standard output"
        _say(f"error: {place}: {error.strerror}")
        return 1
    except KeyboardInterrupt:
        _say("interrupted")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
