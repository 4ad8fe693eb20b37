"""Every route says who it is for. A new one fails here until somebody has thought about that."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.actions import make_token
from apps.accounts.models import User
from apps.accounts.tokens.scopes import Scope
from apps.catalog.models import Movie
from apps.catalog.tests.factories import CastFactory, MovieFactory
from apps.core.photos import encoded
from apps.diary.tests.factories import ViewingFactory
from apps.groups.actions import create_group
from apps.moviebucket.actions import add_item
from apps.moviebucket.models import Bucket, Item, ItemPhoto
from apps.moviebucket.models.photo import SIDES
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory
from apps.moviebucket.tests.pictures import picture
from apps.streaming.tests.factories import VideoFactory, with_size
from apps.transfers.models import Export, Import, ImportRow
from apps.watchlists.tests.factories import EntryFactory, WatchlistFactory

PUBLIC = {
    "": "/",
    "movies/": "/movies/",
    "movies/new.rss": "/movies/new.rss",
    "movies/<int:pk>/": "/movies/{movie}/",
    "movies/<int:pk>/<str:slug>/": "/movies/{movie}/alien/",
    "people/<int:pk>/": "/people/{person}/",
    "people/<int:pk>/<str:slug>/": "/people/{person}/sigourney-weaver/",
    "search/": "/search/?q=alien",
    "search/elsewhere/": "/search/elsewhere/?q=alien",
    "movie/<path:title>": "/movie/alien",
    "pictures/<str:size>/<str:file>": "/pictures/w342/none.jpg",
    "movies/bring-in/<int:tmdb_id>/": "/movies/bring-in/348/",
    "accounts/login/": "/accounts/login/",
    "accounts/logout/": "/accounts/logout/",
    "accounts/signup/": "/accounts/signup/",
    "accounts/inactive/": "/accounts/inactive/",
    "accounts/invited/<str:token>/": "/accounts/invited/none/",
    "accounts/3rdparty/login/cancelled/": "/accounts/3rdparty/login/cancelled/",
    # Where no such provider is set up these are 404, and without the state that began here they say that it failed.
    "accounts/google/login/": "/accounts/google/login/",
    "accounts/google/login/callback/": "/accounts/google/login/callback/",
    "accounts/google/login/token/": "/accounts/google/login/token/",
    "accounts/github/login/": "/accounts/github/login/",
    "accounts/github/login/callback/": "/accounts/github/login/callback/",
    "accounts/oidc/<provider_id>/login/": "/accounts/oidc/none/login/",
    "accounts/oidc/<provider_id>/login/callback/": "/accounts/oidc/none/login/callback/",
    "accounts/confirm-email/": "/accounts/confirm-email/",
    "accounts/confirm-email/<key>/": "/accounts/confirm-email/none/",
    "accounts/password/reset/": "/accounts/password/reset/",
    "accounts/password/reset/done/": "/accounts/password/reset/done/",
    "accounts/password/reset/key/<uidb36>-<key>/": "/accounts/password/reset/key/1-none/",
    "accounts/password/reset/key/done/": "/accounts/password/reset/key/done/",
    "_allauth/app/v1/config": "/_allauth/app/v1/config",
    "_allauth/app/v1/auth/webauthn/login": "/_allauth/app/v1/auth/webauthn/login",
    "api": "/api",
    "api/": "/api/",
    "api/schema/": "/api/schema/",
    "api/docs/": "/api/docs/",
    "api/movies/": "/api/movies/",
    "api/movies/<pk>/": "/api/movies/{movie}/",
    "api/people/": "/api/people/",
    "api/people/<pk>/": "/api/people/{person}/",
    "api/genres/": "/api/genres/",
    "api/genres/<pk>/": "/api/genres/{genre}/",
    "buckets/shared/<slug:secret>/": "/buckets/shared/{key}/",
    "buckets/shared/<slug:secret>/photos/<int:item_id>/": "/buckets/shared/{key}/photos/{pictured}/",
    "watchlists/shared/<slug:secret>/": "/watchlists/shared/{secret}/",
    "watchlists/shared/<slug:secret>/feed.rss": "/watchlists/shared/{secret}/feed.rss",
    "api/[sS]*": "/api/nothing-of-that-name",
    "calendar/feed/<str:secret>.ics": "/calendar/feed/none.ics",
    "review/<str:secret>/": "/review/none/",
    "gallery/": "/gallery/",
    "robots.txt": "/robots.txt",
    "sitemap.xml": "/sitemap.xml",
    "sitemap-<slug:kind>-<int:number>.xml": "/sitemap-movies-1.xml",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "metrics": "/metrics",
}
# The second step of signing in: who has not taken the first begins there.
STEPS = {
    "accounts/2fa/authenticate/": "/accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/": "/accounts/2fa/webauthn/login/",
    "accounts/login/code/confirm/": "/accounts/login/code/confirm/",
    "accounts/3rdparty/signup/": "/accounts/3rdparty/signup/",
}
# Saying again who one is, with what one has: a password, a code, a passkey. Who has it not is refused.
AGAIN = {
    "accounts/reauthenticate/": "/accounts/reauthenticate/",
    "accounts/2fa/reauthenticate/": "/accounts/2fa/reauthenticate/",
    "accounts/2fa/webauthn/reauthenticate/": "/accounts/2fa/webauthn/reauthenticate/",
    "accounts/3rdparty/login/error/": "/accounts/3rdparty/login/error/",  # a 401 by itself
}
MEMBERS = {
    "accounts/": "/accounts/",
    "accounts/2fa/": "/accounts/2fa/",
    "accounts/2fa/recovery-codes/": "/accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/download/": "/accounts/2fa/recovery-codes/download/",
    "accounts/2fa/recovery-codes/generate/": "/accounts/2fa/recovery-codes/generate/",
    "accounts/2fa/totp/activate/": "/accounts/2fa/totp/activate/",
    "accounts/2fa/totp/deactivate/": "/accounts/2fa/totp/deactivate/",
    "accounts/2fa/webauthn/": "/accounts/2fa/webauthn/",
    "accounts/2fa/webauthn/add/": "/accounts/2fa/webauthn/add/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": "/accounts/2fa/webauthn/keys/1/edit/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": "/accounts/2fa/webauthn/keys/1/remove/",
    "accounts/email/": "/accounts/email/",
    "accounts/password/change/": "/accounts/password/change/",
    "accounts/password/set/": "/accounts/password/set/",
    "accounts/sessions/": "/accounts/sessions/",
    "accounts/tokens/": "/accounts/tokens/",
    "accounts/tokens/<int:pk>/revoke/": "/accounts/tokens/1/revoke/",
    "accounts/sessions/everywhere/": "/accounts/sessions/everywhere/",
    "accounts/details/": "/accounts/details/",
    "accounts/removal/": "/accounts/removal/",
    "accounts/removal/keep/": "/accounts/removal/keep/",
    "accounts/invitations/<int:pk>/revoke/": "/accounts/invitations/1/revoke/",
    "accounts/3rdparty/": "/accounts/3rdparty/",
    "accounts/social/login/cancelled/": "/accounts/social/login/cancelled/",
    "accounts/social/login/error/": "/accounts/social/login/error/",
    "accounts/social/signup/": "/accounts/social/signup/",
    "accounts/social/connections/": "/accounts/social/connections/",
    "exports/": "/exports/",
    "exports/<uuid:pk>/": "/exports/{export}/",
    "exports/<uuid:pk>/file/": "/exports/{export}/file/",
    "exports/<uuid:pk>/progress/": "/exports/{export}/progress/",
    "studio/": "/studio/",
    "studio/upload/": "/studio/upload/",
    "studio/<uuid:pk>/": "/studio/{video}/",
    "studio/<uuid:pk>/progress/": "/studio/{video}/progress/",
    "studio/<uuid:pk>/film/": "/studio/{video}/film/",
    "studio/<uuid:pk>/retry/": "/studio/{video}/retry/",
    "studio/<uuid:pk>/cancel/": "/studio/{video}/cancel/",
    "studio/<uuid:pk>/delete/": "/studio/{video}/delete/",
    "watch/<uuid:pk>/": "/watch/{video}/",
    "watch/<uuid:pk>/files/<str:name>": "/watch/{video}/files/360.mp4",
    "profiles/": "/profiles/",
    "profiles/<int:pk>/watch/": "/profiles/{profile}/watch/",
    "profiles/add/": "/profiles/add/",
    "profiles/edit/<int:pk>/": "/profiles/edit/{profile}/",
    "profiles/edit/<int:pk>/remove/": "/profiles/edit/{profile}/remove/",
    "imports/": "/imports/",
    "imports/<int:pk>/": "/imports/{import}/",
    "imports/<int:pk>/progress/": "/imports/{import}/progress/",
    "imports/<int:pk>/columns/": "/imports/{import}/columns/",
    "imports/<int:pk>/profile/": "/imports/{import}/profile/",
    "imports/<int:pk>/commit/": "/imports/{import}/commit/",
    "imports/<int:pk>/undo/": "/imports/{import}/undo/",
    "imports/<int:pk>/again/": "/imports/{import}/again/",
    "imports/<int:pk>/discard/": "/imports/{import}/discard/",
    "imports/<int:pk>/rows/<int:row_id>/": "/imports/{import}/rows/{line}/",
    "imports/<int:pk>/rows/<int:row_id>/leave-out/": "/imports/{import}/rows/{line}/leave-out/",
    "imports/<int:pk>/rows/<int:row_id>/reopen/": "/imports/{import}/rows/{line}/reopen/",
    "api/imports/": "/api/imports/",
    "api/imports/<pk>/": "/api/imports/{import}/",
    "api/imports/<pk>/columns/": "/api/imports/{import}/columns/",
    "api/imports/<pk>/profile/": "/api/imports/{import}/profile/",
    "api/imports/<pk>/commit/": "/api/imports/{import}/commit/",
    "api/imports/<pk>/undo/": "/api/imports/{import}/undo/",
    "api/imports/<pk>/again/": "/api/imports/{import}/again/",
    "api/imports/<import_pk>/rows/": "/api/imports/{import}/rows/",
    "api/imports/<import_pk>/rows/<pk>/": "/api/imports/{import}/rows/{line}/",
    "calendar/": "/calendar/",
    "calendar/<int:year>/<int:month>/": "/calendar/2026/11/",
    "calendar/feed/": "/calendar/feed/",
    "calendar/feed/renew/": "/calendar/feed/renew/",
    "calendar/feed/remove/": "/calendar/feed/remove/",
    "statistics/": "/statistics/",
    "statistics/<int:year>/": "/statistics/2025/",
    "statistics/<int:year>/review/": "/statistics/2025/review/",
    "statistics/<int:year>/review/share/": "/statistics/2025/review/share/",
    "statistics/<int:year>/review/share/remove/": "/statistics/2025/review/share/remove/",
    "api/calendar/": "/api/calendar/",
    "api/calendar/feed/": "/api/calendar/feed/",
    "api/statistics/": "/api/statistics/",
    "api/statistics/<int:year>/link/": "/api/statistics/2025/link/",
    "admin/logout/": "/admin/logout/",
    "api/profiles/": "/api/profiles/",
    "api/profiles/<pk>/": "/api/profiles/{profile}/",
    "api/tokens/": "/api/tokens/",
    "api/tokens/<pk>/": "/api/tokens/1/",
    "api/exports/": "/api/exports/",
    "api/exports/<uuid:pk>/": "/api/exports/{export}/",
    "api/exports/<uuid:pk>/file/": "/api/exports/{export}/file/",
    "api/users/me/": "/api/users/me/",
    "api/users/me/removal/": "/api/users/me/removal/",
    "api/viewings/": "/api/viewings/",
    "api/viewings/<pk>/": "/api/viewings/{viewing}/",
    "diary/": "/diary/",
    "diary/<int:year>/<int:month>/": "/diary/2025/11/",
    "diary/log/<int:movie>/": "/diary/log/{movie}/",
    "diary/restore/": "/diary/restore/",
    "diary/viewings/<int:pk>/": "/diary/viewings/{viewing}/",
    "diary/viewings/<int:pk>/lists/<int:entry>/remove/": "/diary/viewings/{viewing}/lists/1/remove/",
    "diary/viewings/<int:pk>/logged/": "/diary/viewings/{viewing}/logged/",
    "diary/viewings/<int:pk>/remove/": "/diary/viewings/{viewing}/remove/",
    "buckets/": "/buckets/",
    "buckets/new/": "/buckets/new/",
    "buckets/loans/": "/buckets/loans/",
    "buckets/search/": "/buckets/search/",
    "buckets/films/<int:movie_id>/": "/buckets/films/{movie}/",
    "buckets/<int:pk>/": "/buckets/{bucket}/",
    "buckets/<int:pk>/edit/": "/buckets/{bucket}/edit/",
    "buckets/<int:pk>/delete/": "/buckets/{bucket}/delete/",
    "buckets/<int:pk>/secret/": "/buckets/{bucket}/secret/",
    "buckets/invitations/<int:pk>/accept/": "/buckets/invitations/{bucket_asked}/accept/",
    "buckets/invitations/<int:pk>/decline/": "/buckets/invitations/{bucket_asked}/decline/",
    "buckets/<int:pk>/people/": "/buckets/{bucket}/people/",
    "buckets/<int:pk>/people/<int:share_id>/role/": "/buckets/{bucket}/people/{share}/role/",
    "buckets/<int:pk>/people/<int:share_id>/remove/": "/buckets/{bucket}/people/{share}/remove/",
    "buckets/<int:pk>/invitations/": "/buckets/{bucket}/invitations/",
    "buckets/<int:pk>/invitations/<int:invitation_id>/remove/": "/buckets/{bucket}/invitations/{bucket_asked}/remove/",
    "buckets/shared/<slug:secret>/join/": "/buckets/shared/{key}/join/",
    "buckets/<int:pk>/groups/": "/buckets/{bucket}/groups/",
    "buckets/<int:pk>/groups/<int:share_id>/role/": "/buckets/{bucket}/groups/{group_share}/role/",
    "buckets/<int:pk>/groups/<int:share_id>/remove/": "/buckets/{bucket}/groups/{group_share}/remove/",
    "buckets/<int:pk>/leave/": "/buckets/{bucket}/leave/",
    "buckets/<int:pk>/duplicates/": "/buckets/{bucket}/duplicates/",
    "buckets/<int:pk>/changes/": "/buckets/{bucket}/changes/",
    "buckets/<int:pk>/changes/<int:change_id>/undo/": "/buckets/{bucket}/changes/{change}/undo/",
    "buckets/<int:pk>/export/": "/buckets/{bucket}/export/",
    "buckets/<int:pk>/print/": "/buckets/{bucket}/print/",
    "buckets/<int:pk>/import/": "/buckets/{bucket}/import/",
    "buckets/<int:pk>/import/<int:import_id>/": "/buckets/{bucket}/import/{table}/",
    "buckets/<int:pk>/import/<int:import_id>/progress/": "/buckets/{bucket}/import/{table}/progress/",
    "buckets/<int:pk>/import/<int:import_id>/commit/": "/buckets/{bucket}/import/{table}/commit/",
    "buckets/<int:pk>/import/<int:import_id>/forget/": "/buckets/{bucket}/import/{table}/forget/",
    "buckets/<int:pk>/items/new/": "/buckets/{bucket}/items/new/",
    "buckets/<int:pk>/items/new/another/": "/buckets/{bucket}/items/new/another/",
    "buckets/<int:pk>/items/new/film/": "/buckets/{bucket}/items/new/film/",
    "buckets/<int:pk>/items/quick/": "/buckets/{bucket}/items/quick/",
    "buckets/<int:pk>/items/quick/add/": "/buckets/{bucket}/items/quick/add/",
    "buckets/<int:pk>/items/take-out/": "/buckets/{bucket}/items/take-out/",
    "buckets/<int:pk>/items/place/": "/buckets/{bucket}/items/place/",
    "buckets/<int:pk>/items/move/": "/buckets/{bucket}/items/move/",
    "buckets/<int:pk>/items/tag/": "/buckets/{bucket}/items/tag/",
    "buckets/<int:pk>/items/untag/": "/buckets/{bucket}/items/untag/",
    "buckets/<int:pk>/items/edit/": "/buckets/{bucket}/items/edit/",
    "buckets/<int:pk>/items/<int:item_id>/": "/buckets/{bucket}/items/{item}/",
    "buckets/<int:pk>/items/<int:item_id>/edit/": "/buckets/{bucket}/items/{item}/edit/",
    "buckets/<int:pk>/items/<int:item_id>/edit/film/": "/buckets/{bucket}/items/{item}/edit/film/",
    "buckets/<int:pk>/items/<int:item_id>/photo/": "/buckets/{bucket}/items/{pictured}/photo/",
    "buckets/<int:pk>/items/<int:item_id>/photo/<slug:size>/": "/buckets/{bucket}/items/{pictured}/photo/small/",
    "buckets/<int:pk>/items/<int:item_id>/photo/remove/": "/buckets/{bucket}/items/{pictured}/photo/remove/",
    "buckets/<int:pk>/items/<int:item_id>/remove/": "/buckets/{bucket}/items/{item}/remove/",
    "buckets/<int:pk>/items/<int:item_id>/lend/": "/buckets/{bucket}/items/{item}/lend/",
    "buckets/<int:pk>/items/<int:item_id>/ask/": "/buckets/{bucket}/items/{item}/ask/",
    "buckets/<int:pk>/loans/<int:loan_id>/return/": "/buckets/{bucket}/loans/{loan}/return/",
    "buckets/<int:pk>/loans/<int:loan_id>/due/": "/buckets/{bucket}/loans/{loan}/due/",
    "buckets/<int:pk>/asks/<int:ask_id>/accept/": "/buckets/{bucket}/asks/{ask}/accept/",
    "buckets/<int:pk>/asks/<int:ask_id>/decline/": "/buckets/{bucket}/asks/{ask}/decline/",
    "groups/": "/groups/",
    "groups/new/": "/groups/new/",
    "groups/invitations/<int:pk>/accept/": "/groups/invitations/{group_asked}/accept/",
    "groups/invitations/<int:pk>/decline/": "/groups/invitations/{group_asked}/decline/",
    "groups/<int:pk>/": "/groups/{group}/",
    "groups/<int:pk>/edit/": "/groups/{group}/edit/",
    "groups/<int:pk>/delete/": "/groups/{group}/delete/",
    "groups/<int:pk>/invitations/": "/groups/{group}/invitations/",
    "groups/<int:pk>/invitations/<int:invitation_id>/remove/": "/groups/{group}/invitations/{group_asked}/remove/",
    "groups/<int:pk>/members/<int:member_id>/role/": "/groups/{group}/members/{group_member}/role/",
    "groups/<int:pk>/members/<int:member_id>/remove/": "/groups/{group}/members/{group_member}/remove/",
    "groups/<int:pk>/leave/": "/groups/{group}/leave/",
    "watchlists/": "/watchlists/",
    "watchlists/new/": "/watchlists/new/",
    "watchlists/entries/": "/watchlists/entries/",
    "watchlists/entries/remove/": "/watchlists/entries/remove/",
    "watchlists/films/<int:movie_id>/": "/watchlists/films/{movie}/",
    "watchlists/films/<int:movie_id>/new/": "/watchlists/films/{movie}/new/",
    "watchlists/invitations/<int:pk>/accept/": "/watchlists/invitations/{asked}/accept/",
    "watchlists/invitations/<int:pk>/decline/": "/watchlists/invitations/{asked}/decline/",
    "watchlists/shared/<slug:secret>/films/": "/watchlists/shared/{secret}/films/",
    "watchlists/shared/<slug:secret>/suggestions/": "/watchlists/shared/{secret}/suggestions/",
    "watchlists/<int:pk>/": "/watchlists/{list}/",
    "watchlists/<int:pk>/edit/": "/watchlists/{list}/edit/",
    "watchlists/<int:pk>/delete/": "/watchlists/{list}/delete/",
    "watchlists/<int:pk>/secret/": "/watchlists/{list}/secret/",
    "watchlists/<int:pk>/films/": "/watchlists/{list}/films/",
    "watchlists/<int:pk>/entries/": "/watchlists/{list}/entries/",
    "watchlists/<int:pk>/entries/remove/": "/watchlists/{list}/entries/remove/",
    "watchlists/<int:pk>/entries/restore/": "/watchlists/{list}/entries/restore/",
    "watchlists/<int:pk>/entries/<int:entry_id>/remove/": "/watchlists/{list}/entries/{entry}/remove/",
    "watchlists/<int:pk>/entries/<int:entry_id>/note/": "/watchlists/{list}/entries/{entry}/note/",
    "watchlists/<int:pk>/entries/<int:entry_id>/up/": "/watchlists/{list}/entries/{entry}/up/",
    "watchlists/<int:pk>/entries/<int:entry_id>/down/": "/watchlists/{list}/entries/{entry}/down/",
    "watchlists/<int:pk>/entries/<int:entry_id>/move/": "/watchlists/{list}/entries/{entry}/move/",
    "watchlists/<int:pk>/people/": "/watchlists/{list}/people/",
    "watchlists/<int:pk>/members/": "/watchlists/{list}/members/",
    "watchlists/<int:pk>/members/<int:member_id>/remove/": "/watchlists/{list}/members/{member}/remove/",
    "watchlists/<int:pk>/leave/": "/watchlists/{list}/leave/",
    "watchlists/<int:pk>/invitations/": "/watchlists/{list}/invitations/",
    "watchlists/<int:pk>/invitations/<int:invitation_id>/remove/": "/watchlists/{list}/invitations/{asked}/remove/",
    "watchlists/<int:pk>/suggestions/": "/watchlists/{list}/suggestions/",
    "watchlists/<int:pk>/suggestions/<int:suggestion_id>/accept/": "/watchlists/{list}/suggestions/{idea}/accept/",
    "watchlists/<int:pk>/suggestions/<int:suggestion_id>/decline/": "/watchlists/{list}/suggestions/{idea}/decline/",
    "api/buckets/": "/api/buckets/",
    "api/buckets/<pk>/": "/api/buckets/{bucket}/",
    "api/buckets/<pk>/secret/": "/api/buckets/{bucket}/secret/",
    "api/buckets/links/": "/api/buckets/links/",
    "api/buckets/<bucket_pk>/groups/": "/api/buckets/{bucket}/groups/",
    "api/buckets/<bucket_pk>/groups/<pk>/": "/api/buckets/{bucket}/groups/{group_share}/",
    "api/buckets/invitations/": "/api/buckets/invitations/",
    "api/buckets/invitations/<pk>/": "/api/buckets/invitations/{bucket_asked}/",
    "api/buckets/invitations/<pk>/accept/": "/api/buckets/invitations/{bucket_asked}/accept/",
    "api/buckets/<bucket_pk>/items/": "/api/buckets/{bucket}/items/",
    "api/buckets/<bucket_pk>/items/bulk/": "/api/buckets/{bucket}/items/bulk/",
    "api/buckets/<bucket_pk>/items/take-out/": "/api/buckets/{bucket}/items/take-out/",
    "api/buckets/<bucket_pk>/items/place/": "/api/buckets/{bucket}/items/place/",
    "api/buckets/<bucket_pk>/items/move/": "/api/buckets/{bucket}/items/move/",
    "api/buckets/<bucket_pk>/items/tag/": "/api/buckets/{bucket}/items/tag/",
    "api/buckets/<bucket_pk>/items/untag/": "/api/buckets/{bucket}/items/untag/",
    "api/buckets/<bucket_pk>/items/edit/": "/api/buckets/{bucket}/items/edit/",
    "api/buckets/<bucket_pk>/items/<pk>/": "/api/buckets/{bucket}/items/{item}/",
    "api/buckets/<bucket_pk>/items/<pk>/photo/": "/api/buckets/{bucket}/items/{pictured}/photo/",
    "api/buckets/<bucket_pk>/members/": "/api/buckets/{bucket}/members/",
    "api/buckets/<bucket_pk>/members/<pk>/": "/api/buckets/{bucket}/members/{share}/",
    "api/buckets/<bucket_pk>/invitations/": "/api/buckets/{bucket}/invitations/",
    "api/buckets/<bucket_pk>/invitations/<pk>/": "/api/buckets/{bucket}/invitations/{bucket_asked}/",
    "api/buckets/<bucket_pk>/changes/": "/api/buckets/{bucket}/changes/",
    "api/buckets/<bucket_pk>/changes/<pk>/undo/": "/api/buckets/{bucket}/changes/{change}/undo/",
    "api/buckets/<bucket_pk>/loans/": "/api/buckets/{bucket}/loans/",
    "api/buckets/<bucket_pk>/loans/<pk>/": "/api/buckets/{bucket}/loans/{loan}/",
    "api/buckets/<bucket_pk>/asks/": "/api/buckets/{bucket}/asks/",
    "api/buckets/<bucket_pk>/asks/<pk>/": "/api/buckets/{bucket}/asks/{ask}/",
    "api/buckets/<bucket_pk>/asks/<pk>/accept/": "/api/buckets/{bucket}/asks/{ask}/accept/",
    "api/items/": "/api/items/",
    "api/groups/": "/api/groups/",
    "api/groups/<pk>/": "/api/groups/{group}/",
    "api/groups/invitations/": "/api/groups/invitations/",
    "api/groups/invitations/<pk>/": "/api/groups/invitations/{group_asked}/",
    "api/groups/invitations/<pk>/accept/": "/api/groups/invitations/{group_asked}/accept/",
    "api/groups/<group_pk>/members/": "/api/groups/{group}/members/",
    "api/groups/<group_pk>/members/<pk>/": "/api/groups/{group}/members/{group_member}/",
    "api/groups/<group_pk>/invitations/": "/api/groups/{group}/invitations/",
    "api/groups/<group_pk>/invitations/<pk>/": "/api/groups/{group}/invitations/{group_asked}/",
    "api/watchlists/": "/api/watchlists/",
    "api/watchlists/<pk>/": "/api/watchlists/{list}/",
    "api/watchlists/<pk>/secret/": "/api/watchlists/{list}/secret/",
    "api/watchlists/<pk>/leave/": "/api/watchlists/{list}/leave/",
    "api/watchlists/invitations/": "/api/watchlists/invitations/",
    "api/watchlists/invitations/<pk>/": "/api/watchlists/invitations/{asked}/",
    "api/watchlists/invitations/<pk>/accept/": "/api/watchlists/invitations/{asked}/accept/",
    "api/watchlists/<watchlist_pk>/entries/": "/api/watchlists/{list}/entries/",
    "api/watchlists/<watchlist_pk>/entries/<pk>/": "/api/watchlists/{list}/entries/{entry}/",
    "api/watchlists/<watchlist_pk>/members/": "/api/watchlists/{list}/members/",
    "api/watchlists/<watchlist_pk>/members/<pk>/": "/api/watchlists/{list}/members/{member}/",
    "api/watchlists/<watchlist_pk>/invitations/": "/api/watchlists/{list}/invitations/",
    "api/watchlists/<watchlist_pk>/invitations/<pk>/": "/api/watchlists/{list}/invitations/{asked}/",
    "api/watchlists/<watchlist_pk>/suggestions/": "/api/watchlists/{list}/suggestions/",
    "api/watchlists/<watchlist_pk>/suggestions/<pk>/": "/api/watchlists/{list}/suggestions/{idea}/",
    "api/watchlists/<watchlist_pk>/suggestions/<pk>/accept/": "/api/watchlists/{list}/suggestions/{idea}/accept/",
    "api/users/": "/api/users/",
}
# For those whom a setting or a role names; roles.tsv says who they are.
CHOSEN = {
    "accounts/invitations/": "/accounts/invitations/",
    "api/invitations/": "/api/invitations/",
    "api/invitations/<pk>/": "/api/invitations/1/",
}
# Everything else below /admin/ is for staff; each route of it is asked.
STAFF_BELOW = "admin/"
# Everything else below /_allauth/ is for apps, which have a log-in of their own; each route of it is asked.
APPS_BELOW = "_allauth/"

LOGIN_PAGES = ("/accounts/login/", "/admin/login/")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + _plain(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry, route)


def _plain(pattern: str) -> str:
    """A route of re_path() in the words of path()."""
    pattern = pattern.replace("(?:/|$)", "/").replace(r"\Z", "").removeprefix("^").removesuffix("$").replace("/^", "/")
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern).replace("\\", "")


def with_slash(route: str) -> str:
    """The API answers with and without a slash at the end; it is one route."""
    return route if not route.startswith("api/") or route.endswith(("/", "]*")) else f"{route}/"


ROUTES = sorted({with_slash(route) for route in routes(get_resolver())})
STAFF = [route for route in ROUTES if route.startswith(STAFF_BELOW) and route not in MEMBERS]

APPS = [route for route in ROUTES if route.startswith(APPS_BELOW) and route not in PUBLIC]


@pytest.fixture
def rows(alice, bob, settings, tmp_path) -> dict[str, object]:
    settings.MEDIA_ROOT = tmp_path
    movie = MovieFactory(title="Alien")
    person = CastFactory(movie=movie, person__name="Sigourney Weaver").person
    genre = movie.genres.create(name="Horror")
    own = alice.profiles.get()
    ids = {"movie": movie.pk, "person": person.pk, "genre": genre.pk, "profile": own.pk}
    made = _list_of(alice, bob) | _bucket_of(alice, bob) | _group_of(alice, bob) | _import_of(alice)
    made["video"] = _video_of(alice)
    return ids | {"viewing": ViewingFactory(profile=own, movie=movie).pk} | made


def _list_of(owner: User, member: User) -> dict[str, int | str]:
    """A list that its owner edits with one other, and shares with those who have its link."""
    watchlist = WatchlistFactory(profile=owner.profiles.get(place=1), visibility="link")
    profile = member.profiles.get(place=1)
    return {
        "list": watchlist.pk,
        "secret": watchlist.secret,
        "entry": EntryFactory(watchlist=watchlist).pk,
        "member": watchlist.members.create(profile=profile).pk,
        "asked": watchlist.invitations.create(email="charlie@example.org").pk,
        "idea": watchlist.suggestions.create(movie=MovieFactory(), by=profile).pk,
    }


def _bucket_of(owner: User, other: User) -> dict[str, int | str]:
    """A bucket with a copy in it, which those who have its link may look at, and one whom it is shared with."""
    bucket = BucketFactory(owner=owner, visibility="link", link_role="editor")
    club = create_group(by=owner, name="Film club")
    values = {"title": "Alien", "format": "VHS", "length": 117, "release_year": 1979, "rating": 5}
    copy = add_item(bucket=bucket, by=owner, values=values)
    return {
        "bucket": bucket.pk,
        "key": bucket.secret,
        "item": copy.pk,
        "pictured": _pictured(bucket).pk,
        "loan": copy.loans.create(name="Dora").pk,
        "ask": copy.asks.create(user=other).pk,
        "change": bucket.changes.get().pk,
        "table": bucket.imports.create(by=owner, kind="csv", state="ready", rows=1).pk,
        "share": bucket.shares.create(user=other, role="editor").pk,
        "group_share": bucket.group_shares.create(membership=club.memberships.get()).pk,
        "bucket_asked": bucket.invitations.create(email="charlie@example.org").pk,
    }


def _group_of(manager: User, member: User) -> dict[str, int]:
    """A group that one manages and the other is in."""
    group = create_group(by=manager, name="Film club")
    return {
        "group": group.pk,
        "group_member": group.memberships.create(user=member).pk,
        "group_asked": group.invitations.create(invited_by=manager, email="charlie@example.org").pk,
    }


def _pictured(bucket: Bucket) -> Item:
    photo = ItemPhoto.objects.create(bucket=bucket, width=90, height=60)
    photo.write_files(encoded(picture(size=(90, 60)), *SIDES.values()))
    return ItemFactory(bucket=bucket, photo=photo)


def _import_of(user: User) -> dict[str, object]:
    brought = Import.objects.create(profile=user.profiles.get(place=1), state=Import.State.PREVIEW, format="imdb")
    line = ImportRow.objects.create(source=brought, number=1, line=1, kind="watched", title="Alien", state="unknown")
    export = Export.objects.create(account=user, site="https://films.example.org")
    return {"import": brought.pk, "line": line.pk, "export": export.pk}


def _video_of(owner: User) -> uuid.UUID:
    """A video that all members may watch."""
    video = VideoFactory(owner=owner, visibility="members")
    with_size(video)
    return video.pk


def is_refused(response) -> bool:
    to_log_in = response.status_code == 302 and response["Location"].startswith(LOGIN_PAGES)
    return to_log_in or response.status_code in (401, 403)


def test_every_route_is_classified_once():
    classified = [*PUBLIC, *STEPS, *AGAIN, *MEMBERS, *CHOSEN, *STAFF, *APPS]
    assert len(classified) == len(set(classified))
    assert set(ROUTES) - set(classified) == set(), "say in this file who they are for"
    assert set(classified) - set(ROUTES) == set(), "these are gone"


@pytest.mark.parametrize("route", [route for route in PUBLIC if route in ROUTES])
def test_a_visitor_is_not_sent_away_from_what_is_public(client, rows, route):
    response = client.get(PUBLIC[route].format(**rows))
    assert not is_refused(response), f"{response.status_code} {response.get('Location', '')}"
    assert response.status_code < 500


@pytest.mark.parametrize("route", [route for route in STEPS if route in ROUTES])
def test_who_skips_the_first_step_of_signing_in_begins_with_it(client, db, route):
    for response in (client.get(STEPS[route]), client.post(STEPS[route], {"code": "000000"})):
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", [route for route in AGAIN if route in ROUTES])
def test_who_has_nothing_to_prove_it_with_is_refused(client, route, as_user, alice):
    assert is_refused(client.get(AGAIN[route]))
    assert is_refused(as_user(alice).get(AGAIN[route]))


@pytest.mark.parametrize("route", CHOSEN)
def test_a_visitor_is_asked_to_log_in_where_some_go(client, rows, route):
    address = CHOSEN[route].format(**rows)
    assert is_refused(client.get(address))
    assert is_refused(client.post(address))


@pytest.mark.parametrize("route", [route for route in MEMBERS if route in ROUTES])
def test_a_visitor_is_asked_to_log_in_where_members_go(client, rows, route, as_user, alice):
    address = MEMBERS[route].format(**rows)
    assert is_refused(client.get(address))
    assert is_refused(client.post(address))
    assert not is_refused(as_user(alice).get(address))


@pytest.mark.parametrize("route", APPS)
@pytest.mark.parametrize("what", ["nothing", "cookie", "token"])
def test_apps_are_let_in_by_their_own_log_in_and_nothing_else(route, what, as_user, alice):
    client = as_user(alice if what == "cookie" else None)
    headers = {}
    if what == "token":
        headers["Authorization"] = f"Bearer {make_token(by=alice, name='All', scopes=Scope.values)[1]}"
    for method in ("get", "post", "put", "patch", "delete"):
        data = {} if method == "get" else {"data": {}, "content_type": "application/json"}
        response = getattr(client, method)(f"/{route}", headers=headers, **data)
        assert 400 <= response.status_code < 500, f"{method} answers {response.status_code}"
        assert "alice" not in response.content.decode()


def example_of(route: str) -> str:
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "int"], route)
    return "/" + filled.replace(".*", "x")


@pytest.mark.parametrize("route", STAFF)
def test_visitors_and_members_are_kept_out_of_the_admin(client, as_user, alice, route):
    for user in (None, alice):
        response = as_user(user).get(example_of(route))
        assert is_refused(response), f"{route} answers {response.status_code} to {user or 'a visitor'}"


def test_who_logs_in_on_the_way_comes_back_to_the_page(client, db):
    response = client.get("/accounts/email/")
    assert response["Location"] == f"{reverse(settings.LOGIN_URL)}?next=/accounts/email/"


@pytest.mark.parametrize("persona", ["curator", "administrator"])
def test_staff_come_into_the_admin(as_user, persona, request):
    user: User = request.getfixturevalue(persona)
    assert as_user(user).get("/admin/").status_code == 200
    assert as_user(user).get(f"/admin/{Movie._meta.app_label}/movie/").status_code == 200


def test_a_moderator_sees_no_films_to_edit(as_user, moderator):
    assert as_user(moderator).get("/admin/").status_code == 200
    assert as_user(moderator).get("/admin/catalog/movie/").status_code == 403
