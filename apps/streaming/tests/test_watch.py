"""/watch/: the page, each file by each role, and ranges of it."""

import pytest

from apps.catalog.tests.factories import MovieFactory
from apps.streaming.models import Video
from apps.streaming.tests.factories import VideoFactory, with_size

pytestmark = pytest.mark.django_db

SOUND = 'GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"'
FILES = [
    "master.m3u8", "360.m3u8", "360-init.mp4", "360-00000.m4s", "360-sound.m3u8", "360-sound-init.mp4",
    "360-sound-00000.m4s", "360.mp4",
]  # fmt: skip


@pytest.fixture
def video(alice):
    video = VideoFactory(owner=alice, title="Holidays")
    with_size(video)
    return video


@pytest.fixture
def shared(video):
    Video.objects.update(visibility="members")
    return video


def address(video: Video, name: str) -> str:
    return f"/watch/{video.pk}/files/{name}"


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("name", ["", *FILES])
def test_a_private_video_is_the_household_s(
    as_user, as_profile, alice, bob, ann, curator, moderator, administrator, video, name
):
    where = address(video, name) if name else f"/watch/{video.pk}/"
    assert as_user(None).get(where)["Location"].startswith("/accounts/login/")
    assert as_user(alice).get(where).status_code == 200
    for other in (bob, curator, moderator, administrator):
        assert as_user(other).get(where).status_code == 404
    assert as_profile(ann).get(where).status_code == 404


@pytest.mark.parametrize("name", ["", *FILES])
def test_a_shared_one_is_for_members_until_it_is_not(as_user, as_profile, bob, ann, shared, name):
    where = address(shared, name) if name else f"/watch/{shared.pk}/"
    client = as_user(bob)
    assert client.get(where).status_code == 200
    assert as_user(None).get(where)["Location"].startswith("/accounts/login/")
    assert as_profile(ann).get(where).status_code == 404
    Video.objects.update(movie=MovieFactory(minimum_age=0))
    assert as_profile(ann).get(where).status_code == 200
    Video.objects.update(movie=MovieFactory(minimum_age=18))
    assert as_profile(ann).get(where).status_code == 404
    Video.objects.update(visibility="private")
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "original", "..%2Foriginal", "1/360.mp4", "480.mp4", "0360.mp4", "360.mkv", "360-1.m4s",
        "360-000001.m4s", "360-sound.mp4",
        "360.mp4%00", "360.mp4%0A", "٣٦٠.mp4", "99999.mp4", "master.m3u8.", ".m3u8", "360-00001.m4s", "work", "%2e%2e",
    ],
)  # fmt: skip
def test_no_other_name_leads_to_a_file(as_user, alice, video, name):
    assert as_user(alice).get(address(video, name)).status_code == 404


@pytest.mark.parametrize("name", ["360.txt", "360-sound.mp4", "360-1.m4s", "360.mp4.part", "0360.mp4", "360.MP4"])
def test_nor_to_one_that_lies_there(as_user, alice, video, name):
    (video.folder_of(1) / name).write_text("not to be given away")
    assert as_user(alice).get(address(video, name)).status_code == 404


def test_the_playlist_names_every_size_and_is_never_kept(as_user, alice, video):
    with_size(video, 480, is_whole=False)
    video.renditions.filter(rung=480).update(has_sound=False, codecs="avc1.64001f")
    response = as_user(alice).get(address(video, "master.m3u8"))
    assert response["Content-Type"] == "application/vnd.apple.mpegurl"
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.decode().splitlines()[3:] == [
        f'#EXT-X-MEDIA:TYPE=AUDIO,{SOUND},URI="360-sound.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x360,CODECS="avc1.64001e,mp4a.40.2",AUDIO="sound"',
        "360.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=640800,RESOLUTION=852x480,CODECS="avc1.64001f,mp4a.40.2",AUDIO="sound"',
        "480.m3u8",
    ]
    assert as_user(alice).get(address(video, "360.m3u8"))["Cache-Control"] == "private, no-store"


