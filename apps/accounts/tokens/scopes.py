"""What a personal access token is for. Here and nowhere else is said what each scope lets it do.

* `read`: look at what its owner may see (GET, HEAD, OPTIONS).
* `write`: change what is the owner's own (POST, PUT, PATCH, DELETE).
* `admin`: the owner's roles count. Without it a curator's token changes no film and an administrator's sees no more
  people than a member's; with it they still need `read` to look and `write` to change.

No token does more than its owner may, and none reaches what is said of `BEYOND_TOKENS`.
"""

from collections.abc import Iterable
from itertools import chain, combinations

from django.db import models

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
BEYOND_TOKENS = "A token cannot make, list or revoke tokens. Sign in for that."


class Scope(models.TextChoices):
    READ = "read", "Read what you may see"
    WRITE = "write", "Change what is yours"
    ADMIN = "admin", "Use your roles (curator, moderator, administrator)"


# Every set of scopes, as the database writes it down: in this order, with a space between.
SETS = [" ".join(names) for names in chain.from_iterable(combinations(Scope.values, size) for size in (1, 2, 3))]


def written(scopes: Iterable[str]) -> str:
    """The scopes as the database has them. A name that is none is kept, so that the model refuses it."""
    given = set(scopes)
    return " ".join([*(scope for scope in Scope.values if scope in given), *sorted(given - set(Scope.values))])


def needed_for(method: str | None) -> Scope:
    """Which scope a request of this method needs."""
    return Scope.READ if method in SAFE_METHODS else Scope.WRITE


def roles_count(scopes: Iterable[str]) -> bool:
    return Scope.ADMIN in scopes
