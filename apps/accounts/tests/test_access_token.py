"""A personal access token: what of it is kept, what it must be, what it lets do."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.actions import make_token, revoke_token
from apps.accounts.actions.tokens import MOST_TOKENS
from apps.accounts.models import AccessToken
from apps.accounts.tokens.scopes import Scope, needed_for, written

pytestmark = pytest.mark.django_db


def make(user, name="Script", scopes=("read",), **facts):
    return make_token(by=user, name=name, scopes=scopes, **facts)


def test_only_its_beginning_and_its_digest_are_kept(alice):
    token, text = make(alice)
    token.refresh_from_db()
    kept = [str(value) for value in AccessToken.objects.values_list().get()]
    assert len(text) > 45 and text.startswith(token.prefix)
    assert not any(text in value for value in kept)
    assert len({make(alice, name=str(number))[1] for number in range(20)}) == 20


def test_it_is_found_by_its_text(alice):
    token, text = make(alice)
    assert AccessToken.objects.named(text) == token
    for wrong in ("", "notflix_", text[:-1], text.upper(), token.prefix, token.digest, f"{text} "):
        assert AccessToken.objects.named(wrong) is None


def test_revoked_expired_and_its_owners_end_are_its_end(alice, bob):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token, text = make(alice, expires_at=timezone.now() + timedelta(days=1))
        assert AccessToken.objects.named(text)
        clock.shift(timedelta(days=1))
        assert AccessToken.objects.named(text) is None
        assert token.has_run_out
    other, text = make(alice, name="Other")
    with pytest.raises(ValidationError):
        revoke_token(token=other, by=bob)
    assert AccessToken.objects.named(text)
    revoke_token(token=other, by=alice)
    assert AccessToken.objects.named(text) is None
    _, text = make(alice, name="Third")
    alice.is_active = False
    alice.save()
    assert AccessToken.objects.named(text) is None


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"name": ""}, "cannot be blank"),
        ({"name": "   "}, "cannot be blank"),
        ({"name": "x" * 61}, "at most 60"),
        ({"scopes": []}, "blank"),
        ({"scopes": ["everything"]}, "at least one of the scopes"),
        ({"scopes": ["read", "root"]}, "at least one of the scopes"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "before it is made"),
    ],
)
def test_what_it_must_be(alice, facts, message):
    with pytest.raises(ValidationError, match=message):
        make(alice, **facts)


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"scopes": "write read"}, {"scopes": ""}, {"expires_at": timezone.now() - timedelta(9)}]
)
def test_the_database_holds_the_rules_too(alice, fields):
    token, _ = make(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessToken.objects.filter(pk=token.pk).update(**fields)


def test_a_name_stands_once_among_those_in_use(alice, bob):
    token, _ = make(alice, name="Script")
    with pytest.raises(ValidationError, match="of this name"):
        make(alice, name="SCRIPT")
    make(bob, name="Script")
    token.revoke()
    make(alice, name="Script")


def test_nobody_has_more_than_so_many(alice):
    for number in range(MOST_TOKENS):
        token, _ = make(alice, name=str(number))
    with pytest.raises(ValidationError, match="Revoke one"):
        make(alice, name="One more")
    token.revoke()
    make(alice, name="One more")


def test_its_use_is_noted_once_a_minute(alice):
    with time_machine.travel("2026-11-21T20:00Z", tick=False) as clock:
        token, _ = make(alice)
        assert token.last_used_at is None
        token.note_use()
        first = AccessToken.objects.get().last_used_at
        clock.shift(59)
        with CaptureQueriesContext(connection) as queries:
            token.note_use()
        assert len(queries) == 0
        clock.shift(1)
        token.note_use()
        assert AccessToken.objects.get().last_used_at - first == timedelta(minutes=1)


def test_scopes_are_written_in_one_order():
    assert written(["admin", "read", "read"]) == "read admin"
    assert [needed_for(method) for method in ("GET", "HEAD", "OPTIONS")] == [Scope.READ] * 3
    assert [needed_for(method) for method in ("POST", "PUT", "PATCH", "DELETE", "BREW", None)] == [Scope.WRITE] * 6
