"""Arabic news article in, sourced timeline out: the public names and the version."""

from .articles import read_article
from .times import tag_times

__all__ = ["read_article", "tag_times"]
__version__ = "0.1.0"
