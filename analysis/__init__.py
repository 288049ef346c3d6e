"""Arabic news article in, sourced timeline out: the public names and the version."""

from .actors import find_actors
from .articles import read_article
from .conflicts import find_conflicts
from .quantities import find_quantities
from .quotes import find_quotes
from .timeline import build_timeline
from .times import tag_times

__all__ = [
    "build_timeline",
    "find_actors",
    "find_conflicts",
    "find_quantities",
    "find_quotes",
    "read_article",
    "tag_times",
]
__version__ = "0.1.0"
