"""The first administrator gets in before the site can send a letter."""

import pytest
from django.core.management import call_command

from apps.accounts.tests.conftest import PASSWORD, sign_in, signed_in


@pytest.mark.django_db
def test_the_address_counts_as_confirmed(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--email", "root@example.org")
    sign_in(client, "root@example.org")
    assert signed_in(client)
