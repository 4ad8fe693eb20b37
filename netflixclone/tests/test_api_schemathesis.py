"""The API against its own schema: generated requests, good and bad, as a visitor, a member and a curator.

Nothing may answer with a 500, with a status or a body that the schema does not know, or take what it calls wrong.
Runs for some minutes: `make test-all`, or `make test-api`.
"""

import json
from collections import Counter
from functools import cache as kept
from functools import wraps
from itertools import chain

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection

from apps.accounts.actions import add_profile
from apps.accounts.models import AccessToken, Profile
from apps.catalog.models import Movie
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory
from apps.diary.tests.factories import ViewingFactory
from apps.groups.models import Group
from apps.moviebucket.actions import change_item, put_photo
from apps.moviebucket.models import Bucket
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.tests.pictures import picture
from apps.transfers.models import Export, Import, ImportRow
from apps.watchlists.models import Invitation, Member, Suggestion
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory

pytestmark = [pytest.mark.api, pytest.mark.django_db]

PHOTO = "/api/buckets/{bucket_pk}/items/{id}/photo"
METHODS = ("get", "post", "put", "patch", "delete")
# Not made smaller before it is shown: that takes minutes for each mistake, and what was sent is shown with it.
GENERATED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
REFUSED_AT_THE_DOOR = settings(GENERATED, max_examples=15)  # whatever else a visitor says where one has to sign in


def operations_of(schema):
    return [
        (path, method, item[method]) for path, item in schema["paths"].items() for method in METHODS if method in item
    ]


def addresses():
    return [(path, method) for path, method, _ in operations_of(SchemaGenerator().get_schema(public=True))]


def askers():
    """A curator is one member more, but where curators edit."""
    for path, method in addresses():
        edited = path.startswith(("/api/movies", "/api/people", "/api/genres"))
        yield from ((path, method, persona) for persona in (None, "alice", *(["curator"] if edited else [])))


def fit_viewing(case, viewing):
    """Which viewing there is, and that a film goes in again on a day as a rewatch only."""
    if not case.operation.path.startswith("/api/viewings"):
        return
    if "id" in case.path_parameters:
        case.path_parameters["id"] = viewing.pk if viewing else 1
    if isinstance(case.body, dict):
        if "movie" in case.body:
            case.body["movie"] = Movie.objects.values_list("pk", flat=True)[0]
        case.body |= {"watched_on": "1998-05-16", "rewatch": True}


def fit_to_this_site(case, film, export):
    """What no schema can say: which films, ids and genres there are, and that a year has to be that of the date."""
    if case.headers:
        case.headers.pop("X-Profile", None)  # whose profiles are whose
    theirs = ("/api/buckets", "/api/groups", "/api/watchlists")  # which are named by a function of their own
    if "id" in case.path_parameters and not case.operation.path.startswith(theirs):
        case.path_parameters["id"] = str(export.pk) if "/exports/" in case.path else film.pk
    if case.operation.path.startswith("/api/imports"):
        fit_to_an_import(case)
    case.query.pop("list", None)  # whose lists are whose
    if case.operation.path == "/api/calendar":  # the last day is not before the first; a country is one that there is
        case.query |= {"from": "2026-01-01", "to": "2026-12-31", "country": "FR"}
    if case.query.get("genre"):
        case.query["genre"] = ["horror"]
    Profile.objects.exclude(place=1).delete()  # a name stands once, and there are at most so many
    AccessToken.objects.all().delete()
    if isinstance(case.body, dict):
        fit_body(case.body, has_film="id" in case.path_parameters)


def fit_body(body, *, has_film):
    body.pop("for_child", None)  # a child needs a rating of this country, and the first profile is no child's
    body.pop("highest_rating", None)
    for name, known in (("expires_at", "2100-01-01T00:00:00Z"), ("genres", ["horror"]), ("release_date", "1998-05-16")):
        if body.get(name):
            body[name] = known
    if body.get("release_date") or has_film:
        body.pop("year", None)
    body.pop("imdb_id", None)
    # Who there is, and that nobody has a part twice.
    credits_ = body.get("credits") or {}
    for place, row in enumerate(chain(credits_.get("cast") or (), credits_.get("crew") or ())):
        row["person"] = f"Somebody {place}"


def fit_table(case):
    """Any text would do for the schema."""
    if case.operation.path.endswith("/items") and isinstance(case.body, (str, bytes)):
        case.body = "title,format,length,release_year,rating\r\nAlien,VHS,1:57,1979,5\r\n"


