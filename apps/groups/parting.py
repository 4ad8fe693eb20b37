"""What others have to do when people leave a group. Settings name them: groups know nothing of what is shared."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.utils.module_loading import import_string

from apps.accounts.models import User
from apps.groups.models import Membership


@contextmanager
def parting(memberships: Sequence[Membership], by: User) -> Iterator[None]:
    """Around the deletion of `memberships`, inside its transaction: each part sees before and after."""
    with ExitStack() as stack:
        for path in settings.GROUP_PARTINGS:
            stack.enter_context(import_string(path)(memberships=memberships, by=by))
        yield
