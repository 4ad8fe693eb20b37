"""Tells people what happened: by letter for now. Knows no film and no list."""

import logging

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from apps.accounts.models import User

logger = logging.getLogger(__name__)


def deliver(*, user: User, subject: str, text: str, url: str) -> None:
    """Tells `user` once the present transaction is in; what fails then is logged and undoes nothing.

    `text` is a paragraph or several with blank lines between; `url` is where it leads, with scheme and host; empty
    where that is not known.
    """

    def write() -> None:  # a function with a name: Django logs it when it fails, and no partial has one
        _write(user, " ".join(subject.split()), text, url)

    transaction.on_commit(write, robust=True)


def _write(user: User, subject: str, text: str, url: str) -> None:
    if not user.is_active:
        return
    context = {"subject": subject, "text": text, "url": url, "name": user.name}
    letter = EmailMultiAlternatives(
        subject=f"Notflix: {subject}",
        body=render_to_string("emails/notifications/message.txt", context),
        to=[user.email],
    )
    letter.attach_alternative(render_to_string("emails/notifications/message.html", context), "text/html")
    try:
        letter.send()
    except OSError as error:  # what smtplib and sockets raise, time-outs among it
        logger.warning("A letter to user %s was not sent: %s", user.pk, error)
