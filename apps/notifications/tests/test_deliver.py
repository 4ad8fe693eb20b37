"""Letters: what is in one, and what happens when none can be sent."""

import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from apps.notifications.actions import deliver

pytestmark = pytest.mark.django_db

FACTS = {"subject": "Ready", "text": "It is <done>.", "url": "https://films.example.org/exports/"}


def test_a_letter_goes_out_in_words_and_in_html(alice, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deliver(user=alice, **FACTS)
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (["alice@example.org"], "Notflix: Ready")
    assert "It is <done>." in letter.body and FACTS["url"] in letter.body and letter.body.startswith("Alice,")
    [(html, kind)] = letter.alternatives
    assert kind == "text/html" and "It is &lt;done&gt;." in html and f'href="{FACTS["url"]}"' in html


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_did_not_happen(alice, mailoutbox):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        deliver(user=alice, **FACTS)
        raise ZeroDivisionError
    assert mailoutbox == []


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError("slow"), ValueError("odd")])
def test_a_mail_server_that_fails_undoes_nothing(alice, monkeypatch, caplog, error, django_capture_on_commit_callbacks):
    def failing(self):
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", failing)
    with django_capture_on_commit_callbacks(execute=True):
        deliver(user=alice, **FACTS)
    assert str(error) in caplog.text
    assert "alice@example.org" not in caplog.text


def test_nobody_writes_to_a_closed_account(alice, mailoutbox, django_capture_on_commit_callbacks):
    alice.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        deliver(user=alice, **FACTS)
    assert mailoutbox == []


def test_a_subject_stays_one_line(alice, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deliver(user=alice, **FACTS | {"subject": "Ready\nBcc: mallory@example.org"})
    assert mailoutbox[0].subject == "Notflix: Ready Bcc: mallory@example.org"