def fit_to_a_photo(case):
    """A picture. That makes it no wrong body, though its bytes are no text as the schema has it."""
    if case.operation.path == PHOTO and isinstance(case.body, dict):
        case.body["file"] = picture(size=(90, 60)).read()


def fit_to_an_import(case):
    """A file that is one, and the import and the line of whoever asks; a visitor is refused with any number."""
    if case.operation.path == "/api/imports" and isinstance(case.body, dict):
        case.body["file"] = b"Date,Name,Year,Letterboxd URI\n2020-01-01,Alien,1979,x\n"
    if case.operation.method == "patch":
        case.body = {"left_out": True}  # one of the two, which no schema of ours says
    for line in ImportRow.objects.order_by("pk")[:1]:
        is_below = "import_pk" in case.path_parameters
        places = {"id": line.pk if is_below else line.source_id, "import_pk": line.source_id}
        case.path_parameters.update({name: pk for name, pk in places.items() if name in case.path_parameters})


def lists_of(owner, other):
    """A list with something of everything; what goes for {id} by the part of the path; a film that is not on it."""
    own, others = owner.profiles.get(place=1), other.profiles.get(place=1)
    club, theirs = WatchlistFactory(profile=own, visibility="link"), WatchlistFactory(profile=others)
    *films, missing = Movie.objects.order_by("pk")[:3]
    entry, _ = [EntryFactory(watchlist=club, movie=film) for film in films]
    Member.objects.create(watchlist=theirs, profile=own)
    ids = {
        "leave": theirs.pk,
        "entries": entry.pk,
        "members": Member.objects.create(watchlist=club, profile=others).pk,
        "{watchlist_pk}/invitations": Invitation.objects.create(watchlist=club, email="carla@example.org").pk,
        "invitations": Invitation.objects.create(watchlist=theirs, email=owner.email).pk,
        "suggestions": Suggestion.objects.create(watchlist=club, movie=missing, by=others).pk,
    }
    return club, ids, missing


def fit_to_a_list(case, owner, made):
    """Names a list that there is, by its id or by its secret as it comes. What was made up to be wrong stays so."""
    club, ids, missing = made
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        of_what = next((pk for part, pk in ids.items() if part in case.operation.path), None)
        for name, made_up in list(case.path_parameters.items()):
            key = club.pk if str(made_up).isdigit() else club.secret
            case.path_parameters[name] = str(of_what if name == "id" and of_what else key)
    if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
        fit_to_entries(case.body, owner, missing, beside=club.entries.last())


def fit_to_entries(body, owner, film, beside):
    """Which films, entries and profiles there are; and a film goes either before another or after it."""
    if "profile" in body:
        ann = owner.profiles.filter(place=2).first() or add_profile(by=owner, facts={"name": "Ann"})
        body["profile"] = ann.pk
    if "movie" in body:
        body["movie"] = film.pk
    if "before" in body:
        body.pop("after", None)
    for name in {"before", "after"} & body.keys():
        body[name] = beside.pk


def group_of(owner, other):
    """A group with something of everything; and what goes for {id} by the part of the path."""
    club = Group.objects.create(name="Film club")
    club.memberships.create(user=owner, role="manager")
    theirs = Group.objects.create(name="Other club")
    return club, {
        "members": club.memberships.create(user=other).pk,
        "{group_pk}/invitations": club.invitations.create(invited_by=owner, email="carla@example.org").pk,
        "invitations": theirs.invitations.create(invited_by=other, email=owner.email).pk,
    }


def fit_to_a_group(case, made):
    """Names a group that there is. What was made up to be wrong stays so."""
    club, ids = made
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        places = {"id": next((pk for part, pk in ids.items() if part in case.operation.path), club.pk)}
        places["group_pk"] = club.pk
        case.path_parameters.update({name: str(pk) for name, pk in places.items() if name in case.path_parameters})


