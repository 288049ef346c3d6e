"""Fixed phrases of the figures, in Arabic and English, and dates as a figure sets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis import lexicon, typesetting
from analysis.figures.events import Event
from analysis.wording import Wording, month_tradition

__all__ = ["FLAG", "Words", "month_tradition"]

FLAG = "*"  # after the label of a row that a person changed


@dataclass(frozen=True)
class Words(Wording):
    """Everything a figure says that the table does not, in one language and style."""

    @property
    def rtl(self) -> bool:
        """Whether the figure runs from right to left."""
        return self.lang == "ar"

    def say(self, key: str, **values: Any) -> str:
        """Fixed phrase with its numerals filled in."""
        text = lexicon.load("figure_words")[self.lang][key].format(**values)
        return self.digits(text)

    def embed(self, text: str) -> str:
        """Text from the table, kept together inside a sentence of the figure's language."""
        return typesetting.embed(text, self.rtl)

    def date_of(self, event: Event, weekday: bool = False, year: bool = True) -> str:
        """The date line of an event's label: what is stated, at the precision stated."""
        text = self.words_of(event, weekday, year)
        return text[:1].upper() + text[1:]

    def qualifier(self, event: Event) -> str:
        """What the date line adds in brackets: not realised, or not stated."""
        if event.certainty != "realised":
            return self.say(f"label_{event.certainty}")
        return self.say("label_inferred") if event.inferred else ""

    def edited(self, events: Iterable[Event]) -> str:
        """What the flag means and how many carry it; nothing where no row was changed."""
        flags = [event.edited for event in events]
        return self.say("edited", n=sum(flags), total=len(flags)) if any(flags) else ""

    def source(self, attrs: Mapping[str, Any], published: int | None) -> str:
        """Source of a figure: as given, or the outlet and the day of publication."""
        outlet = str(attrs.get("outlet") or "")
        day = dt.date.fromordinal(published).isoformat() if published is not None else ""
        return str(attrs.get("source") or ", ".join(filter(None, (outlet, day))))

    def more(self, n: int) -> str:
        """Line that stands for folded events."""
        return self.say(f"more_{n}" if n < 3 else "more_n", n=n)
