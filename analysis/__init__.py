"""Arabic news article in, sourced timeline out: the public names and the version."""

from .articles import read_article

__all__ = ["read_article"]
__version__ = "0.1.0"