def bucket_of(owner, other):
    """A bucket with something of everything; and what goes for {id} by the part of the path."""
    bucket, theirs = BucketFactory(owner=owner), BucketFactory(owner=other, visibility="link", link_role="editor")
    club, _ = group_of(owner, other)
    item = ItemFactory(bucket=bucket, title="Alien", tags=["Noir"])
    change_item(item=item, by=owner, values={"rating": 1})
    pictured = put_photo(item=ItemFactory(bucket=bucket), by=owner, file=picture(size=(90, 60)))
    return bucket, {
        "/photo": pictured.pk,
        "items": item.pk,
        "members": bucket.shares.create(user=other).pk,
        "groups": bucket.group_shares.create(membership=club.memberships.get(user=owner)).pk,
        "changes": bucket.changes.get(item_id=item.pk).pk,
        "{bucket_pk}/invitations": bucket.invitations.create(email="carla@example.org").pk,
        "invitations": theirs.invitations.create(email=owner.email).pk,
        "loans": ItemFactory(bucket=bucket).loans.create(name="Dora", since="2026-05-01").pk,
        "asks": item.asks.create(user=other).pk,
    }


def fit_lending(case, owner, other):
    """Which item is there to be lent or asked for, and days in their order. One asks in a bucket of others."""
    if not isinstance(case.body, dict):
        return
    days = {"since": "2026-05-01", "due": "2100-01-01", "returned_on": "2026-05-02"}
    item = Bucket.objects.filter(owner=owner).order_by("pk")[0].items.order_by("pk")[0]
    if case.operation.path.endswith("/asks"):
        theirs = Bucket.objects.get(owner=other)
        theirs.shares.create(user=owner)
        item = ItemFactory(bucket=theirs)
        case.path_parameters["bucket_pk"] = str(theirs.pk)
    case.body.pop("user", None)  # one of the two
    case.body |= {name: day for name, day in days.items() if name in case.body}
    case.body |= {"item": item.pk} if "item" in case.body else {}
    case.body |= {"name": "Dora"} if case.operation.path.endswith("/loans") else {}


def fit_to_a_bucket(case, owner, other, made):
    """Names a bucket that there is and what is in it. What was made up to be wrong stays so."""
    bucket, ids = made
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        of_what = next((pk for part, pk in ids.items() if part in case.operation.path), bucket.pk)
        places = {"id": of_what, "bucket_pk": bucket.pk}
        case.path_parameters.update({name: str(pk) for name, pk in places.items() if name in case.path_parameters})
    if case.headers and "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
    if case.meta.is_negative_at(ParameterLocation.BODY):
        case.query.pop("partial", None)  # with it what is wrong is reported, and no mistake
    else:
        fit_items(case)
        fit_sharing(case, other)
        fit_several(case, owner)
        if "/loans" in case.operation.path or "/asks" in case.operation.path:
            fit_lending(case, owner, other)


def fit_sharing(case, other):
    """Which group and which link there are."""
    if isinstance(case.body, dict) and "group" in case.body:
        case.body["group"] = Group.objects.values_list("pk", flat=True)[0]
    if isinstance(case.body, dict) and "secret" in case.body:
        case.body["secret"] = Bucket.objects.get(owner=other).secret


def fit_items(case):
    """Which formats and films there are, what a barcode, a currency and a link are."""
    for item in case.body if isinstance(case.body, list) else [case.body]:
        if not isinstance(item, dict):
            continue
        known = {"title": "Alien", "format": "VHS", "barcode": "73513537", "currency": "EUR", "bought_on": "1998-05-16"}
        # A schema counts code points, and does not know which of them are printed.
        known |= {"tags": ["Christmas", "to lend", "न" * 30]}
        known |= {"link": "https://example.org/", "movie": Movie.objects.values_list("pk", flat=True)[0]}
        if "/items" in case.operation.path:
            item.update({name: value for name, value in known.items() if name in item})
            if item.get("price") is not None:
                item["currency"] = "EUR"


def fit_several(case, owner):
    """Which items are there, and that something is said of them which they are not already."""
    verb = case.operation.path.rsplit("/", 2)[-2 if case.operation.path.endswith("/") else -1]
    said = {
        "take-out": {}, "place": {"room": "Hall"}, "tag": {"tags": ["Christmas"]}, "untag": {"tags": ["NOIR"]},
        "edit": {"region": "B"}, "move": {},
    }  # fmt: skip
    if isinstance(case.body, dict) and "/items/" in case.operation.path and verb in said:
        item = Bucket.objects.filter(owner=owner).order_by("pk")[0].items.order_by("pk")[0]
        case.body |= {"items": [item.pk], **said[verb]}
        case.body |= {"to": BucketFactory(owner=owner).pk} if verb == "move" else {}


@kept
def served_schema():
    """As text; to write it takes longer than many a test."""
    return Client().get("/api/schema?format=json").content


