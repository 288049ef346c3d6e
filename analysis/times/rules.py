"""Rules: what an expression looks like, as a pattern over word classes, and what it means, as a small record.

A pattern is a regular expression over the code of `tokens.scan`. Names in capitals are word classes; between
two of them stands what joins them: a space, ``w`` (and), ``o`` (of), ``/`` (slash or dash), ``(`` and ``}``
(brackets), ``,`` (comma), ``t`` (to), ``b`` (in, at), ``i`` (in), ``m`` (corresponding to).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .meaning import (
    mean_agency_stamp,
    mean_ago,
    mean_clock,
    mean_clock_date,
    mean_clock_range,
    mean_date_clock,
    mean_day,
    mean_day_of_event,
    mean_duration,
    mean_duration_range,
    mean_earlier,
    mean_every,
    mean_hijri_new_year,
    mean_holiday,
    mean_list,
    mean_month,
    mean_month_number,
    mean_new_year,
    mean_night_between,
    mean_nth_weekday,
    mean_parts_of_year,
    mean_ref,
    mean_season,
    mean_set,
    mean_stamp,
    mean_unit,
    mean_week_of_month,
    mean_weekday_list,
    mean_weekdays_with_dates,
    mean_year,
    mean_year_twice,
)
from .tokens import class_codes

_UNITS = ("S", "MI", "H", "D", "N", "W", "MO", "Y", "DE", "CE")


def _any(*names: str) -> str:
    return "[" + "|".join(names) + "]"


def _alternatives(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


U1 = _any(*(u + "1" for u in _UNITS))
U2 = _any(*(u + "2" for u in _UNITS))
UP = _any(*(u + "P" for u in _UNITS))
U1P = _any(*(u + s for u in _UNITS for s in ("1", "P")))
UPD = _any(*(u + "PD" for u in _UNITS))
U2D = _any(*(u + "2D" for u in _UNITS))
UD = _any("WD", "MOD", "YD", "ALAM", "DED", "CED")
YD = _any("YD", "ALAM")
YX = _any("Y1", "YD", "ALAM")
REL = _any("PAST", "PAST2", "RECENT", "FUT", "FUT2", "CUR", "NXT", "PRV")
RELS = _any("PAST", "PAST2", "RECENT", "FUT", "FUT2", "CUR", "NXT", "PRV", "SAME")
PDN = _any("PD", "PDB")
PDV = _any("PDA", "PDB")
SMALL = "(?:[ONE|CARD]wTENS|CARD|TENS)"
NUMBER = f"(?:{SMALL}(?: HUND)?|HUND(?: HUND)?)(?:wHUND(?: HUND)?){{0,2}}(?:w{SMALL}(?: HUND)?)?"
NUM = f"(?:[N31|NY|NN|NF](?: HUND)?|{NUMBER}|CARDD(?:wORD)?)"
MON1 = "[MON|AMON]"
MONTH = f"{MON1}(?:[/( ]{MON1})?"
HM = "[HMON|AHMON](?: HON)?"
ERA = "[ERAD|MSYM|ERAB|ERAH]"
YEAR = f"(?:{YX} )?NY(?: {ERA})?"
YEARW = f"Y1 HUND(?: HUND)?(?:w(?:HUND|{SMALL})){{0,3}}"
FIGURE = f"(?: NY(?: {ERA})?)?"
RELYEAR = f"(?:(?:THIS |SAMEB |THAT ){YD}(?: {REL})?{FIGURE}|{YD}(?: {RELS}{FIGURE})?)"
OFYEAR = f"(?:[ o,/}}tl](?:{YEAR}|{YEARW})|[ o}}l]{RELYEAR})"
DOM = f"(?:N31|ORD|FIRST|{SMALL})"
OF_MONTH = f"(?:(?:MO1 )?{MONTH}(?:{OFYEAR})?(?: {RELS})?|(?:THIS )?MOD(?: {RELS})?)"
DATE = f"{DOM}[ o}}/](?:MO1 )?{MONTH}(?:{OFYEAR})?(?:[ }}]{RELS})?"
HDATE = f"{DOM}[ o}}/](?:MO1 )?{HM}(?:[ o,/}}tl](?:{YX} )?[NY|NN](?: ERAH)?|[ ol]{RELYEAR})?(?:[ }}]{RELS})?"
WDP = f"(?:D1 |THIS )?DAY(?: {RELS})?"
DRP = "(?:D1 |THIS )?(?:DREL|TODAY)"
BEFORE_DATE = f"(?:{PDN} )?(?:{DRP}[ ,(])?(?:{WDP}(?: {PDV})?[ ,(/}}])?(?:D1 )?"
DAYP = f"(?:{DRP}[ ,(]{WDP}|{WDP}(?:[ ,(]DREL)?|{DRP})"
BNDP = "(?:[BND|BEND|LAST] )"
APX = "(?:APX )?(?:APX )?"
FRACTION = f"wFRAC(?: {_any(*(u + s for u in _UNITS for s in ('1', 'D')), 'ALAM', 'TODAY')})?"
NOT_A_DATE = "(?!D1 [N31|ORD|DAY|DREL|TODAY])"
QTY = (
    f"(?:{NUM} {NOT_A_DATE}{U1P}|{U2}(?: CARD)?|[VB|VBA][ o](?:{UP}|{UPD})|HUND {UPD}|"
    f"{UP} [VA|VBA|ADDL]|{U1} [WHOLE|ONE|ADDL]|FRAC {U1})(?: WHOLE|oZAMAN)?(?: ADDL)?"
)
MORE = f"(?:w{NUM} {U1P}|w{U2}|{FRACTION})?"
# «سنة وستة أشهر»: one of a unit, and some of a smaller one.
_SMALLER = {"Y": ("MO", "D"), "MO": ("W", "D"), "D": ("H",), "H": ("MI",), "MI": ("S",)}
AND_SMALLER = _alternatives(
    f"{unit}1w(?:{NUM} {_any(*(u + s for u in small for s in ('1', 'P')))}|{_any(*(u + '2' for u in small))})"
    for unit, small in _SMALLER.items()
)
AFTER = "(?:[ w]APXA)?"
PAST_HOUR = f"(?:w[FRACD|FRAC]|w(?:{SMALL}|N31|NN) [MI1|MIP]| MINUS [FRAC|CARD|TENS](?: [MI1|MIP])?)"
HOUR = f"(?:CLK|(?:N31|ORDF)(?:{PAST_HOUR})?|NY|NF)"
# After «الساعة» three or four digits without a colon: «الساعة 0420».
HDHOUR = f"HD[ (:](?:{HOUR}|NN)"
MERIDIEM = "[PDA|PDB|SSYM|MSYM]"
SPOKEN_HOUR = "[ORDF|N31|CLK]"
ZONE = "[ b,(/}]ZONE"
SOMETIME = "[WAQT|HOURS]"
PERIOD = (
    f"(?:(?:MO1 )?{MONTH}(?:{OFYEAR})?(?:[ }}]{RELS})?|"
    f"(?:THIS |SAMEB |THAT )?{UD}(?: {RELS})?|(?:{PDN} )?{DAYP})"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of expression.

    Parameters
    ----------
    name : str
        Kept in ``Timex.rule``.
    pattern : str
        What it looks like.
    mean : callable or None
        What it means: from the matched tokens to a (kind, type, data, mod) record, or to a list of them with
        their token ranges; None for a rule that only keeps its words from being read as a time.
    example : str
        A phrase, the expression between ``[`` and ``]``.
    dct : datetime.date
        The day on which the example is read.
    value : str
        The TIMEX3 value it then has.
    guard : str or None
        Name of the test on the neighbouring words.
    """

    name: str
    pattern: str
    mean: Callable | None
    example: str
    value: str
    guard: str | None = None
    dct: dt.date = dt.date(2021, 7, 26)


