"""`find_actors`: people, organisations and places of an article, each mention with its canonical actor.

Three sources, in this order: the list in ``lexicon/actors.toml``; patterns that every country shares (a
ministry, an army, an office, a faction known by its ally); and, for names that no list knows, the title or
the given name they start with. A second pass links short forms and offices to the people named in full.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .arabic import fold, squeeze, words
from .articles import Article
from .lexicon import load

KINDS = ("person", "organisation", "place")

_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
_OPENING = "\"«“”„'"
_CLOSING = "\"»”“'"
_TITLE_WORDS = 16  # a title longer than this is not read to its end
_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an actor.

    Parameters
    ----------
    start, end, text : int, int, str
        Where it stands in the article, and its words as written.
    actor : str
        Canonical id: an id of ``lexicon/actors.toml``, two of them joined by a full stop
        (``iraq.ministry-of-defence``), or for an unlisted name its folded words joined by hyphens.
    kind : str
        ``person``, ``organisation`` (states and groups too) or ``place``.
    listed : bool
        Whether the list knows the actor.
    form : str
        ``name``, ``short`` (a family name alone), ``title`` (beside a name or instead of it), ``metonym``
        (a capital for its government), ``institution`` or ``group``.
    name_ar, name_en : str or None
        Canonical names; an unlisted actor has no English one.
    role : str or None
        The title the article gives the person beside the name, as written.
    sentence_id : str or None
        The sentence it stands in.
    """

    start: int
    end: int
    text: str
    actor: str
    kind: str
    listed: bool
    form: str
    name_ar: str | None
    name_en: str | None
    role: str | None
    sentence_id: str | None


class Entry(NamedTuple):
    """One listed actor as the gazetteer holds it."""

    id: str
    ar: str
    en: str
    kind: str  # state | capital | organisation | place | person
    state: str | None
    flags: frozenset[str]


class _Hit(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) name `entry`; `cut` letters of the first word are clitics."""

    first: int
    last: int
    cut: int
    entry: Entry


class _Found(NamedTuple):
    """A mention before the article's second pass."""

    first: int
    last: int
    cut: int
    actor: str
    kind: str
    listed: bool
    form: str
    name_ar: str | None
    name_en: str | None
    role: str | None = None