def is_for_visitors(path, method):
    """Whether one of the ways to come in is none at all."""
    return {} in json.loads(served_schema())["paths"][path][method].get("security", [{}])


def made_for(path, owner, other):
    """What there is below this address for somebody to ask for; None where that is made otherwise."""
    makes = {"watchlists": lists_of, "groups": group_of, "buckets": bucket_of, "items": bucket_of}
    make = makes.get(path.split("/")[2])
    return make and make(owner, other)


def fit_to_what_there_is(case, owner, other, made):
    of = case.operation.path.split("/")[2]
    if of == "watchlists":
        fit_to_a_list(case, owner, made)
    elif of == "groups":
        fit_to_a_group(case, made)
    elif of in ("buckets", "items"):
        fit_to_a_bucket(case, owner, other, made)


def schema_for(persona):
    """The schema as it is served. Who has a session always sends it: no log-in is then made up or left out."""
    served = json.loads(served_schema())
    if persona is not None:
        for _, _, operation in operations_of(served):
            operation.pop("security", None)
    schema = schemathesis.openapi.from_dict(served)
    schema.app = WSGIHandler()
    return schema


@pytest.fixture
def film(db):
    cache.clear()
    movies = [MovieFactory(genres=[GenreFactory(name="Horror")]) for _ in range(3)]
    CastFactory(movie=movies[0])
    return movies[0]


@pytest.fixture
def export(alice):
    return Export.objects.create(account=alice, site="https://films.example.org", state="failed")


def session_of(user):
    """Cookies and headers of a browser that is signed in, the CSRF token included: without it nothing is written."""
    if user is None:
        return {}
    client = Client()
    client.force_login(user)
    token = get_random_string(CSRF_SECRET_LENGTH)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": token}
    return {"cookies": cookies, "headers": {"X-CSRFToken": token}}


def viewing_of(user, film):
    """A viewing of theirs; and an import is there."""
    own = user.profiles.get(place=1)
    brought = Import.objects.create(profile=own, state="preview", format="letterboxd")
    ImportRow.objects.create(source=brought, number=1, line=1, kind="watched", title="Alien", state="unknown")
    return ViewingFactory(profile=own, movie=film)


def undone(act):
    """Takes back what it wrote, after each time."""

    @wraps(act)
    def acted(*args, **kwargs):
        with transaction.atomic():
            act(*args, **kwargs)
            transaction.set_rollback(True)

    return acted


def until_nothing_is_left(generated_request):
    try:
        generated_request()
    except Unsatisfiable:
        pytest.skip("It takes nothing that could be wrong.")


# Who gets something done at each of these, which shows that the ids are of something.
COMES_THROUGH = {("curator", "movies"), ("alice", "watchlists"), ("alice", "buckets"), ("alice", "groups")}
# Their filters and fields are those of forms, in which what is left empty counts as not given.
EMPTY_IS_NOT_GIVEN = ("/api/calendar", "/api/imports", "/api/viewings")


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method", "persona"), list(askers()))
def test_it_keeps_to_its_schema(path, method, persona, mode, film, export, bob, request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = persona and request.getfixturevalue(persona)
    session = session_of(user)
    viewing = user and viewing_of(user, film)
    made = user and made_for(path, user, bob)
    statuses = Counter()

    @(GENERATED if user or is_for_visitors(path, method) else REFUSED_AT_THE_DOOR)
    @given(case=schema_for(persona)[path][method].as_strategy(generation_mode=mode))
    @undone  # what a request takes away, the next one finds again
    def generated_request(case):
        if mode is GenerationMode.POSITIVE:
            fit_to_this_site(case, film, export)
            fit_viewing(case, viewing)
            fit_table(case)
            fit_to_a_photo(case)
        if user:
            fit_to_what_there_is(case, user, bob, made)
        if path in EMPTY_IS_NOT_GIVEN:
            assume("" not in [*case.query.values(), *(case.body.values() if isinstance(case.body, dict) else ())])
        sends_a_picture = mode is GenerationMode.POSITIVE and (path, method) == (PHOTO, "put")
        left_out = [negative_data_rejection] if sends_a_picture else []
        statuses[case.call_and_validate(**session, excluded_checks=left_out).status_code] += 1

    until_nothing_is_left(generated_request)
    if mode is GenerationMode.POSITIVE and (persona, path.split("/")[2]) in COMES_THROUGH:
        assert any(status < 300 for status in statuses), f"nothing came through: {statuses}"