RULES: tuple[Rule, ...] = (
    Rule("not_a_time", "NEG", None, "قال الأمين العام للحزب", ""),
    # clock times
    Rule(
        "stamp",
        f"(?:[DAY|DAYI][ ,])?CLK(?: {MERIDIEM})?[ ,/]ND",
        mean_stamp,
        "تاريخ النشر: [الأحد 10:21 25-7-2021]",
        "2021-07-25T10:21",
    ),
    Rule(
        "agency_stamp",
        "N31/N31[ (/]AGENCY",
        mean_agency_stamp,
        "الكويت - [25 - 7] (كونا) -- أعلنت",
        "2021-07-25",
    ),
    Rule(
        "clock_range",
        f"(?:HD )?{SPOKEN_HOUR}[wtl/](?:HD )?{SPOKEN_HOUR} (?:{MERIDIEM}(?:{ZONE})?|{PDN} {DAYP})",
        mean_clock_range,
        "يفتح من [الثامنة] إلى [العاشرة صباحا]",
        "2021-07-26T08:00",
    ),
    Rule(
        "clock_of_date",
        f"{APX}(?:{HDHOUR}|CLK)(?: {MERIDIEM})?(?:{ZONE})?[ o](?:{PDN} )?(?:D1 DAY|D1|DAY)[ ,(]"
        f"(?:{HDATE}|{DATE}|ND(?: {ERA})?)",
        mean_clock_date,
        "عند [الساعة العاشرة صباحا يوم الأحد 25 يوليو 2021]",
        "2021-07-25T10:00",
    ),
    Rule(
        "clock_of_day",
        f"{APX}(?:HD )?{HOUR}(?: {MERIDIEM})?(?:{ZONE})?[ o](?:D1 )?{PDN}(?: {DAYP})?(?:{ZONE})?|"
        f"{APX}{HDHOUR}(?: {MERIDIEM})?(?:{ZONE})?[ o]{DAYP}|"
        f"(?:{PDN} )?{DAYP} {APX}{HDHOUR}(?: {MERIDIEM})?(?:{ZONE})?",
        mean_clock,
        "عند [الساعة الثالثة عصر اليوم] في القصر",
        "2021-07-26T15:00",
    ),
    Rule(
        "clock",
        f"{APX}{HDHOUR}(?: {MERIDIEM})?(?:{ZONE})?|{APX}CLK(?: {MERIDIEM})?(?:{ZONE})?|"
        f"{APX}[N31|ORDF](?:{PAST_HOUR})? [PDA|PDB|SSYM](?:{ZONE})?|[N31|NY|NF|ORDF]{ZONE}|"
        f"{APX}ORDFw(?:(?:{SMALL}|N31|NN) [MI1|MIP]|FRACD(?! [ORD|RECENT]))(?:{ZONE})?|"
        f"{APX}SHD[ :][CLK|NF](?: {MERIDIEM})?(?:{ZONE})?",
        mean_clock,
        "في تمام [الساعة 18:00 بتوقيت غرينتش]",
        "2021-07-26T18:00",
        "clock",
    ),
    Rule(
        "date_clock",
        f"(?:DAYI[ ,])?{BEFORE_DATE}(?:ND(?: {ERA})?|{DATE})[ ,/](?:{HDHOUR}|(?:SHD[ :])?CLK)"
        f"(?: {MERIDIEM})?(?:{ZONE})?",
        mean_date_clock,
        "نشر في [5 نوفمبر 2020 الساعة 15:30]",
        "2020-11-05T15:30",
    ),
    Rule(
        "earlier_in",
        f"{SOMETIME}[ o]{PERIOD}|{SOMETIME}o{YEAR}",
        mean_earlier,
        "صدر في [وقت سابق من الشهر الجاري]",
        "2021-07",
    ),
    Rule("named_hour", f"HNAME(?:[ o]{DAYP})?", mean_clock, "بحلول [منتصف الليل]", "2021-07-26T00:00"),
    # days
    Rule(
        "weekday_list_with_dates",
        f"D2C DAYwDAY[ ,(](?:D1 )?N31wN31[ o]{MONTH}(?:{OFYEAR})?(?: {RELS})?",
        mean_weekday_list,
        "[يومي السبت] و[الأحد] [24] و[25 يوليو الجاري]",
        "2021-07-24",
    ),
    Rule(
        "weekdays_with_dates",
        f"(?:[D1|D2C|DP] )?DAY N31(?:[wtc](?:D1 )?DAY N31){{1,4}}"
        f"[ o](?:MO1 )?{MONTH}(?:{OFYEAR})?(?: {RELS})?",
        mean_weekdays_with_dates,
        "[يومي السبت 24] و[الأحد 25 يوليو]",
        "2021-07-24",
    ),
    Rule(
        "numeric_date",
        f"(?:DAYI[ ,])?{BEFORE_DATE}(?:D1 )?ND(?: {ERA})?(?: {PDV})?",
        mean_day,
        "نشر [الاثنين 2021/07/26]",
        "2021-07-26",
    ),
    Rule(
        "hijri_day",
        f"{BEFORE_DATE}(?:{HDATE}|NTHDAY (?:MO1 )?{HM})",
        mean_day,
        "في [غرة شهر ربيع الأول 1437 هـ]",
        "2015-12-12",
        None,
        dt.date(2015, 8, 11),
    ),
    Rule(
        "day_list",
        f"(?:D2C |DP )?(?:D1 )?{DOM}(?:[wtl/,c]{DOM}){{1,5}}"
        f"[ o](?:MO1 )?(?:{MONTH}(?:{OFYEAR})?|{HM}(?:[ o](?:{YX} )?NY(?: ERAH)?)?)(?:[ }}]{RELS})?",
        mean_list,
        "من [5] إلى [10 مايو 2021]",
        "2021-05-05",
        "day",
    ),
    Rule(
        "days_of_this_month",
        f"(?:D2C |DP )?(?:D1 )?{DOM}(?:[wtl/,c]{DOM}){{1,5}}o(?:THIS )?MOD(?: {RELS})?",
        mean_list,
        "[يومي 24] و[25 من الشهر الجاري]",
        "2021-07-24",
        "day",
    ),
    Rule(
        "week_of_month",
        f"WD (?:ORD|RECENT)[ o]{OF_MONTH}",
        mean_week_of_month,
        "في [الأسبوع الأول من أبريل]",
        "2021-04",
    ),
    Rule(
        "day_month",
        f"(?:HPD [ORDF|EARLY|LATE]o)?{BEFORE_DATE}(?:D2C )?{DATE}(?: {PDV})?",
        mean_day,
        "الانتخابات المقررة في [10 أكتوبر]",
        "2021-10-10",
        "day",
    ),
    Rule(
        "day_of_this_month",
        f"{BEFORE_DATE}(?:{DOM}o(?:THIS |SAMEB )?MOD(?: {RELS})?|N31 MOD [CUR|FUT]|"
        f"(?:N31|ORD) [CUR|PAST|FUT])",
        mean_day,
        "جرت في [الحادي عشر من الشهر الماضي]",
        "2021-06-11",
        "day",
    ),
    Rule(
        "month_day_numeric",
        f"(?:{DRP}[ ,(])?{WDP}[ ,(]NDM|D1 NDM",
        mean_day,
        "عقد [الأحد 25/7]",
        "2021-07-25",
    ),
    Rule(
        "part_of_day",
        f"(?:{PDN}|HP (?:{PDN}|EARLY|LATE)(?: EARLY| LATE)?o{PDN}|HPD [ORDF|EARLY|LATE]o{PDN})"
        f"(?: {PDN})? (?:DAY[ /]DAY|TODAY [SAME|NXT|PRV]|(?:THAT |SAMEB )TODAY|{DAYP})(?:{ZONE})?|"
        f"{DAYP} {PDV}(?:{ZONE})?",
        mean_day,
        "عقدت [صباح أمس] جلسة",
        "2021-07-25TMO",
    ),
    Rule(
        "hours_of_the_morning",
        f"HP PD(?: [EARLY|LATE|ORDF])?|HPD [ORDF|EARLY|LATE]o{PDN}|THIS {PDN}|[PD] [EARLY|LATE]|HOURSo{PDN}",
        mean_day,
        "منذ [ساعات الصباح الأولى]",
        "2021-07-26TMO",
    ),
    Rule(
        "part_of_today",
        "PD(?! [PAST|PAST2])",
        mean_day,
        "تتواصل منذ [الصباح]",
        "2021-07-26TMO",
        "part_of_today",
    ),
    Rule(
        "adverb_of_day",
        "[PDA|PDB]",
        mean_day,
        "وقصفت الطائرات المخيم [ليلا] من البحر",
        "2021-07-26TNI",
        "adverb_of_day",
    ),
    Rule(
        "new_year",
        f"(?:TODAY ORD|NTHDAY)[ o]NEWY(?: NY)?|{BNDP}?NEWY(?: NY)?",
        mean_new_year,
        "مع حلول [العام الجديد]",
        "2022",
    ),
    Rule(
        "hijri_new_year",
        f"(?:NTHDAY[ o]|{BNDP})?NEWH(?: CUR)?(?: NY(?: ERAH)?)?",
        mean_hijri_new_year,
        "مع حلول [العام الهجري الجديد]",
        "AH1443",
    ),
    Rule(
        "night_between",
        f"NBTW (?:D2C )?(?:DAYwDAY(?: (?:D1 )?{DATE}|(?: {RELS})?)|N31w{DATE})",
        mean_night_between,
        "في [الليلة الفاصلة بين الجمعة والسبت]",
        "2021-07-23TNI",
    ),
    Rule(
        "day_of_event",
        "TODAY ORD",
        mean_day_of_event,
        "في [اليوم الثاني] من التصويت",
        "2021-07-26",
        "day_of_event",
    ),
    Rule(
        "last_night",
        "(?:THIS )?TONIGHT(?: [PAST|PAST2])?|PD PAST",
        mean_day,
        "قتل [الليلة الماضية]",
        "2021-07-25TNI",
        "night",
    ),
    Rule(
        "every_weekday",
        "(?:[D1|DP] )?DAY(?:[wtlc]DAY){0,5}oEVERY W1",
        mean_every,
        "يقام السوق [يوم الأحد من كل أسبوع]",
        "XXXX-WXX-7",
    ),
    Rule(
        "weekday_list",
        f"(?:[D2C|DP] )?DAY(?:[wtlc,/]DAY){{1,6}}(?: {RELS})?",
        mean_weekday_list,
        "عقدت [يومي السبت] و[الأحد]",
        "2021-07-24",
        "weekday",
    ),
    Rule(
        "nth_weekday",
        f"DAY [ORDF|RECENT]o{OF_MONTH}",
        mean_nth_weekday,
        "تجرى في [الأحد الأخير من سبتمبر]",
        "2021-09-26",
    ),
    Rule("weekday", f"{WDP}(?:[ ,(]DREL)?", mean_day, "وصل [الجمعة] إلى بغداد", "2021-07-23", "weekday"),
    Rule("deictic_weekday", f"{DRP}[ ,(]{WDP}", mean_day, "عقدت [أمس الأحد] جلسة", "2021-07-25"),
    Rule(
        "same_day",
        "(?:SAMEB |THIS |THAT )TODAY|TODAY [SAME|NXT|PRV|CUR]",
        mean_day,
        "وصل في [5 مايو 2021] وغادر في [اليوم التالي]",
        "2021-05-06",
    ),
    Rule("deictic_day", f"{DRP}", mean_day, "عقدت [أمس] جلسة", "2021-07-25", "today"),
    # months
    Rule(
        "same_period",
        f"(?:SAMEB [PERIOD|MOD]|[PERIOD|MOD] [SAME|SIMILAR])[ o](?:{YEAR}|{RELYEAR})",
        mean_month,
        "في [يونيو 2021] مقابل [نفس الشهر من 2016]",
        "2016-06",
    ),
    Rule(
        "month_list",
        f"(?:MO2C |MOP |MO1 )?{MON1}(?:[wtl,c]{MON1}){{1,11}}(?:{OFYEAR}|[ }}]{RELS})",
        mean_list,
        "بين [يناير] و[مارس 2020]",
        "2020-01",
    ),
    Rule(
        "hijri_month",
        f"{BNDP}?(?:MO1 )?{HM}(?:[ o,/}}tl](?:{YX} )?[NY|NN](?: ERAH)?|[ ol]{RELYEAR}(?: ERAH)?)?"
        f"(?:[ }}]{RELS})?",
        mean_month,
        "صاموا [شهر رمضان الماضي]",
        "AH1442-09",
        "hijri_month",
    ),
    Rule(
        "month",
        f"(?:{BNDP}|FRACD ORDo)?(?:MO2C |MO1 )?{MONTH}(?:{OFYEAR})?(?:[ }}]{RELS})?",
        mean_month,
        "جرت في [أبريل الماضي]",
        "2021-04",
        "month",
    ),
    Rule(
        "month_number",
        f"MO1 N31(?:{OFYEAR})?(?:[ }}]{RELS})?",
        mean_month_number,
        "منذ [شهر 6 الماضي]",
        "2021-06",
        "month_number",
    ),
    # quarters, halves, weeks, months, years, decades, centuries
    Rule(
        "part_of_year",
        f"{BNDP}?[FRACD|TERM] [ORD|RECENT](?:[ otl](?:{YEAR}|{RELYEAR}|(?:THIS )?MOD(?: {RELS})?))?",
        mean_unit,
        "في [الربع الأول من عام 2020]",
        "2020-Q1",
        "part_of_year",
    ),
    Rule(
        "parts_of_year",
        f"FRAC2D ORDwORD(?:[ o](?:{YEAR}|{RELYEAR}))?",
        mean_parts_of_year,
        "في [الربعين الأول] و[الثاني من عام 2020]",
        "2020-Q1",
    ),
    Rule(
        "decade",
        f"{BNDP}?(?:[DE1|DED|YP|YPD] )?DECA(?:[ o]CED (?:{REL}|ORD|N31|NY))?|"
        f"{BNDP}?DED ORDoCED (?:{REL}|ORD|N31)",
        mean_unit,
        "في [تسعينيات القرن الماضي]",
        "199",
        "decade",
    ),
    Rule(
        "weekend",
        "(?:REST )?BEND WD(?: (?:PAST|FUT|CUR|NXT|PRV|SAME))?",
        mean_unit,
        "خلال [نهاية الأسبوع الماضي]",
        "2021-W29-WE",
    ),
    Rule(
        "years_list",
        f"(?:(?:Y2C|YP|YPD|Y1|YD|ALAM|Y2D) )?NY(?: {ERA})?(?:[wtl/,c](?:{YX} )?NY(?: {ERA})?){{1,6}}",
        mean_list,
        "بين [عامي 2003] و[2011]",
        "2003",
        "years",
    ),
    Rule(
        "year",
        f"{BNDP}?(?:{YX} NY(?: {ERA})?|{YEARW}|NY {ERA}|{YX} [NN|N31] [ERAH|ERAB|ERAD]|Y1 NN)",
        mean_year,
        "منذ [عام 2014]",
        "2014",
        "year_named",
    ),
    Rule("century", f"{BNDP}?CED (?:ORD|N31|CARDD)(?: ERAB| ERAD)?", mean_unit, "في [القرن العشرين]", "19"),
    Rule(
        "year_twice",
        f"{BNDP}?(?:THIS {YD}(?: {REL})?|{YD} {REL}) NY(?: {ERA})?",
        mean_year_twice,
        "ارتفعت الصادرات في [العام الجاري 2021]",
        "2021",
    ),
    Rule(
        "this_unit",
        f"{BNDP}?(?:THIS|SAMEB|THAT) {UD}(?: {RELS})?",
        mean_unit,
        "منذ [بداية هذا العام]",
        "2021",
    ),
    Rule("last_unit", f"{BNDP}?{UD} {RELS}", mean_unit, "أعلن [الشهر الماضي]", "2021-06", "last_unit"),
    Rule("bound_of_unit", f"{BNDP}(?:{UD}|Y1|TODAY)", mean_unit, "بحلول [نهاية العام]", "2021"),
    Rule("bare_year", f"{BNDP}?NY", mean_year, "تقود واشنطن تحالفا منذ [2014] لمكافحة", "2014", "bare_year"),
    Rule("this_year", f"{UD}", mean_unit, "خلال [العام] سجلت", "2021", "this_year"),
    # relative spans
    Rule(
        "ago",
        f"AGO {APX}(?:{QTY}{MORE}|{AND_SMALLER}|{U1}(?:{FRACTION})?|{UP})(?:oZAMAN|oREF)?{AFTER}",
        mean_ago,
        "وصل [قبل ثلاثة أيام]",
        "2021-07-23",
        "ago",
    ),
    Rule(
        "last_n_units",
        f"{APX}(?:{UPD} (?:CARDD(?:wORD)?|ORD|N31|NN|NF|CARD|TENS) {REL}|"
        f"{UPD} (?:VAD )?{REL}(?: VAD| CARDD| ORD| RECENT)?|"
        f"{U2D} {REL}|"
        f"LAST {QTY}|(?:{NUM}|ORD) {U1P} {REL}|CARDD {UPD} {REL}|{UPD} [VAD]|"
        f"{UPD} CARDD [ORDF|EARLY](?:o(?:{YEAR}|{RELYEAR}|(?:THIS )?MOD(?: {REL})?))?|"
        f"{UPD} CARDD)",
        mean_duration,
        "خلال [الأشهر الستة الماضية]",
        "P6M",
        "last_unit",
    ),
    # sets
    Rule(
        "every",
        f"EVERY (?:(?:D1 )?[DAY|DAYI]|D1 CARD(?! {UP})|[PD|PDB]|{APX}(?:{QTY}|{U1}))(?: {PDV})?",
        mean_every,
        "يجتمعون [كل شهر]",
        "P1M",
        "every",
    ),
    Rule("weekdays", "DP DAY(?:[wtlc]DAY){0,5}", mean_every, "تصدر [أيام الجمعة]", "XXXX-WXX-5"),
    Rule("frequency", "SET", mean_set, "ينتج [يوميا] مليون برميل", "P1D", "frequency"),
    Rule(
        "season_in_general",
        f"FASL SEASD(?: KIND)?(?! {REL}|[ o](?:NY|Y1|YD|ALAM|THIS|SAMEB))",
        mean_season,
        "في [فصل الصيف الحار]",
        "XXXX-SU",
    ),
    Rule(
        "season",
        f"{BNDP}?(?:THIS |FASL )?(?:SEAS[ o](?:{YEAR}|{RELYEAR})|SEASD(?: KIND)?(?: {REL}|[ o]NY)?)",
        mean_season,
        "أزمات [الصيف]",
        "2021-SU",
    ),
    # holidays
    Rule(
        "holiday",
        f"(?:{BNDP}|NTHDAY )?HOL(?: HON)?(?:[ o](?:{YEAR}|{RELYEAR})|[ tl]NY)?(?: {RELS})?",
        mean_holiday,
        "قبل [عيد الميلاد]",
        "2021-12-25",
    ),
    # durations
    Rule(
        "duration_range",
        f"{APX}(?!CARDwTENS)[N31|NN|NF|CARD|TENS][wtl/][N31|NN|NF|CARD|TENS] {U1P}",
        mean_duration_range,
        "السجن بين [3] و[5 سنوات]",
        "P3Y",
        "duration_range",
    ),
    Rule(
        "duration",
        f"{APX}(?:{QTY}|ORD {NOT_A_DATE}{U1}){MORE}{AFTER}",
        mean_duration,
        "استمرت [ثلاثة أيام]",
        "P3D",
        "duration",
    ),
    Rule(
        "unit_duration",
        f"(?:{APX}{AND_SMALLER}|APX {APX}(?:{U1}(?:{FRACTION})?|{UP}|{U2D})|"
        f"{U1}{FRACTION}|{U1}{AFTER}|{UP})(?:oZAMAN)?",
        mean_duration,
        "بعد [يوم] من اختتام",
        "P1D",
        "unit_duration",
    ),
    Rule("reference", "[REF|WAQT]", mean_ref, "توتر [مؤخرا]", "PAST_REF", "reference"),
)

