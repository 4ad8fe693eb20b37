"""People and roles in the admin, and the way into it."""

import pytest
from django.contrib.auth.models import Group

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
    curators = Group.objects.get(name="Curators")
    change = {"email": ada.email, "name": "Ada L.", "is_active": "on", "is_staff": "on", "groups": [curators.pk]}
    assert client.post(f"/admin/accounts/user/{ada.pk}/change/", change).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.is_staff, ada.groups.get()) == ("Ada L.", True, curators)


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
    form = {"email": administrator.email, "name": "", "is_active": "on", "is_staff": "on"}
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
