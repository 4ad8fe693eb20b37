"""What is in an export, file by file."""

from collections.abc import Iterator
from functools import partial

from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import Profile, User
from apps.diary.models import Viewing
from apps.transfers.exporting import letterboxd
from apps.transfers.exporting.buckets import buckets_piece, photo_pieces
from apps.transfers.exporting.lists import lists_piece
from apps.transfers.exporting.people import account_facts, profile_facts
from apps.transfers.exporting.pieces import FILM, Piece, Told, as_array, as_json, film_of, told
from apps.transfers.exporting.videos import videos_piece
from apps.transfers.formats.own import MANIFEST, VERSION
from apps.transfers.models import Import, KeptReview
from apps.watchlists.models import Suggestion

README = """This is all that Notflix keeps of your account, made {made}.

notflix.json            says what this is. Give the whole zip to another Notflix (or to this one) under "Imports".
account.json            you, from where you were signed in, the groups that you are in, and the names of your
                        access tokens
buckets.json            the copies that you own, bucket by bucket, with whom you share them and to whom they were
                        lent; they come back with your own profile, all but the sharing and the loans
photos/                 of your copies, as buckets.json names them; these do not come back, so a zip that is too large
                        to be brought somewhere may be sent without them
videos.json             the videos that you brought, by title, film and size; they themselves are too large for a zip
profiles/1/...          each person of the household in a folder
  profile.json          name, picture, settings
  viewings.json         the diary, with notes, places and company
  watchlists.json       the lists, in their order, with notes
  reviews.json          reviews that were brought from elsewhere
  suggestions.json      films that you suggested for lists of others
  imports.json          what was imported, and when
  letterboxd/*.csv      the same as Letterboxd reads it (https://letterboxd.com/import/), and any spreadsheet opens it

The tables for Letterboxd leave out the notes, places and company of the diary: Letterboxd would show them.
An apostrophe before =, +, - or @ in a table keeps spreadsheets from taking the cell for a formula.
Passwords, keys, PINs and what belongs to other people are in none of it. Of an access token account.json has the name,
what it may do, and when it was made, last used, runs out and was revoked. The token itself is kept nowhere, so none
comes back with an import: make new ones where you go, under "Access tokens" of your account.
"""


def pieces_of(account: User) -> list[Piece]:
    profiles = list(Profile.objects.of(account).as_viewers())
    made = timezone.now()
    manifest = {
        "version": VERSION,
        "made_at": made,
        "profiles": [{"number": profile.place, "name": profile.name} for profile in profiles],
    }
    readme = README.format(made=f"{timezone.localtime(made):%Y-%m-%d %H:%M %Z}")
    pieces = [
        as_json(MANIFEST, manifest),
        Piece("README.txt", 1, lambda: [(1, readme)]),
        as_json("account.json", account_facts(account)),
        buckets_piece(account),
        *photo_pieces(account),
        videos_piece(account),
    ]
    for profile in profiles:
        pieces += _of_profile(profile)
    return pieces


def _of_profile(profile: Profile) -> list[Piece]:
    folder = f"profiles/{profile.place}"
    of_profile = [_viewings, lists_piece, _reviews, _suggestions, _imports]
    return [
        as_json(f"{folder}/profile.json", profile_facts(profile)),
        *(piece(profile, folder) for piece in of_profile),
        *letterboxd.pieces(profile, f"{folder}/letterboxd"),
    ]


def _viewings(profile: Profile, folder: str) -> Piece:
    # The n-th of a film on a day is its n-th showing: in this order an import finds each again.
    rows = Viewing.objects.of(profile).order_by(F("watched_on").asc(nulls_last=True), "showing", "id")
    fields = ("watched_on", "half_stars", "rewatch", "note", "place", "companion", "source", "created_at")

    def batches() -> Iterator[list[Told]]:
        for batch in told(rows, *fields, *FILM):
            yield [{"film": film_of(row)} | {name: row[name] for name in fields} for row in batch]

    return as_array(f"{folder}/viewings.json", rows.count(), batches)


def _reviews(profile: Profile, folder: str) -> Piece:
    rows = KeptReview.objects.filter(profile=profile).order_by("id")
    fields = ("date", "half_stars", "text", "spoiler", "created_at")

    def batches() -> Iterator[list[Told]]:
        for batch in told(rows, *fields, *FILM):
            yield [{"film": film_of(row)} | {name: row[name] for name in fields} for row in batch]

    return as_array(f"{folder}/reviews.json", rows.count(), batches)


def _suggestions(profile: Profile, folder: str) -> Piece:
    rows = Suggestion.objects.filter(by=profile).order_by("id")

    def batches() -> Iterator[list[Told]]:
        for batch in told(rows, "note", "created_at", *FILM):
            yield [{"film": film_of(row), "note": row["note"], "created_at": row["created_at"]} for row in batch]

    return as_array(f"{folder}/suggestions.json", rows.count(), batches)


def _imports(profile: Profile, folder: str) -> Piece:
    rows = Import.objects.filter(profile=profile).order_by("id")
    fields = ("format", "file_name", "size", "state", "created_at", "finished_at")
    return as_array(f"{folder}/imports.json", rows.count(), partial(_without_ids, rows, fields))


def _without_ids(rows: QuerySet[Import], fields: tuple[str, ...]) -> Iterator[list[Told]]:
    for batch in told(rows, *fields):
        yield [{name: row[name] for name in fields} for row in batch]
