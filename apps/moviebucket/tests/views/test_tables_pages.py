"""/buckets/<pk>/import/ and /export/: looked over first, then taken in; large ones by a task."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import tasks
from apps.moviebucket.actions import add_item, importing, receiving
from apps.moviebucket.models import Change, Item, ItemImport
from apps.moviebucket.models.item import LENGTH
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
HEAD = "title,format,length,release_year,rating\n"
RIGHT = f"{HEAD}Alien,VHS,1:57,1979,5\nHeat,DVD,170,1995,4\n"
MIXED = f"{RIGHT}Long,DVD,501,1995,4\n"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("base_location", "location"):  # the storage keeps the folder that it was made with
        default_storage._wrapped.__dict__.pop(name, None)
    yield
    for name in ("base_location", "location"):
        default_storage._wrapped.__dict__.pop(name, None)


def address(bucket, name="bucket_import_new", *args):
    return reverse(name, args=[bucket.pk, *args])


def send(client, bucket, text, name="items.csv"):
    """The page on which the file is looked over."""
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(address(bucket), {"file": file}, follow=True)


def commit(client, imported, **body):
    return client.post(address(imported.bucket, "bucket_import_commit", imported.pk), body, follow=True)


def files():
    return default_storage.listdir("bucket-imports")[1] if default_storage.exists("bucket-imports") else []


def work_off():
    """What a worker would do."""
    for result in list(DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")):
        result.task.func(*result.args_kwargs["args"])
        result.delete()


# --- who -------------------------------------------------------------------------------------------


def test_who_edits_brings_items_in(as_user, alice, bob, charlie, viewed):
    people = (alice, bob, charlie)
    assert [as_user(who).get(address(viewed)).status_code for who in people] == [200, 403, 404]
    assert as_user(None).get(address(viewed)).status_code == 302
    assert [send(as_user(who), viewed, RIGHT).status_code for who in (bob, charlie)] == [403, 404]
    viewed.shares.update(role="editor")
    assert as_user(bob).get(address(viewed)).status_code == 200


def test_nobody_sees_the_file_of_another(as_user, alice, bob, edited):
    send(as_user(alice), edited, RIGHT)
    imported = ItemImport.objects.get()
    for name in ("bucket_import", "bucket_import_progress"):
        assert as_user(bob).get(address(edited, name, imported.pk)).status_code == 404
    for name in ("bucket_import_commit", "bucket_import_forget"):
        assert as_user(bob).post(address(edited, name, imported.pk)).status_code == 404
        assert as_user(alice).get(address(edited, name, imported.pk)).status_code == 405
    assert not Item.objects.exists()


def test_a_child_brings_nothing_in(as_profile, ann, bucket):
    assert as_profile(ann).get(address(bucket)).status_code == 403
    assert send(as_profile(ann), bucket, RIGHT).status_code == 403


# --- a table comes in ------------------------------------------------------------------------------


def test_a_table_is_looked_over_before_anything_goes_in(as_user, alice, bucket):
    client = as_user(alice)
    page = send(client, bucket, MIXED).content.decode()
    assert "2 of 3 rows are right" in page
    assert LENGTH in page
    assert "<code>max_value</code>" in page
    assert not Item.objects.exists()
    imported = ItemImport.objects.get()
    assert "Rows have faults" in commit(client, imported).content.decode()
    assert not Item.objects.exists()
    page = commit(client, imported, partial="1").content.decode()
    assert "2 items came in" in page
    assert set(bucket.items.values_list("title", "length")) == {("Alien", 117), ("Heat", 170)}
    change = Change.objects.get()
    assert (change.kind, change.about, change.by) == ("imported", "items.csv, 2 rows", alice)


def test_the_file_is_gone_once_it_is_taken_in_and_goes_in_once(
    as_user, alice, bucket, django_capture_on_commit_callbacks
):
    client = as_user(alice)
    send(client, bucket, RIGHT)
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        commit(client, ItemImport.objects.get())
    assert files() == []
    assert "was taken in already" in commit(client, ItemImport.objects.get()).content.decode()
    assert Item.objects.count() == 2


@pytest.mark.parametrize("name", ["items.json", "whatever.csv"])
def test_json_is_known_by_what_it_is(as_user, alice, bucket, values, name):
    client = as_user(alice)
    send(client, bucket, json.dumps([values]), name)
    commit(client, ItemImport.objects.get())
    assert bucket.items.get().title == "Alien"


def test_a_table_may_be_pasted(as_user, alice, bucket):
    client = as_user(alice)
    page = client.post(address(bucket), {"text": RIGHT.replace("\n", "\r\n")}, follow=True)
    assert "2 of 2 rows are right" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [("nonsense", "not among them"), (HEAD, "no item"), ("[1", "no complete JSON"), (b"\xff\xfe\x00\xd8", "not among")],
)
def test_what_is_no_table_is_told_and_not_kept(as_user, alice, bucket, text, said, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = send(as_user(alice), bucket, text).content.decode()
    assert said in page
    assert "Nothing was taken in" in page
    assert files() == []


@pytest.mark.parametrize("body", [{}, {"text": "  "}, {"file": SimpleUploadedFile("a.csv", b"")}])
def test_nothing_is_no_table(as_user, alice, bucket, body):
    response = as_user(alice).post(address(bucket), body)
    assert response.status_code == 422
    assert not ItemImport.objects.exists()


def test_a_file_may_be_only_so_large(as_user, alice, bucket, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.tables.MOST_BYTES", -1_000_000)
    response = as_user(alice).post(address(bucket), {"text": RIGHT})
    assert response.status_code == 413
    assert "too large" in response.content.decode()
    monkeypatch.setattr("apps.moviebucket.tables.MOST_BYTES", 25_000_000)
    monkeypatch.setattr(receiving, "MOST_BYTES", 10)
    assert as_user(alice).post(address(bucket), {"text": RIGHT}).status_code == 422


def test_the_name_of_a_file_leads_nowhere(as_user, alice, bucket):
    page = send(as_user(alice), bucket, RIGHT, "../../<b>evil</b>.csv").content.decode()
    assert "<b>evil" not in page
    assert all(len(name) == 32 for name in files())


def test_a_file_is_forgotten(as_user, alice, bucket, django_capture_on_commit_callbacks):
    client = as_user(alice)
    send(client, bucket, RIGHT)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(bucket, "bucket_import_forget", ItemImport.objects.get().pk))
    assert files() == []
    assert not ItemImport.objects.exists()


# --- large ones ------------------------------------------------------------------------------------


@pytest.fixture
def large(as_user, alice, bucket, monkeypatch, django_capture_on_commit_callbacks):
    """An import that a task has read."""
    monkeypatch.setattr(receiving, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(receiving, "AT_ONCE_ROWS", 1)
    with django_capture_on_commit_callbacks(execute=True):
        page = send(as_user(alice), bucket, MIXED).content.decode()
    assert "Reading your table" in page
    work_off()
    return ItemImport.objects.get()


def test_a_large_table_is_read_and_taken_in_by_tasks(as_user, alice, bucket, large, django_capture_on_commit_callbacks):
    client = as_user(alice)
    assert (large.state, large.rows, large.bad_rows) == ("ready", 3, 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert "Taking it in" in commit(client, large, partial="1").content.decode()
    large.refresh_from_db()
    large.tell(2)
    watched = address(bucket, "bucket_import_progress", large.pk)
    assert "2 of 3 rows" in client.get(watched, headers={"HX-Request": "true"}).content.decode()
    work_off()
    assert Item.objects.count() == 2
    assert client.get(watched, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert client.get(watched).status_code == 302
    tasks.take_items_in.func(large.pk)
    assert Item.objects.count() == 2


def test_who_is_taken_off_meanwhile_brings_nothing_in(bob, edited, large):
    ItemImport.objects.update(by=bob, state="taking", partial=True)
    edited.shares.all().delete()
    tasks.take_items_in.func(large.pk)
    large.refresh_from_db()
    assert (large.state, large.error) == ("failed", importing.NOT_YOURS)
    assert not Item.objects.exists()


def test_a_bucket_without_room_says_so(large, monkeypatch):
    monkeypatch.setattr("apps.moviebucket.actions.items.MOST_ITEMS", 1)
    ItemImport.objects.update(state="taking", partial=True)
    tasks.take_items_in.func(large.pk)
    large.refresh_from_db()
    assert large.state == "failed"
    assert "has room for" in large.error


def test_what_a_killed_worker_left_is_given_up_and_old_files_go(
    bucket, alice, large, django_capture_on_commit_callbacks
):
    ItemImport.objects.update(state="taking", began_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_item_imports.func()
    large.refresh_from_db()
    assert (large.state, large.file.name) == ("failed", "")
    large.file.save("x", ContentFile(b"x"))
    ItemImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    tasks.sweep_item_imports.func()
    assert files() == []
    assert not ItemImport.objects.exists()


# --- a bucket goes out -----------------------------------------------------------------------------


def body_of(response):
    return b"".join(response.streaming_content).decode()


def test_who_sees_a_bucket_takes_it_along(as_user, alice, bob, charlie, viewed, values):
    add_item(bucket=viewed, by=alice, values=values)
    there = address(viewed, "bucket_export")
    assert [as_user(who).get(there).status_code for who in (alice, bob, charlie)] == [200, 200, 404]
    assert as_user(None).get(there).status_code == 302
    assert as_user(bob).get(f"{there}?kind=xml").status_code == 404
    response = as_user(bob).get(there)
    assert response["Content-Disposition"] == 'attachment; filename="living-room.csv"'
    assert body_of(response).splitlines()[1].startswith("Alien,VHS,117,1979,5")
    [item] = json.loads(body_of(as_user(bob).get(f"{there}?kind=json")))
    assert list(item)[:5] == ["title", "format", "length", "release_year", "rating"]


def test_a_child_takes_along_what_it_may_see(as_profile, ann, bucket):
    ItemFactory(bucket=bucket, title="Mild", movie=MovieFactory(minimum_age=0))
    ItemFactory(bucket=bucket, title="Rated", movie=MovieFactory(minimum_age=17))
    text = body_of(as_profile(ann).get(address(bucket, "bucket_export")))
    assert "Mild" in text
    assert "Rated" not in text
