"""People and roles in the admin, and the way into it."""

import pytest
from django.contrib.auth.models import Permission

from apps.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 302), ("curator", 403), ("moderator", 403), ("administrator", 200)]
)
def test_who_may_see_the_people(persona, expected, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get("/admin/accounts/user/").status_code == expected


def test_the_admin_asks_for_the_password_on_the_sites_own_page(client):
    assert client.get("/admin/login/?next=/admin/auth/")["Location"] == "/accounts/login/?next=%2Fadmin%2Fauth%2F"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_a_member_who_may_not_enter_is_told_so(as_user, alice):
    response = as_user(alice).get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_staff_go_straight_in(as_user, curator):
    assert as_user(curator).get("/admin/login/")["Location"] == "/admin/"


def test_the_list_names_roles(as_user, administrator, curator):
    page = as_user(administrator).get("/admin/accounts/user/").content.decode()
    assert "Curators" in page
    assert "Administrators" in page


def test_adding_somebody_and_giving_a_role(as_user, administrator):
    client = as_user(administrator)
    form = {
        "email": "Ada@Example.org", "name": "Ada", "usable_password": "true",
        "password1": "a long night at the pictures", "password2": "a long night at the pictures",
    }  # fmt: skip
    client.post("/admin/accounts/user/add/", form)
    ada = User.objects.get(email="ada@example.org")
    assert ada.check_password("a long night at the pictures")
    change = {"email": ada.email, "name": "Ada L.", "is_active": "on", "roles": ["Curators"]}
    assert client.post(f"/admin/accounts/user/{ada.pk}/change/", change).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.is_staff, ada.role_names) == ("Ada L.", True, ["Curators"])
    client.post(f"/admin/accounts/user/{ada.pk}/change/", change | {"roles": []})
    ada = User.objects.get(pk=ada.pk)
    assert (ada.is_staff, ada.role_names) == (False, [])


@pytest.mark.parametrize(
    "email", ["", "no address", "ALICE@example.org", "nul\x00@example.org", "a" * 260 + "@example.org"]
)
def test_bad_addresses_are_refused(as_user, administrator, alice, email):
    response = as_user(administrator).post(
        "/admin/accounts/user/add/", {"email": email, "name": "x", "usable_password": "false"}
    )
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["email"]


def test_the_last_administrator_cannot_be_removed(as_user, administrator, alice):
    client = as_user(administrator)
    page = f"/admin/accounts/user/{administrator.pk}"
    form = {"email": administrator.email, "name": "", "is_active": "on", "roles": ["Curators"]}
    response = client.post(f"{page}/change/", form)
    assert "This is the last administrator" in response.content.decode()
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [administrator.pk, alice.pk], "post": "yes"}
    response = client.post("/admin/accounts/user/", chosen)
    assert "Administrator: " in response.content.decode()
    assert User.objects.filter(pk__in=[administrator.pk, alice.pk]).count() == 2
    assert User.objects.administrators().get() == administrator


def test_one_of_two_administrators_can_be_removed(as_user, administrator):
    other = User.objects.create_superuser("other@example.org")
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    assert as_user(administrator).post("/admin/accounts/user/", chosen).status_code == 302
    assert not User.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("Members", {"Alice"}),
        ("Curators", {"Curator"}),
        ("Moderators", {"Moderator"}),
        ("Administrators", {"Administrator"}),
    ],
)
def test_the_list_is_narrowed_by_role(as_user, alice, curator, moderator, administrator, role, found):
    page = as_user(administrator).get(f"/admin/accounts/user/?role={role}")
    assert {user.name for user in page.context["cl"].result_list} == found


def test_a_page_says_what_each_role_may_do(as_user, administrator, curator, moderator):
    page = as_user(administrator).get("/admin/accounts/user/roles/").content.decode()
    for words in ("Members", "Curators", "Moderators", "Administrators", "catalog: can change movie"):
        assert words in page
    assert "/admin/accounts/user/roles/" in as_user(administrator).get("/admin/accounts/user/").content.decode()
    assert as_user(curator).get("/admin/accounts/user/roles/").status_code == 403


@pytest.fixture
def warden(moderator):
    """A moderator who may also change people."""
    moderator.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user", "delete_user"]))
    return moderator


def test_who_may_change_people_takes_over_no_administrator(as_user, warden, administrator, alice):
    User.objects.create_superuser("other@example.org")
    client = as_user(warden)
    page = f"/admin/accounts/user/{administrator.pk}"
    form = {"email": "mine@example.org", "name": "", "is_active": "on", "roles": ["Administrators"]}
    assert client.post(f"{page}/change/", form).status_code == 403
    assert client.post(f"{page}/password/", {"password1": "x", "password2": "x"}).status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/accounts/user/{warden.pk}/change/", form | {"email": warden.email}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [administrator.pk], "post": "yes"}
    client.post("/admin/accounts/user/", chosen)
    administrator.refresh_from_db()
    warden.refresh_from_db()
    assert administrator.email == "administrator@example.org"
    assert not warden.is_superuser
    assert (
        client.post(
            f"/admin/accounts/user/{alice.pk}/change/", {"email": alice.email, "is_active": "on", "roles": ["Curators"]}
        ).status_code
        == 302
    )


def test_roles_are_given_by_name_and_by_nothing_else(as_user, warden, alice):
    """What Django's own form of people has beside them would go past who may give which."""
    before = User.objects.filter(pk__in=[warden.pk, alice.pk]).order_by("pk").values("is_staff", "is_superuser")
    kept = list(before)
    permissions = [permission.pk for permission in Permission.objects.all()[:3]]
    rights = {"is_superuser": "on", "is_staff": "on", "groups": ["1", "2"], "user_permissions": permissions}
    for user, roles in ((warden, ["Moderators"]), (alice, [])):
        form = {"email": user.email, "name": "", "is_active": "on", "roles": roles}
        as_user(warden).post(f"/admin/accounts/user/{user.pk}/change/", form | rights)
    assert list(before.all()) == kept
    assert alice.role_names == [] and not alice.user_permissions.exists()
    assert warden.user_permissions.count() == 3  # as before: to see, change and remove people


def test_two_administrators_who_choose_each_other(as_user, administrator, monkeypatch):
    """What the form could not see, since the other went meanwhile, is refused by the model."""
    monkeypatch.setattr("apps.accounts.models.user.User.clean", lambda self: None)
    form = {"email": administrator.email, "name": "", "is_active": "on", "roles": []}
    assert as_user(administrator).post(f"/admin/accounts/user/{administrator.pk}/change/", form).status_code == 403
    assert User.objects.administrators().get() == administrator
