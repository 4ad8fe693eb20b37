import re

import pytest
from django.core import mail
from django.test import Client
from zeal import zeal_ignore

from apps.accounts.actions import trust_address
from apps.accounts.models import User

PASSWORD = "a long night at the pictures"


@pytest.fixture
def ada(db):
    user = User.objects.create_user("ada@example.org", PASSWORD, name="Ada")
    trust_address(user)
    return user


# What django-allauth's own views ask for one by one: the addresses of a person, and each of their sessions.
BY_ALLAUTH = [
    {"model": "account.EmailAddress"},
    {"model": "sessions.Session", "field": "get()"},
    {"model": "accounts.User", "field": "get()"},
]


@pytest.fixture
def asked_one_by_one():
    """For tests of django-allauth's own views, which are not ours to mend."""
    with zeal_ignore(BY_ALLAUTH):
        yield


def sign_in(client, email="ada@example.org", password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def prove_again(client, password=PASSWORD):
    """What is sensitive asks for the password, however short ago one signed in."""
    return client.post("/accounts/reauthenticate/", {"password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def link_in_mail(number=-1):
    """The path of the only address that a letter names."""
    [path] = re.findall(r"https?://testserver(/\S+)", mail.outbox[number].body)
    return path


@pytest.fixture
def proven(ada):
    """Ada's browser, where she has just said her password again."""
    client = Client()
    sign_in(client)
    prove_again(client)
    return client
