"""A real OpenID Connect server in a process of its own, and the way a browser goes to it and back."""

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests
from django.test import Client

STARTS_WITHIN = 30.0  # seconds
ASK = 10  # seconds


class Provider:
    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def knows(self, sub: str, **claims: object) -> None:
        """From now on `sub` is somebody of whom this is said."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=ASK).raise_for_status()

    def lets_in(self, address: str, sub: str) -> str:
        """Where the provider sends the browser back to, once `sub` has signed in at `address`."""
        return requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=ASK).headers["Location"]

    def is_up(self) -> bool:
        try:
            return requests.get(f"{self.url}/.well-known/openid-configuration", timeout=ASK).ok
        except requests.ConnectionError:
            return False


@contextmanager
def running() -> Iterator[Provider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    env = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    provider = Provider(port)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not provider.is_up():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the OpenID Connect server did not start")
            time.sleep(0.1)
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=20)


def away(client: Client, path: str = "/accounts/oidc/campus/login/", query: str = "") -> str:
    """The provider's address that the page after the button goes to."""
    page = client.post(path + query).content.decode()
    return html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1])


def there_and_back(client: Client, provider: Provider, sub: str, query: str = ""):
    """The answer to somebody who comes back signed in as `sub`."""
    back = urlsplit(provider.lets_in(away(client, query=query), sub))
    return client.get(f"{back.path}?{back.query}")