_NAME = re.compile(r"[A-Z][A-Z0-9]*")
_PIECE = re.compile(r"\(\?[:=!]|[A-Z][A-Z0-9]*|\{\d*,?\d*\}|.")


def compile_pattern(pattern: str) -> str:
    """Replace class names by their codes.

    Parameters
    ----------
    pattern : str
        A rule's pattern.

    Returns
    -------
    str
        A regular expression over the code of a scan.

    Raises
    ------
    ValueError
        If a name is no word class, or the pattern can match the empty string.
    """
    codes = class_codes()
    unknown = sorted({n for n in _NAME.findall(pattern) if n not in codes})
    if unknown:
        raise ValueError(f"no such word class: {', '.join(unknown)}")
    compiled = _NAME.sub(lambda m: codes[m[0]], pattern)
    if re.match(compiled, ""):
        raise ValueError(f"the pattern {pattern!r} matches the empty string")
    return compiled


def first_classes(pattern: str) -> set[str]:
    """Names of the word classes that a match of a pattern can begin with.

    Examples
    --------
    >>> sorted(first_classes("(?:D1 )?DAY(?: REL)?|[MON|AMON]"))
    ['AMON', 'D1', 'DAY', 'MON']
    """
    first, _, _ = _first_of_alternatives(_PIECE.findall(pattern), 0)
    return first