def key_of(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase.

    Examples
    --------
    >>> key_of("الأمم المتحدة")
    ('الامم', 'المتحده')
    """
    return tuple(fold(squeeze(phrase).text).replace("-", " ").split())


@functools.cache
def clitic_forms(key: str) -> tuple[tuple[int, str], ...]:
    """Return what a written word can be without the attached و ف ب ل ك, with the letters cut off.

    Examples
    --------
    >>> clitic_forms("وللعراق")
    ((0, 'وللعراق'), (1, 'للعراق'), (1, 'العراق'), (2, 'لعراق'))
    """
    forms = [(0, key)]
    if len(key) > 2 and key[0] in "وف":
        forms.append((1, key[1:]))
    for cut, rest in tuple(forms):
        if rest.startswith("لل") and len(rest) > 4:
            forms.append((cut, "ال" + rest[2:]))  # «للعراق» is ل + العراق; the span keeps the ل
        if len(rest) > 3 and rest[0] in "بلك":
            forms.append((cut + 1, rest[1:]))
    return tuple(forms)


# ------------------------------------------------------------------------------------------ the gazetteer


@functools.cache
def _keys(section: str, *path: str) -> frozenset[str]:
    """Return the folded words of a word list in ``actors.toml``."""
    table = load("actors")[section]
    for name in path:
        table = table[name]
    return frozenset(word for phrase in table for word in key_of(phrase))


@functools.cache
def _entries() -> dict[str, Entry]:
    data = load("actors")
    out: dict[str, Entry] = {}
    for kind, section in _SECTIONS:
        for row in data[section]["list"]:
            flags = frozenset(f for f in ("context", "bare", "exact") if row.get(f))
            state = row["id"] if kind == "state" else row.get("state")
            out[row["id"]] = Entry(row["id"], row["ar"], row["en"], kind, state, flags)
            if "capital" in row:
                city = "-".join(row["capital_en"].lower().replace("'", "").split())
                out[city] = Entry(
                    city, row["capital"][0], row["capital_en"], "capital", row["id"], frozenset()
                )
    return out


_SECTIONS = (
    ("state", "states"),
    ("organisation", "organisations"),
    ("place", "places"),
    ("person", "people"),
)


@functools.cache
def _gazetteer() -> dict[str, list[tuple[tuple[str, ...], list[Entry]]]]:
    """Names by their first word, the longest first; one spelling may name several actors."""
    names: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    data, entries = load("actors"), _entries()
    for _, section in _SECTIONS:
        for row in data[section]["list"]:
            for phrase in (row["ar"], *row.get("aliases", ())):
                _register(names, phrase, entries[row["id"]])
            for phrase in row.get("capital", ()):
                city = "-".join(row["capital_en"].lower().replace("'", "").split())
                _register(names, phrase, entries[city])
    return _by_first_word(names)


def _register(names: dict[tuple[str, ...], list[Entry]], phrase: str, entry: Entry) -> None:
    key = key_of(phrase)
    for spelling in {key, _joined(key)}:
        if entry not in names[spelling]:
            names[spelling].append(entry)


def _joined(key: tuple[str, ...]) -> tuple[str, ...]:
    """Write «عبد الله» as «عبدالله», the way half the press does."""
    out: list[str] = []
    for word in key:
        if out and out[-1] == "عبد" and word.startswith("ال"):
            out[-1] += word
        else:
            out.append(word)
    return tuple(out)


def _by_first_word(names: dict) -> dict:
    table: dict[str, list] = defaultdict(list)
    for key, value in names.items():
        table[key[0]].append((key, value))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return dict(table)


@functools.cache
def _adjectives() -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the forms of each state's adjective: key → (state, ``s`` singular or ``p`` definite plural)."""
    out: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in load("actors")["states"]["list"]:
        for adjective in row.get("adj", ()):
            stem = key_of(adjective)
            for ending in ("", "ه", "ان", "ين", "ون", "ا"):
                fixed = ("جنوب",) if stem[0] == "جنوب" else ()
                inflected = tuple(word + ending for word in stem[len(fixed) :])
                number = "p" if ending in ("ين", "ون") else "s"
                out.setdefault((*fixed, *inflected), (row["id"], "s"))
                definite = tuple("ال" + word for word in inflected)
                out.setdefault((*fixed, *definite), (row["id"], number))
    return out


@functools.cache
def _heads() -> dict:
    """Heads of institutions and offices by first word: key → (section, row, whether it may stand alone)."""
    names: dict[tuple[str, ...], tuple] = {}
    data = load("actors")
    for section in ("institutions", "offices"):
        for row in data[section]["list"]:
            alone = {key_of(p) for p in row.get("alone", ())}
            for phrase in (*row["heads"], *row.get("alone", ())):
                names[key_of(phrase)] = (section, row, section == "offices" or key_of(phrase) in alone)
    for word, section in (("ministry", "ministries"), ("minister", "ministers")):
        for head in data["portfolios"]["words"][word]:
            for row in data["portfolios"]["list"]:
                for phrase in (row["ar"], *row.get("aliases", ())):
                    names[(*key_of(head), *key_of(phrase))] = (section, row, True)
    for row in data["portfolios"]["list"]:
        if row.get("alone"):
            names.setdefault(key_of(row["ar"]), ("ministries", row, False))
    return _by_first_word(names)


# ------------------------------------------------------------------------------------------ the finder


def find_actors(article: Article) -> list[Mention]:
    """Find the people, organisations and places that an article mentions.

    Parameters
    ----------
    article : Article
        From `read_article`.

    Returns
    -------
    list of Mention
        In reading order. Mentions may lie inside one another: «الأمين العام للأمم المتحدة» is a title and
        holds an organisation. Pronouns are not mentions.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> article = from_text("أعلنت واشنطن أن الباحثة سلمى الخطيب وصلت إلى بغداد.", dt.date(2021, 7, 26))
    >>> [(m.text, m.actor, m.kind, m.listed) for m in find_actors(article)]  # doctest: +NORMALIZE_WHITESPACE
    [('واشنطن', 'united-states', 'organisation', True), ('الباحثة', 'سلمي-الخطيب', 'person', False),
     ('سلمى الخطيب', 'سلمي-الخطيب', 'person', False), ('بغداد', 'baghdad', 'place', True)]
    """
    return _Finder(article).mentions()


class _Finder:
    """One article's words and what has been found in them so far."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.words = words(article.text)
        self.sentence = self._sentence_of_words()
        self.found: list[_Found] = []
        self.hits = self._choose(self._listed())
        self.hit_at = {hit.first: hit for hit in self.hits}
        self.inside = {i for hit in self.hits for i in range(hit.first, hit.last)}
        self.evidence = self._state_evidence()
        self.home = self._home()
        self.people: dict[str, tuple[str | None, str | None, bool, str | None]] = {}
        self.full_names: list[tuple[int, str]] = []
        self.title_starts: dict[int, str] = {}
        self.roles: dict[str, list[tuple[int, str | None, str]]] = defaultdict(list)

    def mentions(self) -> list[Mention]:
        """Run the passes and return the mentions."""
        self._names()
        self._institutions()
        self._factions()
        self._organisations()
        self._bare_names()
        waiting = self._titles()
        self._short_forms()
        self._offices(waiting)
        return self._records()

    # ---- words

    def _sentence_of_words(self) -> list[int]:
        out, index, sentences = [], 0, self.article.sentences
        for word in self.words:
            while index < len(sentences) - 1 and sentences[index].end <= word.start:
                index += 1
            out.append(index)
        return out

    def joined(self, i: int) -> bool:
        """Whether nothing but a blank (or a hyphen inside a name) stands between word i and the next."""
        gap = self.words[i].after
        return "\n" not in gap and (gap.strip() in ("", "-", "–") or gap == ".") and i + 1 < len(self.words)

    def key(self, i: int) -> str:
        """Return word i folded, or an empty string outside the text."""
        return self.words[i].key if 0 <= i < len(self.words) else ""

    def spans(self, i: int, key: tuple[str, ...]) -> bool:
        """Whether the words after word i go on as `key` does."""
        return all(self.joined(i + n - 1) and self.words[i + n].key == key[n] for n in range(1, len(key)))

    def look_up(self, table: dict, i: int, attached: bool = True) -> tuple[int, int, object] | None:
        """Return the longest entry of a table at word i: end, letters cut, value."""
        best = None
        for cut, form in clitic_forms(self.words[i].key) if attached else ((0, self.words[i].key),):
            for key, value in table.get(form, ()):
                if self.spans(i, key):
                    if best is None or len(key) > best[0] - i:
                        best = (i + len(key), cut, value)
                    break
        return best

    # ---- the list

    def _listed(self) -> list[tuple[int, int, int, list[Entry]]]:
        out, i = [], 0
        while i < len(self.words):
            found = self.look_up(_gazetteer(), i)
            if found and (entries := [e for e in found[2] if self._allowed(e, i, found[0], found[1])]):
                out.append((i, found[0], found[1], entries))
                i = found[0]
            else:
                i += 1
        return out

    def _allowed(self, entry: Entry, i: int, end: int, cut: int) -> bool:
        if "bare" in entry.flags and end == i + 1 and self.words[i].key[:cut].strip("وف"):
            return False
        if "exact" in entry.flags and not self._raw(i).rstrip(_MARKS).endswith("ة"):
            return False
        if "context" in entry.flags and end == i + 1:
            return cut == 0 and self.key(i - 1) in _keys("cues", "place_before") | _keys("cues", "to_from")
        return True

    def _raw(self, i: int) -> str:
        return self.article.text[self.words[i].start : self.words[i].end]

    def _choose(self, candidates: list[tuple[int, int, int, list[Entry]]]) -> list[_Hit]:
        """Where one spelling names several actors, take the one whose state the article speaks of."""
        seen = Counter(e[0].state for *_, e in candidates if len(e) == 1 and e[0].state)
        for i in range(len(self.words)):
            if adjective := self.adjective(i):
                seen[adjective[1]] += 1
        out = []
        for first, last, cut, entries in candidates:
            entry = max(entries, key=lambda e: seen[e.state]) if len(entries) > 1 else entries[0]
            out.append(_Hit(first, last, cut, entry))
        return out

    def adjective(self, i: int) -> tuple[int, str, str] | None:
        """Return (end, state, number) of a state's adjective at word i."""
        table = _adjectives()
        two = (self.key(i), self.key(i + 1))
        if two in table and self.joined(i):
            return i + 2, *table[two]
        if found := table.get((self.key(i),)):
            return i + 1, *found
        return None

    def _home(self) -> str | None:
        """Return the state of the city that the report was sent from, else the state named most often."""
        for hit in self.hits:
            if hit.entry.kind == "capital" and self._sends(hit):
                return hit.entry.state
        return Counter(state for _, state in self.evidence).most_common(1)[0][0] if self.evidence else None

    def _state_evidence(self) -> list[tuple[int, str]]:
        """Word index and state of each name, capital and adjective, for «وزارة الدفاع» without a state."""
        out = [
            (hit.first, hit.entry.state)
            for hit in self.hits
            if hit.entry.state and hit.entry.kind != "person" and not self._goal(hit)
        ]
        for i in range(len(self.words)):
            if i not in self.inside and (adjective := self.adjective(i)):
                out.append((i, adjective[1]))
        return sorted(out)

    def _goal(self, hit: _Hit) -> bool:
        """Whether somebody goes there, which says nothing about whose army or ministry follows."""
        return bool(self._before(hit.first) & _keys("cues", "to_from"))

    def state_near(self, i: int) -> str | None:
        """Return the state last spoken of before word i in its sentence, else the article's most frequent."""
        at = bisect_right(self.evidence, (i, "\uffff")) - 1
        if at >= 0 and self.sentence[self.evidence[at][0]] == self.sentence[i]:
            return self.evidence[at][1]
        return self.home

    # ---- names of the list

    def _names(self) -> None:
        sense = None
        for n, hit in enumerate(self.hits):
            entry = hit.entry
            if entry.kind in ("state", "capital"):
                follows = n > 0 and self.hits[n - 1].last == hit.first and self.joined(hit.first - 1)
                after_and = follows and self.words[hit.first].key.startswith("و") and hit.cut == 1
                sense = sense if after_and and sense else self._sense(hit)
                self._add_state(hit, sense)
                continue
            sense = None
            if entry.kind == "person":
                self._add_person(
                    hit.first, hit.last, hit.cut, entry.id, True, entry.ar, entry.en, entry.state
                )
            else:
                kind = "place" if entry.kind == "place" else "organisation"
                self.found.append(_Found(*hit[:3], entry.id, kind, True, "name", entry.ar, entry.en))

    def _add_state(self, hit: _Hit, sense: str) -> None:
        entry = hit.entry
        if sense == "place" or entry.kind == "state":
            kind = "place" if sense == "place" else "organisation"
            self.found.append(_Found(*hit[:3], entry.id, kind, True, "name", entry.ar, entry.en))
        else:
            state = _entries()[entry.state]
            self.found.append(_Found(*hit[:3], state.id, "organisation", True, "metonym", state.ar, state.en))

    def _sense(self, hit: _Hit) -> str:
        """Tell a country or city (``place``) from the government it stands for (``government``)."""
        clitics = self.words[hit.first].key[: hit.cut].lstrip("وف")
        city = hit.entry.kind == "capital"
        if clitics == "ب":
            return "place" if city else "government"
        before = self._before(hit.first)
        if clitics == "ل" or self.words[hit.first].key.lstrip("وف").startswith("لل"):
            return "place" if city and before & _keys("cues", "city_events") else "government"
        if city and self._sends(hit):
            return "place"
        return "place" if self._is_place(hit.first, before, city) else "government"

    def _sends(self, hit: _Hit) -> bool:
        """Whether the city opens a paragraph as the place the report was sent from."""
        word = self.words[hit.last - 1]
        before = self.words[hit.first - 1].after if hit.first else "\n"
        if "-" in before and "\n" in word.after:
            return True  # «وكالة كذا - بيروت», then the text
        if "\n" not in before:
            return False
        for n in range(hit.last - 1, min(hit.last + 4, len(self.words))):  # «الخرطوم 2 أكتوبر 2019 –»
            if gap := self.words[n].after.strip():
                return gap[0] in ("–", "—", "-", "(", "/")
        return False

    def _before(self, i: int) -> set[str]:
        """Return the readings of the word before word i, if no punctuation parts them."""
        if i == 0 or not self.joined(i - 1):
            return set()
        return {form for _, form in clitic_forms(self.key(i - 1))}

    def _is_place(self, i: int, before: set[str], city: bool) -> bool:
        if not before:
            return False
        if before & _keys("cues", "to_from"):
            agents = _keys("cues", "agent_before")
            return not any(
                agents & {f for _, f in clitic_forms(self.key(n))} for n in range(max(0, i - 4), i - 1)
            )
        if before & _keys("cues", "place_before"):
            return True
        return city and bool(before & (_keys("cues", "city_events") | _keys("cues", "motion_verbs")))

    def _add_person(
        self,
        first: int,
        last: int,
        cut: int,
        actor: str,
        listed: bool,
        name_ar: str | None,
        name_en: str | None,
        state: str | None = None,
        role: str | None = None,
    ) -> None:
        self.people.setdefault(actor, (name_ar, name_en, listed, state))
        self.full_names.append((first, actor))
        self.found.append(_Found(first, last, cut, actor, "person", listed, "name", name_ar, name_en, role))

    # ---- bodies that every state has

    def _institutions(self) -> None:
        covered = 0
        for i in range(len(self.words)):
            if i >= covered and (found := self._institution(i)):
                self.found.append(found)
                covered = found.last

    def _institution(self, i: int) -> _Found | None:
        head = self.look_up(_heads(), i)
        if head is None:
            return self._territory(i) or self._people_of(i)
        end, cut, (section, row, alone) = head
        if section not in ("institutions", "ministries"):
            return None
        if not alone and i and self.joined(i - 1) and self._title_cut(i - 1) is not None:
            return None  # «وزير الخارجية العراقي»
        owner = self._owner(i, end, row)
        if owner is None and not alone:
            return None
        last, state = owner or (end, self.state_near(i))
        return self._institution_of(i, last, cut, section, row, state)

    def _owner(self, i: int, end: int, row: dict) -> tuple[int, str] | None:
        """Return the end and the state of «… الأميركية», «… لبنان» or «… في العراق» after a head."""
        last, after = end, {key_of(word)[0] for word in row.get("after", ())}
        if self.joined(last - 1) and self.key(last) in after:
            last += 1
        hit = self.hit_at.get(last)
        if hit and self.words[last - 1].after.strip() in tuple(_OPENING) and hit.entry.state:
            return last, hit.entry.state  # «وزارة الدفاع "البنتاغون"»
        if not self.joined(last - 1):
            return None
        if adjective := self.adjective(last):
            if self.key(last - 1).endswith("ه") and not self.key(last).endswith("ه"):
                return None  # «رئيس الحكومة العراقي»: the adjective is the person's
            last = adjective[0]
            if self.joined(last - 1) and self.key(last) in after:
                last += 1
            return last, adjective[1]
        hit = self.hit_at.get(last)
        if hit and hit.cut == 0 and hit.entry.kind == "state" and not self.key(end - 1).startswith("ال"):
            return hit.last, hit.entry.id
        hit = self.hit_at.get(last + 1)
        if row.get("located") and self.key(last) == "في" and hit and hit.entry.kind == "state":
            return hit.last, hit.entry.id
        return None

    def _institution_of(
        self, i: int, last: int, cut: int, section: str, row: dict, state: str | None
    ) -> _Found:
        ministry = section == "ministries"
        part = f"ministry-of-{row['id']}" if ministry else row["id"]
        name_ar = f"وزارة {row['ar']}" if ministry else row["ar"]
        name_en = f"Ministry of {row['en']}" if ministry else row["en"]
        if state is None:
            return _Found(i, last, cut, part, "organisation", True, "institution", name_ar, name_en)
        entry = _entries()[state]
        if row.get("itself"):
            return _Found(i, last, cut, state, "organisation", True, "institution", entry.ar, entry.en)
        adjective = _state_row(state)["adj_en"]
        name_ar = f"{name_ar} {_agree(state, row.get('gender', 'f'))}"
        name_en = f"{adjective} {name_en}"
        return _Found(i, last, cut, f"{state}.{part}", "organisation", True, "institution", name_ar, name_en)

    def _territory(self, i: int) -> _Found | None:
        """Find «الأراضي العراقية» and «العاصمة العراقية»."""
        forms = {form: cut for cut, form in clitic_forms(self.key(i))}
        for words_, capital in (
            (_keys("institutions", "territory"), False),
            (_keys("institutions", "capital_words"), True),
        ):
            for form in words_ & forms.keys():
                if self.joined(i) and (adjective := self.adjective(i + 1)):
                    entry = _entries()[adjective[1]]
                    if capital:
                        entry = next(
                            (e for e in _entries().values() if e.kind == "capital" and e.state == entry.id),
                            entry,
                        )
                    if self.joined(adjective[0] - 1) and adjective[0] in self.hit_at and capital:
                        return None  # «العاصمة العراقية بغداد»: the name follows
                    return _Found(
                        i, adjective[0], forms[form], entry.id, "place", True, "name", entry.ar, entry.en
                    )
        return None

    def _people_of(self, i: int) -> _Found | None:
        """Find «العراقيون», the people of a state, where it is no adjective of the word before."""
        for cut, form in clitic_forms(self.key(i)):
            found = _adjectives().get((form,))
            if found and found[1] == "p" and form.startswith("ال"):
                if i and self.joined(i - 1) and self._bare(self.key(i - 1)).startswith("ال") and cut == 0:
                    return None
                row = _state_row(found[0])
                name = "ال" + row["adj"][0] + "ون"
                return _Found(
                    i,
                    i + 1,
                    cut,
                    f"{found[0]}.people",
                    "organisation",
                    True,
                    "group",
                    name,
                    f"{row['adj_en']} people",
                )
        return None

    @staticmethod
    def _bare(key: str) -> str:
        return next((form for _, form in clitic_forms(key) if form.startswith("ال")), key)

    def _factions(self) -> None:
        """Find «فصائل موالية لإيران», and after it «الفصائل»."""
        rules = load("actors")["institutions"]
        last_actor: tuple | None = None
        spans = {(f.first, f.last) for f in self.found}
        for i in range(len(self.words)):
            forms = {form: cut for cut, form in clitic_forms(self.key(i))}
            if not (heads := _keys("institutions", "aligned_heads") & forms.keys()):
                continue
            cut = forms[min(heads)]
            found = self._aligned(i, cut, rules)
            if found:
                last_actor = found[3:]
                self.found.append(found)
            elif last_actor and heads & _keys("institutions", "aligned_short") and (i, i + 1) not in spans:
                described = self.joined(i) and (self.adjective(i + 1) or i in self.hit_at)
                if not described:
                    self.found.append(_Found(i, i + 1, cut, *last_actor))

    def _aligned(self, i: int, cut: int, rules: dict) -> _Found | None:
        n = i + 1
        while n < i + 3 and self.joined(n - 1) and self.key(n) in _keys("institutions", "aligned_between"):
            n += 1
        if not (
            self.joined(n - 1) and self.key(n) in _keys("institutions", "aligned_links") and self.joined(n)
        ):
            return None
        n += 2 if self.key(n + 1) in ("من", "الي") and self.joined(n + 1) else 1
        hit = self.hit_at.get(n)
        if hit is None or hit.entry.kind == "person":
            return None
        patron = _entries()[hit.entry.state or hit.entry.id]
        name_ar, name_en = rules["aligned_ar"].format(patron.ar), rules["aligned_en"].format(patron.en)
        return _Found(
            i, hit.last, cut, f"{patron.id}.aligned-factions", "organisation", True, "group", name_ar, name_en
        )

    # ---- organisations that no list knows

    def _organisations(self) -> None:
        taken = {i for f in self.found for i in range(f.first, f.last)}
        for i in range(len(self.words)):
            if found := self._quoted_organisation(i) or self._plain_organisation(i, taken):
                self.found.append(found)

    def _head_forms(self, i: int) -> set[str]:
        forms = {form for _, form in clitic_forms(self.key(i))}
        return forms | {form[2:] for form in forms if form.startswith("ال")}

    def _quoted_organisation(self, i: int) -> _Found | None:
        """Find «مركز "…"» and, after a person's role, «الباحث في "…"»."""
        gap = self.words[i].after
        if not gap.strip() or gap.strip() not in _OPENING or i + 1 in self.inside:
            return None
        role = self.key(i) == "في" and self.key(i - 1) in _keys("titles", "heads")
        if not (role or self._head_forms(i) & _keys("organisation_heads", "list")):
            return None
        n = i + 1
        while n < len(self.words) - 1 and n < i + 6 and not self.words[n].after.strip():
            n += 1
        if n >= i + 6 or self.words[n].after.strip()[:1] not in tuple(_CLOSING):
            return None
        return self._unlisted(i + 1, n + 1, 0, "organisation")

    def _plain_organisation(self, i: int, taken: set[int]) -> _Found | None:
        heads = {f: cut for cut, f in clitic_forms(self.key(i))}
        known = _keys("organisation_heads", "list") & heads.keys()
        if not known or i in taken or not self.joined(i) or self._names_itself(i + 1):
            return None
        head, n = min(known), i + 1
        word = self.words[n].key
        if word in _keys("organisation_heads", "common_after") or word in _keys("names", "stop"):
            return None
        definite = word.startswith(("ال", "لل"))
        if not definite and (
            head in _keys("organisation_heads", "weak") or word.endswith(("يه", "ي", "ا", "ات"))
        ):
            return None
        if word in _keys("titles", "heads") or self.adjective(n):
            return None
        n += 1
        if word in _keys("names", "particles") and self.joined(n - 1):
            n += 1
        while n < i + 6 and self.joined(n - 1) and self.key(n).startswith(("ال", "لل")) and self._free(n):
            n += 1
        return self._unlisted(i, n, heads[head], "organisation")

    def _names_itself(self, i: int) -> bool:
        hit = self.hit_at.get(i)
        return hit is not None and hit.entry.kind in ("organisation", "person")

    def _free(self, i: int) -> bool:
        key = self.key(i)
        return key not in _keys("names", "stop") and key not in _keys("titles", "heads")

    def _unlisted(self, first: int, last: int, cut: int, kind: str) -> _Found:
        keys = [self.words[i].key for i in range(first, last)]
        keys[0] = keys[0][cut:]
        return _Found(
            first, last, cut, "-".join(keys), kind, False, "name", self._text(first, last, cut), None
        )

    # ---- people

    def _titles(self) -> list[tuple[int, int, int]]:
        """Read titles; those with a name beside them are done, the others wait for the second pass."""
        waiting, i = [], 0
        names = {f.first: f for f in self.found if f.kind == "person"}
        ends = {f.last: f for f in self.found if f.kind == "person"}
        while i < len(self.words):
            cut = self._title_cut(i)
            if cut is None:
                i += 1
                continue
            last, name_end = self._read_title(i, cut, names)
            if name_end is not None:
                self._named(i, last, cut, name_end, names)
                ends[name_end] = self.found[-2] if self.found[-1].form == "title" else self.found[-1]
                i = name_end
            elif person := self._apposed(i, last, ends):
                self._give_role(i, last, cut, person.actor)
                i = last
            else:
                waiting.append((i, last, cut))
                i += 1
        return waiting

    def _title_cut(self, i: int) -> int | None:
        heads = _keys("titles", "heads") | _keys("titles", "plain")
        for cut, form in clitic_forms(self.key(i)):
            if form in heads and not (cut and self.key(i) in heads):
                return cut
        return None

    def _read_title(self, i: int, cut: int, names: dict[int, _Found]) -> tuple[int, int | None]:
        """Return where the title ends and, when a name follows at once, where the name ends."""
        n = i + 1
        while n < min(i + _TITLE_WORDS, len(self.words)):
            gap = self.words[n - 1].after
            if not self._title_goes_on(i, n, gap):
                break
            if n in names:
                return n, names[n].last
            linker = self.key(n) in _keys("titles", "linkers")
            if not linker and (name_end := self._name(n, after_title=True)):
                return n, name_end
            step = self._title_step(n)
            if step == 0:
                break
            n += step
        following = self._after_comma(n, names)
        return (n, following) if following else (self._title_end(i, n), None)

    def _title_goes_on(self, i: int, n: int, gap: str) -> bool:
        abbreviation = n == i + 1 and len(self.key(i)) == 1 and gap.startswith(".")  # «د. سلمى»
        return "\n" not in gap and (abbreviation or set(gap.strip()) <= set(_OPENING + _CLOSING))

    def _after_comma(self, n: int, names: dict[int, _Found]) -> int | None:
        """Return the end of the name in «وزير التعليم، نافتالي بينيت،»."""
        if n < len(self.words) and self.words[n - 1].after.strip() in ("،", ","):
            return names[n].last if n in names else None
        return None

    def _title_step(self, n: int) -> int:
        """Return how many words a title goes on at word n: 0 where it ends."""
        key = self.key(n)
        hit = self.hit_at.get(n)
        if hit and hit.entry.kind != "person":
            return hit.last - n
        if key in _keys("titles", "linkers"):
            following = {form for _, form in clitic_forms(self.key(n + 1))}
            if following & _occasions() or not following:
                return 0
            if (named := self.hit_at.get(n + 1)) and named.entry.kind != "person":
                return named.last - n  # «القيادي في حركة النهضة نور الدين البحيري»
            return 1 if self.words[n].after[-1:] in tuple(_OPENING) else 2
        if self.words[n - 1].after[-1:] in tuple(_OPENING):  # «الباحث في مركز "…"»
            return self._quoted_words(n)
        heads = _title_complements()
        previous = self.key(n - 1)
        idafa = not self._bare(previous).startswith("ال")
        forms = {form for _, form in clitic_forms(key)}
        if forms & heads and (idafa or key[0] in "وبل"):
            return 1
        if key in _keys("names", "stop") and key not in _TITLE_ADJECTIVES:
            return 0
        if key.startswith(("ال", "لل", "وال")) or self.adjective(n):
            return 1
        return 1 if idafa and previous in heads and not self._verb(n) else 0

    def _quoted_words(self, n: int) -> int:
        """Return how many words stand from word n to the closing mark, 0 if that is far."""
        for end in range(n, min(n + 6, len(self.words))):
            gap = self.words[end].after.strip()
            if gap:
                return end + 1 - n if gap[0] in _CLOSING else 0
        return 0

    def _title_end(self, i: int, n: int) -> int:
        """Leave a preposition at a title's end outside."""
        loose = _keys("titles", "linkers") | _keys("names", "stop") - _TITLE_ADJECTIVES
        while n > i + 1 and self.key(n - 1) in loose:
            n -= 1
        return n

    def _verb(self, i: int) -> bool:
        return self.key(i) in verb_forms() or self.key(i).lstrip("وف") in verb_forms()

    def _name(self, i: int, after_title: bool) -> int | None:
        """Return the end of a person's name that starts at word i, or None."""
        key = self.key(i)
        if i in self.inside or not self._name_word(i) or self.key(i - 1) in _keys("names", "not_after"):
            return None
        given = key in _keys("names", "given") or (self.joined(i) and (key == "عبد" or self._compound(i)))
        if given and not after_title and key in _keys("names", "ambiguous"):
            return None
        if not given and not (after_title and self._unknown_name(i)):
            return None
        return self._name_end(i) if self.joined(i) or after_title else None

    def _compound(self, i: int) -> bool:
        """Whether word i opens a given name such as «نور الدين», whose halves are common words."""
        return self.key(i + 1) == "الدين" and self.key(i) in _keys("names", "before_din")

    def _name_word(self, i: int) -> bool:
        key = self.key(i)
        if key == "علي" and self._raw(i).endswith("ي"):
            return True  # not «على»
        no_name = key in _keys("names", "stop") or key in _keys("titles", "heads") or key.isdecimal()
        if no_name or self._verb(i):
            return False
        return len(key) > 1 and self.adjective(i) is None

    def _unknown_name(self, i: int) -> bool:
        """Whether two words after a title look like a name although no list holds the first."""
        key, second = self.key(i), self.key(i + 1)
        previous = self.key(i - 1)
        if previous in _keys("titles", "plain") and (key.startswith("ال") or not self.joined(i)):
            return key.startswith("ال") and not key.endswith(("يه", "ات"))
        if not self.joined(i) or key.startswith("ال") or not self._unknown_start(i):
            return False
        if (
            not self._bare(previous).startswith("ال")
            and self.adjective(i - 1) is None
            and i - 1 not in self.inside
        ):
            return False
        return self._name_word(i + 1) and not second.startswith(("ال", "لل")) and i + 1 not in self.inside

    def _name_end(self, i: int) -> int | None:
        n, given, particles = i + 1, _keys("names", "given"), _keys("names", "particles")
        if self.key(i) in particles and self.joined(i):
            n += 1
        while n < min(i + _NAME_WORDS, len(self.words)) and self.joined(n - 1):
            key = self.key(n)
            if key in particles and self.joined(n):
                n += 2
                continue
            if not self._name_word(n) or n in self.inside or key.startswith("لل"):
                break
            family = n == i + 1 or self.key(n - 1) in particles or (n == i + 2 and self.key(i) == "عبد")
            more = key in given or (key.startswith("ال") and not self._ended(n - 1))
            if not family and not more and not self._closes(n):
                break
            if not key.startswith("ال") and key not in given and self._raw(n).endswith(("اً", "ًا")):
                break
            n += 1
        short = n == i + 1 and self.key(i - 1) not in _keys("titles", "plain")
        return None if short else n

    def _closes(self, n: int) -> bool:
        """Whether a third bare name is followed by something that no name goes on with."""
        foreign = not self._ended(n - 1) and not self.key(n).startswith("ال") and self._unknown_start(n)
        return foreign and (not self.joined(n) or self.key(n + 1) in _keys("names", "stop"))

    def _ended(self, i: int) -> bool:
        return self.key(i).startswith("ال")

    def _named(self, i: int, last: int, cut: int, name_end: int, names: dict[int, _Found]) -> None:
        """Add an unlisted name after its title, or give a listed one its role."""
        name = names.get(last)
        role = self._text(i, last, cut)
        if name is None:
            found = self._unlisted(last, name_end, 0, "person")
            actor = self._known_short(found) or found.actor
            if actor == found.actor:
                state = self._title_state(i, last)
                self._add_person(last, name_end, 0, actor, False, found.name_ar, None, state, role)
            else:
                name_ar, name_en, listed, _ = self.people[actor]
                self.found.append(
                    found._replace(actor=actor, listed=listed, name_ar=name_ar, name_en=name_en, form="short")
                )
        else:
            actor = name.actor
        self._give_role(i, last, cut, actor)

    def _known_short(self, found: _Found) -> str | None:
        """Return the person named in full whose family name a one-word name repeats."""
        if found.last - found.first > 1:
            return None
        for _, actor in reversed(self.full_names):
            if actor.split("-")[-1] == found.actor and actor != found.actor:
                return actor
        return None

    def _give_role(self, i: int, last: int, cut: int, actor: str) -> None:
        name_ar, name_en, listed, state = self.people[actor]
        for office in self._office_keys(i, last):
            self.roles[office].append((i, self._title_state(i, last) or state, actor))
        role = self._text(i, last, cut)
        if self.key(i)[cut:] not in _keys("titles", "plain") or last > i + 1:
            self.found.append(_Found(i, last, cut, actor, "person", listed, "title", name_ar, name_en, role))
        self._rename_owner(i, last, state)

    def _rename_owner(self, i: int, last: int, state: str | None) -> None:
        """Give «مجلس النواب» inside a listed person's title the person's state when none is written."""
        if state is None or self._title_state(i, last):
            return
        for n in range(len(self.found) - 1, -1, -1):
            found = self.found[n]
            if found.form == "institution" and i <= found.first and found.last <= last and "." in found.actor:
                section, row, _ = self.look_up(_heads(), found.first)[2]
                self.found[n] = self._institution_of(found.first, found.last, found.cut, section, row, state)

    def _title_state(self, i: int, last: int) -> str | None:
        for n in range(i, last):
            if adjective := self.adjective(n):
                return adjective[1]
            hit = self.hit_at.get(n)
            if hit and hit.entry.kind in ("state", "capital", "organisation") and hit.entry.state:
                return hit.entry.state
        return None

    def _office_keys(self, i: int, last: int) -> list[str]:
        """Return the names under which a later title without a name may point here."""
        out = []
        for n in range(i, last):
            head = self.look_up(_heads(), n)
            if head and head[2][0] in ("offices", "ministers") and (n == i or self.key(n)[0] == "و"):
                out.append(_office_id(head[2]))
        return [*out, _generic(self.key(i))]

    def _apposed(self, i: int, last: int, ends: dict[int, _Found]) -> _Found | None:
        """Return the person whom «…، الأمين العام لـ…» or «… المتحدث باسم …» follows."""
        person = ends.get(i)
        if person is None or last == i + 1:
            return None
        gap = self.words[i - 1].after.strip()
        if self.key(i)[0] in "وف" and self._title_cut(i):
            return None
        if gap in ("،", ",", "(", "-", "–"):
            return person
        office = self.look_up(_heads(), i)
        return person if gap == "" and self.key(i).startswith("ال") and office is None else None

    def _bare_names(self) -> None:
        """Find names without a title: a given name and a family name, or a name after a verb of saying."""
        taken = {i for f in self.found if f.kind == "person" for i in range(f.first, f.last)}
        i = 0
        while i < len(self.words):
            end = None
            if i not in taken and i not in self.inside:
                said = i > 0 and self.joined(i - 1) and self._says(i - 1)
                end = self._name(i, after_title=False) or (self._said_by(i) if said else None)
            if end:
                found = self._unlisted(i, end, 0, "person")
                self._add_person(i, end, 0, found.actor, False, found.name_ar, None)
            i = end or i + 1

    def _says(self, i: int) -> bool:
        """Whether word i is a verb of saying that is not spelled like something else."""
        row = (verb_forms().get(self.key(i)) or verb_forms().get(self.key(i)[1:]) or ({"only_clause": 1},))[0]
        return "only_clause" not in row

    def _said_by(self, i: int) -> int | None:
        """Return the end of «سارة فلان» in «قالت سارة فلان إن»."""
        if not self._name_word(i) or self.key(i).startswith(("ال", "لل")) or not self.joined(i):
            return None
        if self.key(i) in _keys("names", "given") or self._unknown_start(i) or self._foreign(i):
            end = self._name_end(i)
            stops = end and (
                not self.joined(end - 1) or not self._name_word(end) or self._title_cut(end) is not None
            )
            return end if stops and not self._common(i) else None
        return None

    def _foreign(self, i: int) -> bool:
        """Whether two words between the verb and «إن» end like «هيلدا شتراوس»."""
        closed = (
            self.key(i + 2) in ("ان", "انه", "انها")
            or ":" in self.words[min(i + 1, len(self.words) - 1)].after
        )
        return self.key(i).endswith("ا") and closed and self.joined(i)

    def _unknown_start(self, i: int) -> bool:
        key = self.key(i)
        plain = key[0] not in "لبوفكسيتن" and not key.endswith(("ا", "ات", "ين", "ون"))
        second = self.key(i + 1)
        phrase = second.startswith(("ي", "ت", "بال", "لل", "وال", "كال", "فال", "ال"))
        return plain and not phrase and not self._raw(i).rstrip(_MARKS).endswith("ة")

    def _common(self, i: int) -> bool:
        forms = {form for _, form in clitic_forms(self.key(i))}
        return bool(forms & (_speaker_nouns() | _keys("organisation_heads", "list") | _institution_words()))

    # ---- second pass: short forms and offices

    def _short_forms(self) -> None:
        table = self._short_table()
        taken = {i for f in self.found if f.form in ("name", "metonym") for i in range(f.first, f.last)}
        for i in range(len(self.words)):
            if i in taken:
                continue
            found = self.look_up(table, i)
            if found and self._short_allowed(i, found[0], found[1]):
                actor = self._nearest(found[2], i)
                self.found.append(self._short(i, found[0], found[1], actor))

    def _short(self, first: int, last: int, cut: int, actor: str) -> _Found:
        if actor in self.people:
            name_ar, name_en, listed, _ = self.people[actor]
            return _Found(first, last, cut, actor, "person", listed, "short", name_ar, name_en)
        entry = _entries()[actor]
        return _Found(first, last, cut, actor, "organisation", True, "short", entry.ar, entry.en)

    def _short_table(self) -> dict:
        names: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
        rows = _short_rows()
        for first, actor in self.full_names:
            for key in rows.get(actor, ()):
                names[key].append((first, actor))
            if actor not in _entries():
                for key in self._family(actor):
                    names[key].append((first, actor))
        for found in self.found:
            if found.kind == "organisation":
                for key in rows.get(found.actor, ()):
                    names[key].append((found.first, found.actor))
        return _by_first_word({key: sorted(value) for key, value in names.items()})

    def _family(self, actor: str) -> Iterator[tuple[str, ...]]:
        """Return the last name of an unlisted person, with its particle, and the unusual given name."""
        parts = actor.split("-")
        if len(parts) == 1:
            yield (parts[0],)
            return
        cut = -2 if parts[-2] in _keys("names", "particles") else -1
        family = tuple(parts[cut:])
        if (family[-1],) not in _adjectives():
            yield family
        if parts[0] not in _keys("names", "given") and parts[0] not in _keys("names", "particles"):
            yield (parts[0],)

    def _short_allowed(self, i: int, end: int, cut: int) -> bool:
        key = self.key(i)
        risky = key[cut:] in _keys("names", "ambiguous") or key in _keys("names", "stop")
        attached = key[:cut].lstrip("وف")
        if risky and attached:
            return False
        # Part of a longer name that somebody else bears.
        return not (end - i == 1 and self.joined(end - 1) and self.key(end) in _keys("names", "particles"))

    def _nearest(self, places: list[tuple[int, str]], i: int) -> str:
        at = bisect_right(places, (i, "\uffff")) - 1
        return places[max(at, 0)][1]

    def _offices(self, waiting: Iterable[tuple[int, int, int]]) -> None:
        self.title_starts = {f.first: f.actor for f in self.found if f.form == "title"}
        shorts = {f.first: f for f in self.found if f.form == "short" and f.kind == "person"}
        for i, last, cut in waiting:
            if near := next((shorts[n] for n in range(i + 1, last + 1) if n in shorts), None):
                self._give_role(i, near.first, cut, near.actor)
                continue
            if near := self._title_after(i, last):
                self._give_role(i, last, cut, near)
                continue
            head = self.look_up(_heads(), i)
            office = head and head[2][0] in ("offices", "ministers")
            found = self._office(i, head) if office else self._generic_title(i, last, cut)
            if found:
                self.found.append(found)

    def _title_after(self, i: int, last: int) -> str | None:
        """Return the person of «وزير الثقافة، المتحدث باسم الحكومة، فلان»."""
        if last < len(self.words) and self.words[last - 1].after.strip() in ("،", ","):
            return self.title_starts.get(last)
        return None

    def _office(self, i: int, head: tuple) -> _Found | None:
        end, cut, (section, row, _) = head
        owner = self._office_owner(end)
        last, state = owner or (end, None)
        office = _office_id((section, row))
        if actor := self._holder(office, state, i):
            name_ar, name_en, listed, _ = self.people[actor]
            return _Found(
                i, last, cut, actor, "person", listed, "title", name_ar, name_en, self._text(i, last, cut)
            )
        state = state or (
            self.state_near(i) if office not in ("president", "king", "emir", "chancellor") else None
        )
        if state is None:
            return None
        minister = section == "ministers"
        name_ar = f"وزير {row['ar']}" if minister else row["ar"]
        name_en = f"Minister of {row['en']}" if minister else row["en"]
        name_ar, name_en = f"{name_ar} {_agree(state, 'm')}", f"{_state_row(state)['adj_en']} {name_en}"
        return _Found(
            i,
            last,
            cut,
            f"{state}.{office}",
            "person",
            True,
            "title",
            name_ar,
            name_en,
            self._text(i, last, cut),
        )

    def _office_owner(self, end: int) -> tuple[int, str] | None:
        if not self.joined(end - 1):
            return None
        if adjective := self.adjective(end):
            return adjective[0], adjective[1]
        hit = self.hit_at.get(end)
        if hit and hit.cut == 0 and hit.entry.kind == "state":
            return hit.last, hit.entry.id
        return None

    def _holder(self, office: str, state: str | None, i: int) -> str | None:
        """Return who holds the office in this article: the last one named before, else the first after."""
        fits = [r for r in self.roles.get(office, ()) if state is None or r[1] is None or r[1] == state]
        if not fits:
            return None
        fits.sort()
        at = bisect_right(fits, (i, "\uffff")) - 1
        return fits[max(at, 0)][2]

    def _generic_title(self, i: int, last: int, cut: int) -> _Found | None:
        """Resolve «الباحث», «المتحدث» and the like to the last person with that title."""
        key = self.key(i)
        form = key[cut:] if not key[cut:].startswith("لل") else "ال" + key[cut + 2 :]
        if not form.startswith("ال") or form in _keys("titles", "plain"):
            return None
        known = [r for r in sorted(self.roles.get(_generic(form), ())) if r[0] < i]
        if not known:
            return None
        actor = known[-1][2]
        name_ar, name_en, listed, _ = self.people[actor]
        return _Found(
            i, i + 1, cut, actor, "person", listed, "title", name_ar, name_en, self._text(i, i + 1, cut)
        )

    # ---- records

    def _start(self, i: int, cut: int) -> int:
        start = self.words[i].start
        while cut:
            start += 1
            if self.article.text[start] not in _MARKS:
                cut -= 1
        return start

    def _text(self, first: int, last: int, cut: int) -> str:
        return self.article.text[self._start(first, cut) : self.words[last - 1].end]

    def _records(self) -> list[Mention]:
        out: dict[tuple[int, int], Mention] = {}
        roles = {f.actor: f.role for f in reversed(self.found) if f.role and f.form == "title"}
        for f in sorted(self.found, key=lambda f: (f.first, -f.last)):
            start, end = self._start(f.first, f.cut), self.words[f.last - 1].end
            role = f.role or (roles.get(f.actor) if f.kind == "person" else None)
            sentence = self.article.sentences[self.sentence[f.first]].id if self.article.sentences else None
            mention = Mention(
                start,
                end,
                self.article.text[start:end],
                *f[3:6],
                f.form,
                f.name_ar,
                f.name_en,
                role,
                sentence,
            )
            out.setdefault((start, end), mention)
        return _without_inner(sorted(out.values(), key=lambda m: (m.start, -m.end)))


def _without_inner(mentions: list[Mention]) -> list[Mention]:
    """Drop a mention inside another one of the same actor, or inside an institution it only names."""
    out: list[Mention] = []
    for mention in mentions:
        outer = next(
            (m for m in reversed(out[-6:]) if m.start <= mention.start and mention.end <= m.end), None
        )
        if outer and (
            outer.actor == mention.actor
            or (
                outer.form == "institution"
                and mention.form == "name"
                and outer.actor.split(".")[0] == mention.actor
                and outer.end == mention.end
                and mention.kind == "organisation"
            )
        ):
            continue
        out.append(mention)
    return out


# ------------------------------------------------------------------------------------------ small tables


@functools.cache
def _short_rows() -> dict[str, tuple[tuple[str, ...], ...]]:
    rows = {}
    for _, section in _SECTIONS:
        for row in load("actors")[section]["list"]:
            if "short" in row:
                rows[row["id"]] = tuple(key for p in row["short"] for key in {key_of(p), _joined(key_of(p))})
    return rows


@functools.cache
def _state_row(state: str) -> dict:
    return next(row for row in load("actors")["states"]["list"] if row["id"] == state)


def _agree(state: str, gender: str) -> str:
    """Return the state's definite adjective, or its name where it has none."""
    row = _state_row(state)
    if "adj" not in row:
        return f"في {row['ar']}"
    ending = {"f": "ة", "m": "", "p": "ون"}[gender]
    return " ".join("ال" + word + ending for word in row["adj"][0].split())


def _office_id(head: tuple) -> str:
    section, row = head[:2]
    return f"minister-of-{row['id']}" if section == "ministers" else row["id"]


@functools.cache
def _generic(key: str) -> str:
    """Return the title's head without clitics, article and feminine ending: «والباحثة» → «باحث»."""
    heads = _keys("titles", "heads") | _keys("titles", "plain")
    form = next((f for _, f in clitic_forms(key) if f in heads), key)
    return form.removeprefix("ال").removesuffix("ه")


@functools.cache
def _institution_words() -> frozenset[str]:
    data = load("actors")
    phrases = [p for row in data["institutions"]["list"] for p in (*row["heads"], *row.get("alone", ()))]
    phrases += data["portfolios"]["words"]["ministry"]
    return frozenset(key_of(phrase)[0] for phrase in phrases) | {
        "مجلس",
        "مكتب",
        "قسم",
        "فرع",
        "وفد",
        "وحده",
        "دائره",
        "شؤون",
    }


@functools.cache
def _occasions() -> frozenset[str]:
    return frozenset(key_of(word)[0] for word in load("reporting")["speakers"]["occasions"])


@functools.cache
def _speaker_nouns() -> frozenset[str]:
    return frozenset(key_of(word)[0] for word in load("reporting")["speakers"]["nouns"])


@functools.cache
def _title_complements() -> frozenset[str]:
    """Return the words that may follow a title's head directly: «رئيس مجلس …», «مدير مركز …»."""
    return _keys("titles", "heads") | _keys("organisation_heads", "list") | _institution_words()


_TITLE_ADJECTIVES = _keys("titles", "adjectives")


@functools.cache
def verb_forms() -> dict[str, tuple[dict, str]]:
    """Return every form of the reporting verbs: folded form → (its row in ``reporting.toml``, what it is).

    What it is: tense (``past``, ``present``, ``participle``) and person (``m``, ``f``, ``p`` plural or dual,
    ``1`` first person), for instance ``past-f``.
    """
    out: dict[str, tuple[dict, str]] = {}
    for row in load("reporting")["verbs"]["list"]:
        for form, what in _conjugate(fold(row["past"]), fold(row["present"]), fold(row["participle"])):
            out.setdefault(form, (row, what))
    return out


def _conjugate(past: str, present: str, participle: str) -> Iterator[tuple[str, str]]:
    weak = past[-1] in "يا" and len(past) > 2
    stem = past[:-1] if weak else past
    yield from ((past, "past-m"), (stem + "ت", "past-f"), (stem + "وا", "past-p"), (stem + "تا", "past-p"))
    yield (past if past.endswith("ا") else past + "ا"), "past-p"
    root = present[:-1] if present[-1] in "يو" else present
    for prefix in ("", "س"):
        yield from ((prefix + present, "present-m"), (prefix + "ت" + present[1:], "present-f"))
        yield from ((prefix + root + "ون", "present-p"), (prefix + present + "ان", "present-p"))
        yield prefix + "ت" + present[1:] + "ان", "present-p"
    bare = participle.removesuffix("ا")
    yield from ((participle, "participle-m"), (bare + "ه", "participle-f"), (bare + "ين", "participle-p"))
