"""The article's text with its marks: every character of it, in order, with small references to the events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from ..articles import Paragraph, Sentence
from .facts import Facts, Piece, pieces
from .words import escape

# A heading inside the article, or a line of its own kind.
_TAGS = {"headline": "h3", "subhead": "h4"}


def passage(facts: Facts) -> str:
    """Set the article as paragraphs by role, sentences and marks.

    Parameters
    ----------
    facts : Facts
        The article and what was found in it.

    Returns
    -------
    str
        HTML. Time expressions are links to their event; small references behind a sentence lead to the events
        that it is the evidence of. Without these references the text is the article's.
    """
    return _Setter(facts).text()


class _Setter:
    def __init__(self, facts: Facts):
        self.facts, self.text_of = facts, facts.article.text
        parts = (*facts.article.paragraphs, *facts.article.sentences)
        edges = {0, len(self.text_of), *(p.start for p in parts), *(p.end for p in parts)}
        self.pieces = pieces(facts.marks(), edges)
        self.starts = [piece.start for piece in self.pieces]
        self.sentences: dict[int, list[Sentence]] = {}
        for sentence in facts.article.sentences:
            self.sentences.setdefault(sentence.paragraph, []).append(sentence)

    def text(self) -> str:
        paragraphs = self.facts.article.paragraphs
        body = next((i for i, p in enumerate(paragraphs) if p.role == "body"), 0)
        return "\n".join(self._paragraph(i, p, i > body) for i, p in enumerate(paragraphs))

    def _paragraph(self, index: int, paragraph: Paragraph, in_body: bool) -> str:
        tag = _TAGS.get(paragraph.role, "p")
        if paragraph.role == "subhead" and not in_body:  # a standfirst is no heading of what follows
            tag = "p"
        at, parts = paragraph.start, []
        for sentence in self.sentences.get(index, ()):
            parts += [escape(self.text_of[at : sentence.start]), self._sentence(sentence)]
            at = sentence.end
        rest = escape(self.text_of[at : paragraph.end])
        return f'<{tag} class="{paragraph.role}">{"".join(parts)}{rest}</{tag}>'

    def _sentence(self, sentence: Sentence) -> str:
        low, high = (bisect_left(self.starts, at) for at in (sentence.start, sentence.end))
        groups = groupby(self.pieces[low:high], key=_timex_of)
        words = "".join(self._group(name, list(group)) for name, group in groups)
        tags = "".join(self._references(sentence))
        return f"<span class=s id={sentence.id}>{words}</span>{tags}"

    def _group(self, timex: str | None, group: list[Piece]) -> str:
        words = "".join(self._piece(piece) for piece in group)
        if timex is None:
            return words
        target = next(iter(self.facts.dated_by.get(timex, ())), timex)
        return f'<a class="t {timex}" href="#{escape(target)}">{words}</a>'

    def _piece(self, piece: Piece) -> str:
        words = escape(self.text_of[piece.start : piece.end])
        names = [name for name in piece.names if name[0] != "t"]
        kinds = dict.fromkeys(name[0] for name in names)
        return f'<span class="{escape(" ".join([*kinds, *names]))}">{words}</span>' if names else words

    def _references(self, sentence: Sentence) -> Iterator[str]:
        for event in self.facts.told_in.get(sentence.id, ()):
            yield f'<a class=tag href="#{escape(event)}">{escape(event)}</a>'


def _timex_of(piece: Piece) -> str | None:
    return next((name for name in piece.names if name[0] == "t"), None)
