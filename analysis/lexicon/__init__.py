"""Word lists as TOML data, one file a class, each with its source."""

import functools
import tomllib
from importlib import resources


@functools.cache
def load(name: str) -> dict:
    """Read one word list.

    Parameters
    ----------
    name : str
        File name without ``.toml``, for instance ``"months"``.

    Returns
    -------
    dict
        The parsed TOML. It is cached and shared: do not change it.

    Raises
    ------
    FileNotFoundError
        If no list has this name.
    """
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
