"""What can go wrong with TMDB. Nothing else leaves this package because of TMDB, and no text holds a secret."""


class TmdbError(Exception):
    """TMDB gave no usable answer; asking again would not change that."""


class TmdbUnavailable(TmdbError):
    """TMDB is down, slow, busy or talks rubbish: try again, after `retry_after` seconds when TMDB said so."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TmdbNotFound(TmdbError):
    """TMDB has no such film, person or list."""


class TmdbRejected(TmdbError):
    """TMDB refuses the request: a wrong key (401), or parameters it does not take (400, 422)."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_about_the_key(self) -> bool:
        return self.status in (401, 403)
