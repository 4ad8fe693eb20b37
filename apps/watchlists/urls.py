"""/watchlists/: lists, what is on them, and who has to do with them. Every verb has an address of its own."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from apps.watchlists.feeds import SharedFeed
from apps.watchlists.views import entries, films, lists, shared, sharing

urlpatterns = [
    path("", lists.index, name="watchlists"),
    path("new/", lists.new, name="watchlist_new"),
    path("entries/", entries.add_to_main, name="watchlist_main_add"),
    path("entries/remove/", entries.remove_from_main, name="watchlist_main_remove"),
    path("films/<int:movie_id>/", films.choose, name="watchlist_choose"),
    path("films/<int:movie_id>/new/", films.new_with, name="watchlist_new_with"),
    path("invitations/<int:pk>/accept/", sharing.accept_invitation, name="watchlist_invitation_accept"),
    path("invitations/<int:pk>/decline/", sharing.decline_invitation, name="watchlist_invitation_decline"),
    path("shared/<slug:secret>/", shared.page, name="watchlist_shared"),
    path("shared/<slug:secret>/feed.rss", login_not_required(SharedFeed()), name="watchlist_feed"),
    path("shared/<slug:secret>/films/", films.find_for_shared, name="watchlist_shared_find"),
    path("shared/<slug:secret>/suggestions/", sharing.suggest_to_shared, name="watchlist_shared_suggest"),
    path("<int:pk>/", lists.detail, name="watchlist"),
    path("<int:pk>/edit/", lists.edit, name="watchlist_edit"),
    path("<int:pk>/delete/", lists.delete, name="watchlist_delete"),
    path("<int:pk>/secret/", lists.renew, name="watchlist_renew"),
    path("<int:pk>/films/", films.find, name="watchlist_find"),
    path("<int:pk>/entries/", entries.add, name="watchlist_add"),
    path("<int:pk>/entries/remove/", entries.remove_film, name="watchlist_remove_film"),
    path("<int:pk>/entries/restore/", entries.restore, name="watchlist_restore"),
    path("<int:pk>/entries/<int:entry_id>/remove/", entries.remove, name="watchlist_entry_remove"),
    path("<int:pk>/entries/<int:entry_id>/note/", entries.note, name="watchlist_entry_note"),
    path("<int:pk>/entries/<int:entry_id>/up/", entries.up, name="watchlist_entry_up"),
    path("<int:pk>/entries/<int:entry_id>/down/", entries.down, name="watchlist_entry_down"),
    path("<int:pk>/entries/<int:entry_id>/move/", entries.move, name="watchlist_entry_move"),
    path("<int:pk>/people/", sharing.people, name="watchlist_people"),
    path("<int:pk>/members/", sharing.let_in, name="watchlist_let_in"),
    path("<int:pk>/members/<int:member_id>/remove/", sharing.remove_member, name="watchlist_member_remove"),
    path("<int:pk>/leave/", sharing.leave, name="watchlist_leave"),
    path("<int:pk>/invitations/", sharing.invite, name="watchlist_invite"),
    path("<int:pk>/invitations/<int:invitation_id>/remove/", sharing.withdraw, name="watchlist_withdraw"),
    path("<int:pk>/suggestions/", sharing.suggest, name="watchlist_suggest"),
    path("<int:pk>/suggestions/<int:suggestion_id>/accept/", sharing.accept_suggestion, name="watchlist_accept"),
    path("<int:pk>/suggestions/<int:suggestion_id>/decline/", sharing.decline_suggestion, name="watchlist_decline"),
]
