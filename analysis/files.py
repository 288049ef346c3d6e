"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write to, which becomes the file itself only when all is written.

    The name holds the number of the process, so that two of them that write the same file do not meet.

    Parameters
    ----------
    path : pathlib.Path
        The file; its folder is there.

    Yields
    ------
    pathlib.Path
        A name beside it. On an error it is removed, and an older file stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with whole(folder / "a.txt") as part:
    ...     size = part.write_text("all of it")
    >>> [path.name for path in folder.iterdir()]
    ['a.txt']
    """
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
