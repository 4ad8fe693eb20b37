"""An app that signs in by /_allauth/, for tests."""

import json

from django.test import Client
from zeal import zeal_ignore

from apps.accounts.tests.conftest import BY_ALLAUTH, PASSWORD

BASE = "/_allauth/app/v1"


class App(Client):
    """A client without cookies, as an app is one. It keeps the tokens that it was given."""

    session_token = access = refresh = ""

    def ask(self, method, address, body=None, **headers):
        """An answer of /_allauth/, as part of the log-in that has begun."""
        self.cookies.clear()
        if self.session_token:
            headers.setdefault("X-Session-Token", self.session_token)
        response = self.generic(method, BASE + address, json.dumps(body or {}), "application/json", headers=headers)
        meta = response.json().get("meta", {}) if response.content else {}
        self.session_token = meta.get("session_token", self.session_token)
        self.keep(meta)
        return response

    def keep(self, tokens):
        if "access_token" in tokens:
            self.access, self.refresh = tokens["access_token"], tokens["refresh_token"]
            self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.access}"

    def log_in(self, email="ada@example.org", password=PASSWORD):
        with zeal_ignore(BY_ALLAUTH):
            return self.ask("POST", "/auth/login", {"email": email, "password": password})

    def take_next(self, refresh=None):
        """Asks for the next pair of tokens and keeps them."""
        body = json.dumps({"refresh_token": refresh or self.refresh})
        response = Client().post(f"{BASE}/tokens/refresh", body, "application/json")
        if response.status_code == 200:
            self.keep(response.json()["data"])
        return response


def sign_in_app(email="ada@example.org"):
    app = App()
    response = app.log_in(email)
    assert response.status_code == 200, response.content
    return app
