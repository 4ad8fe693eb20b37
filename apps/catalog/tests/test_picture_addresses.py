import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.pictures import SIZES, height_of, is_picture_path, picture_url, srcset


@pytest.fixture(autouse=True)
def from_tmdb(settings):
    settings.TMDB_IMAGE_URL = "https://pictures.example/t/p"
    settings.TMDB_IMAGE_PROXY = False


def test_an_address_has_size_and_path():
    assert picture_url("/abc-D_9.jpg", "w342") == "https://pictures.example/t/p/w342/abc-D_9.jpg"


def test_through_our_own_origin_when_the_site_says_so(settings):
    settings.TMDB_IMAGE_PROXY = True

    assert picture_url("/abc.jpg", "w342") == "/pictures/w342/abc.jpg"
    assert srcset("/abc.jpg", "profile") == "/pictures/w45/abc.jpg 45w, /pictures/w185/abc.jpg 185w"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "abc.jpg",
        "//evil.example/abc.jpg",
        "/../secret.jpg",
        "/a/b.jpg",
        "/abc.gif",
        "/abc.jpg?x=1",
        '/abc.jpg" onerror="alert(1)',
        "/abc.jpg\n",
        "/.jpg",
        "https://evil.example/abc.jpg",
        "/%2e%2e.jpg",
    ],
)
def test_what_does_not_look_like_a_path_of_tmdb_is_no_picture(path):
    assert not is_picture_path(path)
    assert picture_url(path, "w342") == ""
    assert srcset(path, "poster") == ""


@given(st.text(max_size=40))
def test_no_text_escapes_from_an_address(text):
    address = picture_url(f"/{text}.jpg", "w92")

    assert not set(address) & set("\"'<>& \n\\")


@pytest.mark.parametrize("size", ["w1", "h1", "", "../w92", "w342/.."])
def test_a_size_that_tmdb_does_not_make_is_a_mistake(size):
    with pytest.raises(KeyError):
        picture_url("/abc.jpg", size)


def test_a_srcset_offers_every_width_of_the_kind_or_those_asked_for():
    assert srcset("/abc.jpg", "poster").count("w,") == len(SIZES["poster"]) - 1
    assert srcset("/abc.jpg", "poster", (185, 342)) == (
        "https://pictures.example/t/p/w185/abc.jpg 185w, https://pictures.example/t/p/w342/abc.jpg 342w"
    )


@pytest.mark.parametrize(
    ("kind", "width", "height"), [("poster", 342, 513), ("backdrop", 1280, 720), ("profile", 185, 278)]
)
def test_heights_follow_the_shape(kind, width, height):
    assert height_of(kind, width) == height
