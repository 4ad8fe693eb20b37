"""Tags on the pages of a bucket: typed, ticked, followed, told apart; and to whom they are not shown."""

import pytest

from apps.catalog.tests.factories import MovieFactory
from apps.moviebucket import actions
from apps.moviebucket.models import Item, Share
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def typed(values, **more):
    return {name: str(value) for name, value in (values | more).items()}


def test_tags_are_typed_and_ticked(as_user, alice, bucket, values):
    ItemFactory(bucket=bucket, tags=["Christmas", "Noir"])
    client, address = as_user(alice), f"{bucket.get_absolute_url()}items/new/"
    assert '<input type="checkbox" name="tag" value="Christmas">Christmas' in text(client.get(address))
    client.post(address, typed(values, tags="Space, noir", tag="Christmas"))
    assert bucket.items.get(title="Alien").tags == ["Christmas", "noir", "Space"]


def test_what_was_ticked_stays_so_when_something_else_is_wrong(as_user, alice, bucket, values):
    ItemFactory(bucket=bucket, tags=["Christmas"])
    page = text(
        as_user(alice).post(
            f"{bucket.get_absolute_url()}items/new/", typed(values, title="", tags="x" * 31, tag="Christmas")
        )
    )
    assert 'value="Christmas" checked' in page and "A tag has 1 to 30 printable characters" in page
    assert f'value="{"x" * 31}"' in page and '<details class="more-fields" open>' in page


def test_the_form_of_a_copy_has_its_tags_and_offers_the_others(as_user, alice, bucket):
    item = ItemFactory(bucket=bucket, tags=["Noir", "Paris"])
    ItemFactory(bucket=bucket, tags=["noir", "Space"])
    page = text(as_user(alice).get(f"{item.get_absolute_url()}edit/"))
    assert 'name="tags" value="Noir, Paris"' in page
    assert [part.split('"')[0] for part in page.split('name="tag" value="')[1:]] == ["Space"]


def test_who_was_slower_sees_both_tags(as_user, alice, bob, edited, values):
    item = actions.add_item(bucket=edited, by=alice, values=values | {"tags": "Space"})
    actions.change_item(item=item, by=alice, values={"tags": "Space, To lend"})
    address = f"{item.get_absolute_url()}edit/"
    page = text(as_user(bob).post(address, typed(values, tags="Horror", version="1")))
    assert "<small>Now</small> Space, To lend" in page and "<small>Yours</small> Horror" in page
    page = text(as_user(bob).post(address, typed(values, tags="space", rating="1", version="1")))
    assert "<small>Now</small> Space, To lend" in page
    page = text(as_user(bob).post(address, typed(values, tags="Space", rating="1", version="1")))
    assert 'name="tags" value="Space, To lend"' in page


def test_each_tag_of_a_copy_leads_to_the_copies_that_have_it(as_user, alice, bob, viewed):
    item = ItemFactory(bucket=viewed, title="Alien", tags=["R&B #1"])
    ItemFactory(bucket=viewed, title="Brazil")
    client = as_user(bob)
    page = text(client.get(item.get_absolute_url()))
    address = page.split('aria-label="Tags"')[1].split('href="')[1].split('"')[0]
    assert address == f"{viewed.get_absolute_url()}?tag=R%26B%20%231"
    page = text(client.get(address))
    assert "1 of 2 copies" in page and "Tag: R&amp;B #1" in page
    assert "<option selected>R&amp;B #1<" in page


def test_the_choice_knows_the_tag_however_the_address_spells_it(as_user, alice, bucket):
    ItemFactory(bucket=bucket, tags=["Noir"])
    page = text(as_user(alice).get(f"{bucket.get_absolute_url()}?tag=NOIR"))
    assert "<option selected>Noir<" in page and "1 of 1 copy" in page


def test_the_log_says_which_tags_came_and_went(as_user, alice, bucket):
    item = ItemFactory(bucket=bucket, tags=["Noir"])
    actions.change_item(item=item, by=alice, values={"tags": "Noir, Space"})
    actions.change_item(item=item, by=alice, values={"tags": ""})
    page = text(as_user(alice).get(f"{bucket.get_absolute_url()}changes/"))
    assert "Tags: <del>Noir</del> <ins>Noir, Space</ins>" in page
    assert "Tags: <del>Noir, Space</del> <ins>nothing</ins>" in page


def test_whoever_has_the_link_is_not_told_of_tags(as_user, bucket):
    ItemFactory(bucket=bucket, title="Alien", tags=["Gift of my ex"])
    ItemFactory(bucket=bucket, title="Brazil")
    bucket.visibility = "link"
    bucket.save()
    page = text(as_user(None).get(f"/buckets/shared/{bucket.secret}/?view=table&columns=tags&tag=gift+of+my+ex"))
    assert "Gift" not in page and "Alien" in page and "Brazil" in page


def test_a_child_hears_of_no_tag_above_its_limit(as_profile, ann, bucket):
    ItemFactory(bucket=bucket, title="Hidden", tags=["Horror"], movie=MovieFactory(minimum_age=17))
    ItemFactory(bucket=bucket, title="Film", tags=["Christmas"], movie=MovieFactory(minimum_age=0))
    page = text(as_profile(ann).get(bucket.get_absolute_url()))
    assert "Christmas" in page and "Horror" not in page


def test_tags_stay_text(as_user, alice, bucket):
    item = ItemFactory(bucket=bucket, tags=['"><script>alert(1)</script>'])
    client, own = as_user(alice), bucket.get_absolute_url()
    for address in (own, f"{own}?view=table&columns=tags", item.get_absolute_url(), f"{own}items/new/"):
        page = text(client.get(address))
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_an_administrator_changes_them_too(as_user, administrator, bucket):
    item = ItemFactory(bucket=bucket, tags=["Noir"])
    client = as_user(administrator)
    address = f"/admin/moviebucket/item/{item.pk}/change/"
    page = text(client.get(address))
    assert 'value="Noir"' in page
    values = {"title": "Alien", "format": "DVD", "length": "1", "release_year": "1979", "rating": "5"}
    client.post(address, values | {"tags": "Noir, Space"})
    assert Item.objects.get().tags == ["Noir", "Space"]
    assert bucket.changes.get().after["tags"] == ["Noir", "Space"]


def test_two_editors_tag_the_same_copy(as_user, bob, bucket, values):
    item = ItemFactory(bucket=bucket, title="Alien", tags=["Noir"])
    Share.objects.create(bucket=bucket, user=bob, role="editor")
    response = as_user(bob).post(f"{item.get_absolute_url()}edit/", typed(values, version="1"))
    assert response.status_code == 302
    assert Item.objects.get().tags == ["Noir"]  # a field that was not sent stays
