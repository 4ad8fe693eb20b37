"""The age ratings of films: which ratings a country has, and from what age on they let one in.

The ages are those of the law or, where a rating only advises, the age that the board names; "PG" counts as 8. From
the boards' own publications. TMDB's list (`tmdb_sync certifications`) adds countries and what each rating means.
"""

import re
from collections.abc import Mapping

from django.conf import settings

# A country's ratings, the mildest first, each with its age in years; "-" is a rating that says no age.
_TABLE = """
AR ATP:0 +13:13 +16:16 +18:18 C:18
AT 0:0 6:6 8:8 10:10 12:12 14:14 16:16 18:18
AU E:- G:0 PG:8 M:15 MA_15+:15 R_18+:18 X_18+:18 RC:21
BE AL:0 6:6 9:9 12:12 14:14 16:16 18:18
BG A:0 B:0 C:12 D:16 X:18
BR L:0 10:10 12:12 14:14 16:16 18:18
CA E:- G:0 PG:8 14A:14 18A:18 R:18 A:18
CH 0:0 6:6 8:8 10:10 12:12 14:14 16:16 18:18
CZ U:0 12:12 15:15 18:18
DE 0:0 6:6 12:12 16:16 18:18
DK A:0 7:7 11:11 15:15 F:-
ES A:0 Ai:0 7:7 7i:7 12:12 16:16 18:18 X:18
FI S:0 K-7:7 K-12:12 K-16:16 K-18:18 KK:18
FR TP:0 U:0 10:10 12:12 16:16 18:18
GB U:0 PG:8 12A:12 12:12 15:15 18:18 R18:18
GR K:0 K12:12 K15:15 K18:18
HK I:0 IIA:8 IIB:14 III:18
HU KN:0 6:6 12:12 16:16 18:18 X:18
ID SU:0 13+:13 17+:17 21+:21
IE G:0 PG:8 12A:12 12:12 15A:15 15:15 16:16 18:18
IL All:0 12:12 14:14 16:16 18:18
IN U:0 U/A_7+:7 UA:12 U/A_13+:13 U/A_16+:16 A:18 S:-
IT T:0 6+:6 VM12:12 14+:14 VM14:14 18+:18 VM18:18
JP G:0 PG12:12 R15+:15 R18+:18
KR All:0 12:12 15:15 18:18 Restricted_Screening:19
LT V:0 N-7:7 N-13:13 N-16:16 N-18:18
LU EA:0 6:6 12:12 16:16 18:18
LV U:0 7+:7 12+:12 16+:16 18+:18
MX AA:0 A:0 B:12 B-15:15 C:18 D:18
MY U:0 P12:12 P13:13 18:18 18SG:18 18SX:18 18PA:18 18PL:18
NL AL:0 6:6 9:9 12:12 14:14 16:16 18:18
NO A:0 6:6 9:9 12:12 15:15 18:18
NZ G:0 PG:8 R13:13 RP13:13 R15:15 M:16 R16:16 RP16:16 R18:18 RP18:18 R:18
PH G:0 PG:8 R-13:13 R-16:16 R-18:18 X:18
PL 0:0 7:7 12:12 15:15 16:16 18:18
PT Públicos:0 M/3:3 M/6:6 M/12:12 M/14:14 M/16:16 M/18:18 P:18
RU 0+:0 6+:6 12+:12 16+:16 18+:18
SE Btl:0 7:7 11:11 15:15
SG G:0 PG:8 PG13:13 NC16:16 M18:18 R21:21
SK U:0 7:7 12:12 15:15 18:18
TH P:0 G:0 13:13 15:15 18:18 20:20 Banned:21
TR Genel_İzleyici_Kitlesi:0 6A:6 6+:6 10A:10 10+:10 13A:13 13+:13 16+:16 18+:18
TW 0+:0 6+:6 12+:12 15+:15 18+:18
UA 0+:0 6+:6 12+:12 16+:16 18+:18
US NR:- G:0 PG:8 PG-13:13 R:17 NC-17:18
ZA A:0 PG:8 7-9PG:8 10-12PG:11 13:13 16:16 18:18 X18:18 XX:21
"""
_UNRATED = {"NR", "NOT RATED", "UNRATED", "UR", "N/A"}
_NUMBER = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
OLDEST = 21


def _read() -> dict[str, dict[str, int | None]]:
    table: dict[str, dict[str, int | None]] = {}
    for line in _TABLE.strip().splitlines():
        country, *ratings = line.split()
        pairs = (rating.rsplit(":", 1) for rating in ratings)
        table[country] = {name.replace("_", " "): None if age == "-" else int(age) for name, age in pairs}
    return table


RATINGS = _read()
_FOLDED = {country: {_name.casefold(): age for _name, age in names.items()} for country, names in RATINGS.items()}


def age_of(country: str, name: str) -> int | None:
    """From what age on, in years, a film with this rating may be seen; None where that is not said.

    A rating that the table has not is read by the number in it, as in "FSK 12"; one with several or none says nothing.
    """
    name = name.strip()
    known = _FOLDED.get(country, {})
    if name.casefold() in known:
        return known[name.casefold()]
    numbers = _NUMBER.findall(name)
    if name.upper() in _UNRATED or len(numbers) != 1:
        return None
    return min(int(numbers[0]), OLDEST)


def minimum_age(certifications: Mapping[str, str]) -> int | None:
    """The age of a film with these ratings by country: that of the site's country, else the strictest of the others.

    None: nobody has said. Strict, so that a film which one country keeps from children is not shown to one elsewhere.
    """
    at_home = age_of(settings.HOME_COUNTRY, certifications.get(settings.HOME_COUNTRY, ""))
    if at_home is not None:
        return at_home
    ages = (age_of(country, name) for country, name in certifications.items())
    return max((age for age in ages if age is not None), default=None)