def _first_of_alternatives(pieces: list[str], at: int) -> tuple[set[str], bool, int]:
    """First set, whether empty is possible, and where the group ends."""
    first: set[str] = set()
    empty = False
    while True:
        branch, branch_empty, at = _first_of_sequence(pieces, at)
        first |= branch
        empty |= branch_empty
        if at >= len(pieces) or pieces[at] == ")":
            return first, empty, at
        at += 1  # the |


def _first_of_sequence(pieces: list[str], at: int) -> tuple[set[str], bool, int]:
    first: set[str] = set()
    empty = True
    while at < len(pieces) and pieces[at] not in ("|", ")"):
        looks = pieces[at] in ("(?=", "(?!")
        item, item_empty, at = _first_of_item(pieces, at)
        if at < len(pieces) and (pieces[at] == "?" or pieces[at].startswith("{0")):
            item_empty = True
            at += 1
        elif at < len(pieces) and pieces[at].startswith("{"):
            at += 1
        if empty and not looks:
            first |= item
        empty &= item_empty or looks
    return first, empty, at


def _first_of_item(pieces: list[str], at: int) -> tuple[set[str], bool, int]:
    piece = pieces[at]
    if piece.startswith("("):
        first, empty, end = _first_of_alternatives(pieces, at + 1)
        return first, empty, end + 1
    if piece == "[":
        end = pieces.index("]", at)
        return {p for p in pieces[at:end] if _NAME.fullmatch(p)}, False, end + 1
    return ({piece} if _NAME.fullmatch(piece) else set()), False, at + 1
