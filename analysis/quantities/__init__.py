"""`find_quantities`: the numbers of an article, what they count, how exact they are, whose part they are."""

from .checks import oversized_parts, totals
from .linking import find_quantities
from .record import KINDS, Quantity

__all__ = ["KINDS", "Quantity", "find_quantities", "oversized_parts", "totals"]
