"""Small exports, written by hand, of each service."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.core.files.uploadedfile import SimpleUploadedFile

WATCHED = """Date,Name,Year,Letterboxd URI
2020-01-01,Alien,1979,https://boxd.it/1
2020-01-02,Stalker,1979,https://boxd.it/2
2020-01-03,Nobody Knows This One,2011,https://boxd.it/3
"""
DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2020-01-01,Alien,1979,https://boxd.it/11,4.5,,"space, cat",2019-12-30
2020-02-01,Alien,1979,https://boxd.it/12,,Yes,,2020-02-01
2020-02-02,The Thing,1982,https://boxd.it/13,,,,2020-02-30
"""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2020-01-01,Alien,1979,https://boxd.it/1,4.5
2020-01-02,Stalker,1979,https://boxd.it/2,5
"""
WATCHLIST = """Date,Name,Year,Letterboxd URI
2021-05-01,Solaris,1972,https://boxd.it/4
2021-05-02,Godzilla,1998,https://boxd.it/5
"""
LIKES = """Date,Name,Year,Letterboxd URI
2020-01-01,Stalker,1979,https://boxd.it/2
"""
REVIEWS = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date
2020-01-01,Stalker,1979,https://boxd.it/22,5,,"=SUM(A1), said the ""Zone"".
Twice.",,
"""
LIST = """Letterboxd list export v7
Date,Name,Tags,URL,Description
2020-03-01,Space,"one, two",https://boxd.it/list,Where nobody hears you

Position,Name,Year,URL,Description
1,Alien,1979,https://boxd.it/1,The first
2,Solaris,1972,https://boxd.it/4,
"""
LETTERBOXD = {
    "watched.csv": WATCHED,
    "diary.csv": DIARY,
    "ratings.csv": RATINGS,
    "watchlist.csv": WATCHLIST,
    "likes/films.csv": LIKES,
    "reviews.csv": REVIEWS,
    "lists/space.csv": LIST,
    "profile.csv": "Date Joined,Username\n2019-01-01,somebody\n",
    "deleted/diary.csv": DIARY.replace("Alien", "Gone"),
    "orphaned/diary.csv": "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n",
}
IMDB_RATINGS = """Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime,Year,Genres
tt0078748,9,2020-01-01,Alien,Alien,https://www.imdb.com/title/tt0078748/,Movie,8.5,117,1979,Horror
tt0106179,7,2020-01-02,The X-Files,The X-Files,https://www.imdb.com/title/tt0106179/,TV Series,8.6,45,1993,Drama
"""
IMDB_OLD = (
    '"position","const","created","modified","description","Title","Title type","Directors","You rated",'
    '"IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"\n'
    '"1","tt0083922","Sun Nov 17 00:00:00 2013","","","Fanny och Alexander \xe5\xe4\xf6","Feature Film",'
    '"Ingmar Bergman","10","8.1","188","1982","drama","1","1982-12-17","http://www.imdb.com/title/tt0083922/"\n'
)
TRAKT_RATINGS = [
    {"rated_at": "2024-03-07T19:37:27.000Z", "rating": 8, "type": "movie",
     "movie": {"title": "Alien", "year": 1979, "ids": {"trakt": 1, "imdb": "tt0078748", "tmdb": 348}}},
    {"rated_at": "2024-03-07T19:37:27.000Z", "rating": 8, "type": "show", "show": {"title": "Dark"}},
]  # fmt: skip
TRAKT_HISTORY = [
    {"id": 1, "watched_at": "2024-03-06T20:00:00.000Z", "action": "watch", "type": "movie",
     "movie": {"title": "Alien", "year": 1979, "ids": {"tmdb": 348}}},
]  # fmt: skip
TRAKT_WATCHED = [
    {"plays": 2, "last_watched_at": "2024-03-06T20:00:00.000Z",
     "movie": {"title": "Alien", "year": 1979, "ids": {"tmdb": 348}}},
]  # fmt: skip
TRAKT_CSV = """rated_at,type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,tvdb_id,url,rating
2000-07-30T18:45:03Z,movie,Alien,1979,7.9,1,tt0078748,348,,https://trakt.tv/x,8
2000-07-30T18:45:03Z,episode,Pilot,1999,7.9,2,,,,https://trakt.tv/x,8
"""
TMDB = """TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated
348,tt0078748,movie,Alien,1979-05-25T00:00:00Z,,,8.1,8,2023-01-07T16:35:52Z
1396,tt0903747,tv,Breaking Bad,2008-01-20T00:00:00Z,,,8.9,9,2023-05-02T13:22:44Z
"""
OWN_TABLE = """Film;Gesehen am;Punkte;Anmerkung
Alien;30.12.2019;9;Mit Ada
Stalker;;0;
"""


def zipped(members: dict[str, str | bytes], *, inside: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(inside + name, text)
    return packed.getvalue()


def of_two_people() -> bytes:
    """An export of our own: Ann has seen Alien and keeps a list, Ben has seen The Thing."""
    films = [{"title": "Alien", "year": 1979}, {"title": "The Thing", "year": 1982}]
    people = [{"number": 1, "name": "Ann"}, {"number": 2, "name": "Ben"}]
    members = {"notflix.json": json.dumps({"version": 1, "profiles": people})}
    for number, film in enumerate(films, 1):
        members[f"profiles/{number}/viewings.json"] = json.dumps([{"film": film, "watched_on": "2020-01-01"}])
    members["profiles/1/watchlists.json"] = json.dumps([{"name": "Space", "entries": [{"film": films[0]}]}])
    return zipped(members)


def opener(content: str | bytes | list | dict) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(as_bytes(content))


def as_bytes(content: str | bytes | list | dict) -> bytes:
    if isinstance(content, (list, dict)):
        content = json.dumps(content)
    return content.encode() if isinstance(content, str) else content


def upload(content: str | bytes | list | dict, name: str = "export.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, as_bytes(content))
