"""Secret addresses: made, made anew, taken back; and the rules that hold whoever writes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from apps.statistics import actions
from apps.statistics.models import ReleaseFeed, SharedReview

pytestmark = pytest.mark.django_db


def test_a_feed_is_made_once_and_renewed(own_alice):
    first = actions.open_feed(profile=own_alice, by=own_alice)
    assert actions.open_feed(profile=own_alice, by=own_alice).secret == first.secret
    renewed = actions.renew_feed(profile=own_alice, by=own_alice)
    assert renewed.secret != first.secret
    assert list(ReleaseFeed.objects.with_secret(first.secret)) == []
    assert ReleaseFeed.objects.with_secret(renewed.secret).get() == renewed
    actions.close_feed(profile=own_alice, by=own_alice)
    assert ReleaseFeed.objects.count() == 0


def test_nobody_does_it_for_another(own_alice, own_bob, kid):
    for by in (own_bob, kid):
        for act in (actions.open_feed, actions.renew_feed, actions.close_feed):
            with pytest.raises(PermissionDenied):
                act(profile=own_alice, by=by)
        for share in (actions.share_review, actions.stop_sharing_review):
            with pytest.raises(PermissionDenied):
                share(profile=own_alice, year=2025, by=by)


def test_a_child_may_have_a_feed_and_share_no_year(kid):
    assert actions.open_feed(profile=kid, by=kid).secret
    with pytest.raises(ValidationError, match="stays in the household"):
        actions.share_review(profile=kid, year=2025, by=kid)


@pytest.mark.parametrize("year", [1887, 10000])
def test_there_are_years_without_films(own_alice, year):
    with pytest.raises(ValidationError, match="1888"):
        actions.share_review(profile=own_alice, year=year, by=own_alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedReview.objects.create(profile=own_alice, year=year)


def test_a_year_is_shared_once(own_alice):
    actions.share_review(profile=own_alice, year=2025, by=own_alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedReview.objects.create(profile=own_alice, year=2025)
    with pytest.raises(ValidationError, match="shared already"):
        SharedReview(profile=own_alice, year=2025).full_clean()


def test_the_database_alone_opens_nothing(own_alice, settings):
    secret = actions.open_feed(profile=own_alice, by=own_alice).secret
    settings.SECRET_KEY = "another key of another site, which is as long as it has to be"
    assert list(ReleaseFeed.objects.with_secret(secret)) == []
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    assert str(ReleaseFeed.objects.get()) == f"Release feed {ReleaseFeed.objects.get().pk}"


def test_an_address_outlives_a_new_key_of_the_site(own_alice, settings):
    secret = actions.open_feed(profile=own_alice, by=own_alice).secret
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of another site, which is as long as it has to be"
    assert ReleaseFeed.objects.with_secret(secret).exists()
