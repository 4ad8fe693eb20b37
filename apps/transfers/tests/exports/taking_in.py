"""Out of one account and into another: steps of the round trip."""

from itertools import count

from django.core.files.storage import default_storage

from apps.accounts.actions import add_profile
from apps.accounts.models import Profile, User
from apps.transfers.actions import deciding, receiving
from apps.transfers.actions.exporting import make
from apps.transfers.models import Export, Import
from apps.transfers.tests.conftest import worked
from apps.transfers.tests.exports.conftest import SITE
from apps.transfers.tests.files import upload

numbers = count(1)


def account(many: int) -> User:
    user = User.objects.create_user(f"somebody{next(numbers)}@example.org")
    for number in range(2, many + 1):
        add_profile(by=user, facts={"name": f"Profile {number}"})
    return user


def zip_of(user: User) -> bytes:
    export = Export.objects.create(account=user, site=SITE)
    make(export.pk)
    export.refresh_from_db()
    assert export.state == "ready"
    with default_storage.open(export.file.name) as file:
        return file.read()


def received(archive: bytes, profile: Profile) -> Import:
    imported = receiving.receive(profile=profile, file=upload(archive, "notflix.zip"), by=profile)
    imported = worked(imported)
    if profile.place > 1:
        receiving.choose_profile(imported=imported, by=profile, number=profile.place)
        imported = worked(imported)
    assert (imported.state, imported.error) == ("preview", "")
    return imported


def take_in(archive: bytes, profile: Profile) -> Import:
    imported = received(archive, profile)
    open_lines = imported.rows.exclude(state="matched").exclude(fields__is_empty=True)
    assert list(open_lines.values_list("title", "reason")) == []
    if imported.rows.exists():
        deciding.begin_commit(imported=imported, by=profile)
        assert worked(imported).state == "done"
    return imported


def taken_back(imported: Import) -> Import:
    imported.refresh_from_db()
    deciding.begin_undo(imported=imported, by=imported.profile)
    imported = worked(imported)
    assert imported.state == "undone"
    return imported
