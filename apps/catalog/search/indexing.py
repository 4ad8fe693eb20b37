"""Keeps the index in step with the rows. Whoever writes films or people calls index_movies or index_people."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction

from apps.catalog.models import Movie, Person, SearchEntry, SearchWord, Translation
from apps.catalog.search.documents import Document, document, is_plain_word
from apps.catalog.search.store import store

BATCH = 1_000
Kind = SearchEntry.Kind
_WORDS = SearchWord._meta.db_table
_COUNT = (
    f"INSERT INTO {_WORDS} (word, entries) {{}}"  # noqa: S608
    f" ON CONFLICT (word) DO UPDATE SET entries = {_WORDS}.entries + excluded.entries"
)


def index_movies(ids: Iterable[int]) -> None:
    """Writes the entries of these films anew; of films that are gone, takes them out."""
    for batch in _batches(ids):
        _replace(Kind.MOVIE, batch, _movie_documents(batch))


def index_people(ids: Iterable[int]) -> None:
    """Writes the entries of these people anew; of people that are gone, takes them out."""
    for batch in _batches(ids):
        _replace(Kind.PERSON, batch, _person_documents(batch))


def rebuild(progress: Callable[[int], object] | None = None) -> None:
    """Writes the whole index anew; `progress` is told how many more entries are done."""
    words: Counter[str] = Counter()
    with transaction.atomic():
        SearchWord.objects.all().delete()
        for kind, model, documents in (
            (Kind.MOVIE, Movie, _movie_documents),
            (Kind.PERSON, Person, _person_documents),
        ):
            store().clear(kind)
            for batch in _ids_of(model):
                words.update(_write(kind, documents(batch)))
                if progress:
                    progress(len(batch))
        _count_words(words)


def differences() -> dict[str, int]:
    """How many rows have no entry, a wrong one, or an entry and no row. Reads everything."""
    found: Counter[str] = Counter()
    for kind, model, documents in ((Kind.MOVIE, Movie, _movie_documents), (Kind.PERSON, Person, _person_documents)):
        for batch in _ids_of(model):
            wanted = {row.object_id: (row.place, row.words) for row in documents(batch)}
            entries = SearchEntry.objects.filter(kind=kind, object_id__in=batch).order_by("object_id")
            held = {pk: (place, words) for pk, place, words in entries.values_list("object_id", "place", "words")}
            found["missing"] += len(wanted.keys() - held.keys())
            found["wrong"] += sum(held[pk] != row for pk, row in wanted.items() if pk in held)
        orphans = SearchEntry.objects.filter(kind=kind).exclude(
            object_id__in=model._default_manager.values_list("pk", flat=True)
        )
        found["orphaned"] += orphans.count()
    return dict(found)


def add_documents(kind: int, documents: Iterable[Document]) -> None:
    """Entries of rows that have none yet, and their words. For bulk imports; others call index_movies."""
    _count_words(_write(kind, documents))


def _write(kind: int, documents: Iterable[Document]) -> Counter[str]:
    """Writes the entries; their words, which are still to be counted."""
    rows = list(documents)
    store().add(kind, rows)
    return Counter(word for row in rows for word in row.words.split() if is_plain_word(word))


@transaction.atomic
def _replace(kind: int, ids: list[int], documents: Iterator[Document]) -> None:
    store().remove(kind, ids)
    add_documents(kind, documents)


def _movie_documents(ids: list[int]) -> Iterator[Document]:
    translated = defaultdict(list)
    titles = Translation.objects.filter(movie_id__in=ids).exclude(title="").order_by("pk")
    for movie_id, title in titles.values_list("movie_id", "title"):
        translated[movie_id].append(title)
    fields = ("pk", "popularity", "title", "original_title", "alternative_titles", "year")
    for pk, popularity, title, original, others, year in Movie.objects.filter(pk__in=ids).values_list(*fields):
        texts = [title, original, *translated[pk], *_texts(others)]
        if (entry := document(pk, popularity, texts, year)) is not None:
            yield entry


def _person_documents(ids: list[int]) -> Iterator[Document]:
    for pk, popularity, name, others in Person.objects.filter(pk__in=ids).values_list(
        "pk", "popularity", "name", "also_known_as"
    ):
        if (entry := document(pk, popularity, [name, *_texts(others)])) is not None:
            yield entry


def _texts(value: object) -> list[str]:
    """What a JSON column holds, as far as it is text."""
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _count_words(counts: Counter[str]) -> None:
    # Sorted, so that two writers take the rows in the same order and none waits for the other in a circle.
    rows = sorted(counts.items())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            source = "SELECT * FROM unnest(%s::text[], %s::int[])"
            cursor.execute(_COUNT.format(source), [[word for word, _ in rows], [count for _, count in rows]])
        else:
            cursor.executemany(_COUNT.format("VALUES (%s, %s)"), rows)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _ids_of(model: type[Movie] | type[Person]) -> Iterator[list[int]]:
    """Ids in the order of popularity, so that a rebuilt index lies on the disk as it is read."""
    ids = list(model._default_manager.order_by("-popularity", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
