"""Fixed phrases of the figures, in Arabic and English, and dates as a figure sets them."""

from __future__ import annotations

import datetime as dt
import re
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
        """What the date line adds in brackets, unless the label says it too: not realised, or not stated."""
        if event.certainty != "realised":
            note = self.say(f"label_{event.certainty}")
        else:
            note = self.say("label_inferred") if event.inferred else ""
        said = {word.strip("()[]«»“”،,.:;").casefold() for word in event.label.split()}
        return "" if _plain(note) in {_plain(word) for word in said} else note

    def edited(self, events: Iterable[Event]) -> str:
        """What the flag means and how many carry it; nothing where no row was changed."""
        flags = [event.edited for event in events]
        return self.say("edited", n=sum(flags), total=len(flags)) if any(flags) else ""

    def source(self, attrs: Mapping[str, Any], published: int | None) -> str:
        """Source of a figure: as given, or the outlet and the day of publication."""
        outlet = str(attrs.get("outlet") or "")
        day = dt.date.fromordinal(published).isoformat() if published is not None else ""
        return str(attrs.get("source") or ", ".join(filter(None, (outlet, day))))

    def outlet(self, attrs: Mapping[str, Any]) -> str:
        """Name of the outlet; of «العرب (Al-Arab)» the name in the figure's own letters comes first."""
        return typesetting.own_name_first(typesetting.drawable(str(attrs.get("outlet") or "")), self.rtl)

    def more(self, n: int, noun: str = "more_event") -> str:
        """Line that stands for folded events, or for rows of another table."""
        return self.say("more", counted=self.counted(noun, n))


def _plain(word: str) -> str:
    """Word without Arabic vowel signs, in small letters."""
    return re.sub("[\u064b-\u0652]", "", word).casefold()
