"""/profiles/: who is watching, and what the grown-ups of a household decide."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.actions import add_profile, change_profile
from apps.accounts.actions.profiles import PIN_TRIES
from apps.accounts.models import Profile
from apps.accounts.viewers import SESSION_KEY
from netflixclone.testing import rating

pytestmark = pytest.mark.django_db
PAGE = {"HTTP_ACCEPT": "text/html"}


def address(name, profile=None):
    return reverse(name, args=[profile.pk] if profile else [])


@pytest.mark.parametrize("name", ["profiles", "add_profile"])
def test_visitors_log_in_first(client, name):
    assert client.get(address(name))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["watch_as", "edit_profile", "remove_profile"])
@pytest.mark.parametrize("persona", ["bob", "charlie", "curator", "administrator"])
def test_the_profiles_of_others_are_not_there(as_user, request, ann, name, persona):
    client = as_user(request.getfixturevalue(persona))
    for response in (client.get(address(name, ann)), client.post(address(name, ann), {"name": "Mine"})):
        assert response.status_code == 404
    assert Profile.objects.get(pk=ann.pk).name == "Ann"


def test_whoever_is_alone_never_sees_the_picker(as_user, bob):
    response = as_user(bob).get("/", **PAGE)
    assert response.status_code == 200
    assert "Who is watching" not in response.content.decode()


def test_a_household_is_asked_once_who_is_watching(as_user, alice, ann):
    client = as_user(alice)
    response = client.get("/movies/?sort=title", **PAGE)
    assert response["Location"] == "/profiles/?next=%2Fmovies%2F%3Fsort%3Dtitle"
    page = client.get(response["Location"]).content.decode()
    assert "Who is watching?" in page
    assert "Alice" in page
    assert "Ann" in page
    chosen = client.post(address("watch_as", ann), {"next": "/movies/?sort=title"})
    assert chosen["Location"] == "/movies/?sort=title"
    assert client.session[SESSION_KEY] == ann.pk
    assert client.get("/movies/", **PAGE).status_code == 200


@pytest.mark.parametrize("path", ["/profiles/", "/accounts/", "/api/movies", "/healthz"])
def test_what_needs_nobody_watching_is_not_interrupted(as_user, alice, ann, path):
    assert as_user(alice).get(path, **PAGE).status_code == 200


def test_a_fragment_is_not_interrupted(as_user, alice, ann):
    assert as_user(alice).get("/", headers={"HX-Request": "true"}, **PAGE).status_code == 200


def test_a_chosen_profile_that_is_gone_is_chosen_anew(as_profile, alice, ann):
    client = as_profile(ann)
    ann.delete()
    add_profile(by=alice, facts={"name": "Ben"})
    assert client.get("/", **PAGE)["Location"].startswith("/profiles/")


OTHER_SITES = ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]


@pytest.mark.parametrize("target", OTHER_SITES)
def test_one_is_never_sent_to_another_site(as_user, alice, target):
    response = as_user(alice).post(address("watch_as", alice.profiles.get()), {"next": target})
    assert response["Location"] == "/"


def test_a_profile_is_added_changed_and_removed(as_user, alice):
    client = as_user(alice)
    given = {"name": "Ann", "avatar": "cat", "language": "fr", "for_child": "on", "highest_rating": rating("PG").pk}
    assert client.post(address("add_profile"), given | {"pin": "2468"}).status_code == 302
    ann = Profile.objects.get(name="Ann")
    assert (ann.avatar, ann.language, ann.for_child, ann.highest_age) == ("cat", "fr", True, 8)
    assert ann.knows_pin("2468")
    client.post(address("edit_profile", ann), given | {"name": "Anna"})
    ann.refresh_from_db()
    assert ann.name == "Anna"
    assert ann.pin != ""
    client.post(address("edit_profile", ann), given | {"without_pin": "on"})
    ann.refresh_from_db()
    assert ann.pin == ""
    assert "for good" in client.get(address("remove_profile", ann)).content.decode()
    client.post(address("remove_profile", ann))
    assert not Profile.objects.filter(pk=ann.pk).exists()


BAD = {
    "nothing": ({}, "This field is required."),
    "blank name": ({"name": "   "}, "This field is required."),
    "NUL": ({"name": "A\0nn"}, "Null characters are not allowed."),
    "long name": ({"name": "x" * 41}, "at most 40 characters"),
    "name in use": ({"name": "ALICE"}, "Somebody in this household has that name already."),
    "unknown picture": ({"name": "Ann", "avatar": "tiger"}, "tiger is not one of the available choices."),
    "child without limit": ({"name": "Ann", "for_child": "on"}, "needs the highest age rating"),
    "limit that is none": ({"name": "Ann", "for_child": "on", "highest_rating": "9" * 30}, "Select a valid choice."),
    "PIN of letters": ({"name": "Ann", "for_child": "on", "highest_rating": "PG", "pin": "abcd"}, "4 to 8 digits"),
}


@pytest.mark.parametrize(("given", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_told_and_kept(as_user, alice, given, said):
    if given.get("highest_rating") == "PG":
        given = given | {"highest_rating": rating("PG").pk}
    response = as_user(alice).post(address("add_profile"), {"avatar": "reel", "language": "en"} | given)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert alice.profiles.count() == 1


def test_the_own_profile_is_not_offered_what_children_have(as_user, alice):
    page = as_user(alice).get(address("edit_profile", alice.profiles.get())).content.decode()
    assert "For a child" not in page
    assert "Remove this profile" not in page


def test_the_own_profile_cannot_be_removed(as_user, alice):
    own = alice.profiles.get()
    client = as_user(alice)
    assert "goes when the account goes" in client.get(address("remove_profile", own)).content.decode()
    client.post(address("remove_profile", own))
    assert alice.profiles.count() == 1


def test_without_a_pin_a_child_may_hand_over(as_profile, alice, ann):
    client = as_profile(ann)
    client.post(address("watch_as", alice.profiles.get(place=1)))
    assert client.session[SESSION_KEY] == alice.profiles.get(place=1).pk


def test_with_a_pin_nobody_leaves_without_it(as_profile, alice, ann):
    change_profile(profile=ann, by=alice, facts={"pin": "1234"})
    client = as_profile(ann)
    own = alice.profiles.get(place=1)
    for given in ({}, {"pin": ""}, {"pin": "4321"}, {"pin": "x" * 5000}):
        assert client.post(address("watch_as", own), given).status_code == 400
        assert client.session[SESSION_KEY] == ann.pk
    assert "That is not the PIN" in client.post(address("watch_as", own), {"pin": "4321"}).content.decode()


def test_with_the_pin_one_leaves(as_profile, alice, ann):
    change_profile(profile=ann, by=alice, facts={"pin": "1234"})
    client = as_profile(ann)
    own = alice.profiles.get(place=1)
    assert "lets you leave" in client.get(address("watch_as", own)).content.decode()
    assert client.post(address("watch_as", own), {"pin": "1234"}).status_code == 302
    assert client.session[SESSION_KEY] == own.pk


def test_a_pin_cannot_be_tried_out(as_profile, alice, ann):
    change_profile(profile=ann, by=alice, facts={"pin": "1234"})
    client = as_profile(ann)
    own = alice.profiles.get(place=1)
    for _ in range(PIN_TRIES):
        client.post(address("watch_as", own), {"pin": "0000"})
    response = client.post(address("watch_as", own), {"pin": "1234"})
    assert response.status_code == 429
    assert "too many tries" in response.content.decode()
    assert client.session[SESSION_KEY] == ann.pk


def test_entering_is_a_post_with_a_csrf_token(alice, ann):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(address("watch_as", ann)).status_code == 403


def test_queries_do_not_grow_with_the_household(as_user, alice, django_assert_num_queries):
    client = as_user(alice)
    with django_assert_num_queries(3):
        client.get(address("profiles"))
    for number in range(6):
        add_profile(by=alice, facts={"name": f"Guest {number}"})
    with django_assert_num_queries(3):
        client.get(address("profiles"))


def test_a_new_profile_is_offered_a_picture_that_nobody_in_the_household_has(as_user, alice):
    alice.profiles.update(avatar="reel")
    offered = as_user(alice).get(address("add_profile")).context["form"]["avatar"].value()
    assert offered == "moon"
