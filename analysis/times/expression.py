"""The record between finding and dating: an expression whose date is still open."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Expression:
    """One time expression as found, before the DCT is known.

    Parameters
    ----------
    start, end : int
        Offsets into the unedited text.
    text : str
        The words.
    rule : str
        Name of the rule that found it.
    kind : str
        What `resolve` has to do: ``day month year unit ago duration set ref holiday season clock``.
    type : str
        TIMEX3 type.
    data : dict
        What the words say, and nothing else: ``{"month": 10, "day": 10}``.
    mod : str or None
        TIMEX3 mod.
    cue : {"past", "present", "future"} or None
        Tense or planning cue of the clause, where the words leave the direction open; ``present``, of months
        alone, is an imperfect.
    signal : str or None
        The word immediately before.
    link : str
        What stands between this expression and the next: ``w`` and, ``t`` to, ``i`` in, ``m`` corresponding
        to, or "" where they do not touch.
    sentence : int
        Number of the sentence, counted from the first line.
    """

    start: int
    end: int
    text: str
    rule: str
    kind: str
    type: str
    data: dict = field(default_factory=dict)
    mod: str | None = None
    cue: str | None = None
    signal: str | None = None
    link: str = ""
    sentence: int = 0
