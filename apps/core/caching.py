"""What a cache may fail with. A page that reads or writes the cache goes on without it."""

import pickle

try:
    from redis.exceptions import RedisError
except ImportError:  # only production installs redis

    class RedisError(Exception):  # type: ignore[no-redef]
        pass


# DatabaseError belongs to the database cache; it is left out on purpose, a page cannot go on without its database.
CACHE_ERRORS: tuple[type[Exception], ...] = (RedisError, OSError, EOFError, pickle.PickleError)
