pytest_plugins = ["netflixclone.testing"]
