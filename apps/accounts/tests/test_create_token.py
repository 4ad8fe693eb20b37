"""manage.py create_token"""

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import AccessToken, User

pytestmark = pytest.mark.django_db


def run(capsys, *args, **options):
    call_command("create_token", *args, **options)
    return capsys.readouterr().out.splitlines()


def test_the_last_line_is_the_token(capsys, alice):
    text = run(capsys, "ALICE@example.org", scopes="read,write")[-1]
    token = AccessToken.objects.named(text)
    assert (token.user, token.scopes, token.expires_at) == (alice, "read write", None)


def test_it_reads_where_nothing_else_is_said_and_each_has_a_name(capsys, alice):
    for _ in range(2):
        run(capsys, alice.email)
    run(capsys, alice.email, name="Backup", days=7)
    tokens = AccessToken.objects.order_by("pk")
    assert [token.name for token in tokens] == ["Command line 1", "Command line 2", "Backup"]
    assert [token.scopes for token in tokens] == ["read"] * 3
    assert tokens[2].expires_at


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nobody@example.org"], "Nobody who may sign in"),
        (["alice@example.org", "--scopes", "read,root"], "at least one of the scopes"),
        (["alice@example.org", "--scopes", ""], "blank"),
        (["alice@example.org", "--days", "-1"], "before it is made"),
        (["alice@example.org", "--days", "999999999999"], "too many days"),
        (["alice@example.org", "--name", "x" * 61], "at most 60"),
    ],
)
def test_what_is_wrong_is_said(alice, args, message):
    with pytest.raises(CommandError, match=message):
        call_command("create_token", *args)
    assert not AccessToken.objects.exists()


def test_who_is_switched_off_gets_none(alice):
    User.objects.update(is_active=False)
    with pytest.raises(CommandError):
        call_command("create_token", alice.email)
