"""A table is taken in once, however often and by however many workers it is begun."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.moviebucket.actions import importing
from apps.moviebucket.actions.receiving import begin_taking_in, receive_items
from apps.moviebucket.models import Format, ItemImport

pytestmark = pytest.mark.django_db

TABLE = b"""title,format,length,release_year,rating
Alien,VHS,117,1979,5
Brazil,Betamax,142,1985,4
Charade,DVD,1:53,1963,3
"""


@pytest.fixture
def received(bucket, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return receive_items(bucket=bucket, by=alice, file=SimpleUploadedFile("shelf.csv", TABLE))


def test_what_is_right_goes_in(bucket, alice, received):
    assert (received.state, received.rows, received.bad_rows) == ("ready", 3, 1)
    done = begin_taking_in(imported=received, by=alice, partial=True)
    assert (done.state, done.added) == ("done", 2)
    assert sorted(bucket.items.values_list("title", flat=True)) == ["Alien", "Charade"]
    assert bucket.changes.get().about == "shelf.csv, 2 rows"


def test_a_worker_that_comes_after_another_changes_nothing(bucket, alice, received, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        begin_taking_in(imported=received, by=alice, partial=True)
    late = ItemImport.objects.get()
    assert not late.file
    importing.take_in(late)
    late.refresh_from_db()
    assert (late.state, late.error, bucket.items.count()) == ("done", "", 2)


def test_formats_that_went_meanwhile(bucket, alice, received, settings):
    Format.objects.create(name="Betamax")
    ItemImport.objects.update(state="taking", bad_rows=0, partial=False)
    settings.STRICT_FORMATS = True
    importing.take_in(ItemImport.objects.get())
    late = ItemImport.objects.get()
    assert (late.state, late.error) == ("failed", importing.OTHERWISE)
    assert not bucket.items.exists()


def test_who_was_taken_off_takes_nothing_in(bucket, bob, received):
    ItemImport.objects.update(by=bob, state="taking", partial=True)
    importing.take_in(ItemImport.objects.get())
    assert ItemImport.objects.get().error == importing.NOT_YOURS
    assert not bucket.items.exists()
