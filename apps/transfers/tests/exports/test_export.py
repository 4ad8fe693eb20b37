"""How an export goes: asked for, claimed, made, told of, failed, swept, forgotten."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from apps.transfers import export_tasks
from apps.transfers.actions import exporting
from apps.transfers.actions.asking import TooManyExports, begin_export
from apps.transfers.models import Export
from apps.transfers.models.exports import FOLDER, MOST_A_DAY, MOST_ATTEMPTS, Superseded
from apps.transfers.tests.exports.conftest import SITE, contents

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def files() -> list[str]:
    try:
        return default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []


def queued() -> list[str]:
    return [row["args"][0] for row in DBTaskResult.objects.values_list("args_kwargs", flat=True)]


def again(export: Export) -> Export:
    return Export.objects.get(pk=export.pk)


# --- asking ---


def test_it_is_made_by_a_task(alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        export = begin_export(account=alice, by=alice, site=f"{SITE}/")
    assert (export.state, export.site, queued()) == ("waiting", SITE, [str(export.pk)])
    export_tasks.make_export.func(str(export.pk))
    assert again(export).state == "ready"


def test_nobody_asks_for_another(alice, administrator):
    with pytest.raises(PermissionDenied):
        begin_export(account=alice, by=administrator, site=SITE)


def test_who_asks_while_one_is_made_gets_that_one(alice, bob, asked):
    first = asked(alice)
    assert asked(alice) == first
    Export.objects.claim(first.pk)
    assert asked(alice) == first
    assert asked(bob) != first


def test_the_database_too_knows_only_one_at_a_time(alice):
    Export.objects.create(account=alice, site=SITE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(account=alice, site=SITE, state="working")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "lost"},
        {"state": "ready", "file": "", "expires_at": NOW},
        {"state": "ready", "file": "exports/a.zip"},
        {"state": "expired", "file": "exports/a.zip", "expires_at": NOW},
    ],
)
def test_states_that_cannot_be(alice, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(account=alice, site=SITE, **fields)


def test_five_a_day_and_the_sixth_a_day_after_the_first(alice, bob, exported, asked, clock):
    for _ in range(MOST_A_DAY):
        exported(alice)
        clock.shift(HOUR)
    with pytest.raises(TooManyExports) as refused:
        asked(alice)
    assert refused.value.seconds == (DAY - MOST_A_DAY * HOUR).total_seconds()
    asked(bob)
    clock.move_to(NOW + DAY)
    asked(alice)


# --- making ---


def test_it_is_kept_for_a_day_and_told_of(alice, exported, clock, mailoutbox):
    export = exported(alice)
    assert (export.state, export.finished_at, export.expires_at) == ("ready", NOW, NOW + DAY)
    assert export.size == default_storage.size(export.file.name) > 500
    assert export.done == export.total > 0
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert f"{SITE}/exports/{export.pk}/" in letter.body
    assert export.file.name not in letter.body


def test_a_second_run_makes_nothing(alice, exported, mailoutbox):
    export = exported(alice)
    exporting.make(export.pk)
    assert (again(export).finished_at, len(mailoutbox), len(files())) == (export.finished_at, 1, 1)


def test_a_task_without_an_export_ends(db):
    export_tasks.make_export.func("00000000-0000-0000-0000-000000000000")


def test_two_workers_do_not_make_the_same_one(alice, asked):
    export = asked(alice)
    assert Export.objects.claim(export.pk).attempts == 1
    assert Export.objects.claim(export.pk) is None


def test_progress_is_of_real_lines(household, asked, monkeypatch):
    told = []
    monkeypatch.setattr(Export, "beat", lambda self, done, total: told.append((done, total)))
    monkeypatch.setattr(exporting, "SECONDS_BETWEEN_BEATS", 0)
    exporting.make(asked(household).pk)
    assert told == sorted(told)
    assert told[0][0] == 0 and told[-1][0] == told[-1][1] > 20
    assert len(told) > 20


def test_how_much_is_left_follows_the_pace(alice, clock):
    export = Export(account=alice, state="working", began_at=NOW - MINUTE, done=300, total=1200)
    assert (export.percent, export.seconds_left) == (25, 180)
    assert Export(account=alice, state="working", began_at=NOW).seconds_left is None
    assert Export(account=alice).percent == 0


def test_a_worker_that_was_taken_for_dead_stops_and_leaves_nothing(alice, asked, monkeypatch, mailoutbox):
    export = asked(alice)
    write = exporting.write_archive

    def overtaken(*args):
        write(*args)
        Export.objects.filter(pk=export.pk).update(attempts=2)

    monkeypatch.setattr(exporting, "write_archive", overtaken)
    exporting.make(export.pk)
    assert (again(export).state, files(), mailoutbox) == ("working", [], [])


def test_nobody_writes_to_an_export_that_is_anothers(alice, asked):
    export = Export.objects.claim(asked(alice).pk)
    Export.objects.update(attempts=2)
    for write in (lambda: export.beat(1, 2), export.fail, lambda: export.finish("exports/a.zip", 1)):
        with pytest.raises(Superseded):
            write()


def test_a_full_disk_is_tried_again_and_given_up_at_last(
    alice, asked, monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    def full(*args):
        raise OSError("no space left on device")

    monkeypatch.setattr(exporting.default_storage, "save", full)
    export = asked(alice)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with django_capture_on_commit_callbacks(execute=True):
            exporting.make(export.pk)
        assert again(export).attempts == attempt
        assert again(export).state == ("failed" if attempt == MOST_ATTEMPTS else "waiting")
    [letter] = mailoutbox
    assert "could not be made" in letter.subject and f"{SITE}/exports/" in letter.body
    exporting.make(export.pk)
    assert again(export).attempts == MOST_ATTEMPTS


def test_rows_that_go_meanwhile_do_no_harm(household, asked, monkeypatch):
    """Somebody takes a film off a list between its count and its line."""
    monkeypatch.setattr("apps.transfers.exporting.pieces.BATCH", 1)
    read = exporting.pieces_of

    def pieces(account):
        found = read(account)
        account.profiles.get(place=1).viewings.filter(note="At last").delete()
        return found

    monkeypatch.setattr(exporting, "pieces_of", pieces)
    export = asked(household)
    exporting.make(export.pk)
    viewings = json.loads(contents(again(export))["profiles/1/viewings.json"])
    assert len(viewings) == 4


# --- sweeping ---


def test_a_dead_workers_export_is_taken_up(alice, asked, clock):
    export = asked(alice)
    Export.objects.claim(export.pk)
    clock.shift(2 * MINUTE)
    export_tasks.sweep_exports.func()
    assert queued() == []
    clock.shift(2 * MINUTE)
    export_tasks.sweep_exports.func()
    assert (again(export).state, queued()) == ("waiting", [str(export.pk)])
    exporting.make(export.pk)
    assert (again(export).state, again(export).attempts) == ("ready", 2)


def test_after_three_dead_workers_it_has_failed(alice, asked, clock, mailoutbox, django_capture_on_commit_callbacks):
    export = asked(alice)
    Export.objects.filter(pk=export.pk).update(state="working", attempts=MOST_ATTEMPTS)
    clock.shift(HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        export_tasks.sweep_exports.func()
    assert (again(export).state, queued(), len(mailoutbox)) == ("failed", [], 1)


def test_one_that_no_worker_ever_took_is_queued_again_after_an_hour(alice, asked, clock):
    export = asked(alice)
    clock.shift(50 * MINUTE)
    export_tasks.sweep_exports.func()
    assert queued() == []
    clock.shift(20 * MINUTE)
    export_tasks.sweep_exports.func()
    assert queued() == [str(export.pk)]


def test_the_file_goes_after_a_day_and_the_row_after_a_week(alice, exported, clock):
    export = exported(alice)
    clock.shift(DAY - MINUTE)
    export_tasks.sweep_exports.func()
    assert again(export).is_ready and len(files()) == 1
    clock.shift(MINUTE)
    assert again(export).is_expired and not again(export).is_ready, "at its hour, whoever sweeps when"
    export_tasks.sweep_exports.func()
    assert (again(export).state, again(export).file.name, files()) == ("expired", "", [])
    clock.shift(7 * DAY)
    export_tasks.sweep_exports.func()
    assert not Export.objects.exists()


def test_a_file_goes_after_its_account(alice, exported, time_machine):
    exported(alice)
    alice.delete()
    export_tasks.sweep_exports.func()
    assert len(files()) == 1, "it may be of an export that is just being written down"
    time_machine.move_to(datetime.now(UTC) + 2 * HOUR)  # files have the time of the disk
    export_tasks.sweep_exports.func()
    assert files() == []


def test_a_sweep_touches_no_file_that_is_in_use(alice, exported, time_machine):
    default_storage.save(f"{FOLDER}/stray.zip", ContentFile(b"x"))
    export = exported(alice)
    time_machine.move_to(datetime.now(UTC) + 2 * HOUR)  # files have the time of the disk
    export_tasks.sweep_exports.func()
    assert files() == [export.file.name.removeprefix(f"{FOLDER}/")]
