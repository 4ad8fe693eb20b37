"""Single sign-on from settings: Google, GitHub and one OpenID Connect provider. More can be added in the admin."""

from typing import Any

OPENID_CONNECT = "sso"  # what its addresses are called: /accounts/oidc/sso/login/


def providers(
    *, google: tuple[str, str], github: tuple[str, str], openid_connect: tuple[str, str], server_url: str, name: str
) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS of django-allauth; each pair is a client's id and secret, and without an id it is off."""
    server = {"name": name, "provider_id": OPENID_CONNECT, "settings": {"server_url": server_url}}
    return {
        "google": {
            "APPS": _app(google),
            "SCOPE": ["profile", "email"],
            "AUTH_PARAMS": {"access_type": "online"},
            "OAUTH_PKCE_ENABLED": True,
        },
        "github": {"APPS": _app(github), "SCOPE": ["read:user", "user:email"], "OAUTH_PKCE_ENABLED": True},
        "openid_connect": {"APPS": _app(openid_connect, server) if server_url else [], "OAUTH_PKCE_ENABLED": True},
    }


def _app(client: tuple[str, str], more: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    client_id, secret = client
    return [{"client_id": client_id, "secret": secret, **(more or {})}] if client_id else []