def test_a_silent_one_has_no_sound_in_its_playlist(as_user, alice, video):
    video.renditions.update(has_sound=False, codecs="avc1.64001e")
    text = as_user(alice).get(address(video, "master.m3u8")).content.decode()
    assert "sound" not in text.lower() and 'CODECS="avc1.64001e"' in text


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("360-00000.m4s", "video/mp4"), ("360-sound-00000.m4s", "audio/mp4"), ("360.mp4", "video/mp4")],
)
def test_segments_are_kept_by_the_browser_alone(as_user, alice, video, name, content_type):
    response = as_user(alice).get(address(video, name))
    assert (response["Content-Type"], response["Cache-Control"]) == (content_type, "private, max-age=3600")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert content(response) == name.encode()
    again = as_user(alice).get(address(video, name), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=4-2", 416, b"", "bytes */10"),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("words=0-1", 200, b"0123456789", None),
        ("bytes=" + "9" * 30 + "-", 200, b"0123456789", None),
    ],
)
def test_ranges(as_user, alice, video, asked, status, body, told):
    (video.folder_of(1) / "360.mp4").write_bytes(b"0123456789")
    response = as_user(alice).get(address(video, "360.mp4"), headers={"Range": asked})
    assert (response.status_code, content(response), response.get("Content-Range")) == (status, body, told)
    if status != 416:
        assert (response["Content-Length"], response["Accept-Ranges"]) == (str(len(body)), "bytes")


def test_a_range_of_what_it_was_before_is_all_of_it(as_user, alice, video):
    headers = {"Range": "bytes=0-1", "If-Range": '"other"'}
    assert as_user(alice).get(address(video, "360.mp4"), headers=headers).status_code == 200


def test_a_file_that_the_disk_has_lost(as_user, alice, video):
    (video.folder_of(1) / "360.mp4").unlink()
    assert as_user(alice).get(address(video, "360.mp4")).status_code == 404


def test_what_has_no_row_yet_is_not_found(as_user, alice, video):
    (video.folder_of(1) / "720.mp4").write_text("half")
    assert as_user(alice).get(address(video, "720.mp4")).status_code == 404


def test_a_file_costs_few_queries(as_user, alice, video, django_assert_max_num_queries):
    client = as_user(alice)
    with django_assert_max_num_queries(4):
        content(client.get(address(video, "360-00000.m4s")))


def test_the_page_plays_it_with_a_whole_file_where_no_playlist_is_played(as_user, alice, video):
    with_size(video, 720)
    with_size(video, 1080, is_whole=False)
    page = as_user(alice).get(f"/watch/{video.pk}/").content.decode()
    assert f'<source src="/watch/{video.pk}/files/master.m3u8" type="application/vnd.apple.mpegurl">' in page
    assert f'<source src="/watch/{video.pk}/files/720.mp4" type="video/mp4">' in page
    assert "still improving" not in page


def test_it_says_that_it_is_still_improving(as_user, alice, video):
    Video.objects.update(state="transcoding")
    assert "still improving" in as_user(alice).get(f"/watch/{video.pk}/").content.decode()


@pytest.mark.parametrize(("state", "words"), [("waiting", "Not yet"), ("failed", "nothing to watch")])
def test_without_any_size_it_says_so(as_user, alice, state, words):
    video = VideoFactory(owner=alice, state=state, reason="damaged")
    assert words in as_user(alice).get(f"/watch/{video.pk}/").content.decode()
    assert as_user(alice).get(address(video, "master.m3u8")).status_code == 404


def test_only_the_household_is_led_to_the_studio(as_user, alice, bob, shared):
    found = [
        "/studio/" + str(shared.pk) in as_user(user).get(f"/watch/{shared.pk}/").content.decode()
        for user in (alice, bob)
    ]
    assert found == [True, False]
