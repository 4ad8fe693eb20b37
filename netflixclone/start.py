"""The last look before a site serves."""

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured with what is wrong and how to mend it; see netflixclone.checks."""
    problems = run_checks(tags=["start"], include_deployment_checks=True)
    if problems:
        raise ImproperlyConfigured("\n".join(str(problem) for problem in problems))
