"""/buckets/: buckets and what is in them. Every verb has an address of its own."""

from django.urls import path

from apps.moviebucket.lending_urls import lending_urlpatterns
from apps.moviebucket.table_urls import table_urlpatterns
from apps.moviebucket.views import activity, buckets, duplicates, films, items, photos, quick, search, several, sharing

urlpatterns = [
    path("", buckets.index, name="buckets"),
    path("new/", buckets.new, name="bucket_new"),
    path("search/", search.search, name="bucket_search"),
    path("films/<int:movie_id>/", films.choose, name="bucket_choose"),
    path("invitations/<int:pk>/accept/", sharing.accept_invitation, name="bucket_invitation_accept"),
    path("invitations/<int:pk>/decline/", sharing.decline_invitation, name="bucket_invitation_decline"),
    path("shared/<slug:secret>/", buckets.shared, name="bucket_shared"),
    path("shared/<slug:secret>/photos/<int:item_id>/", photos.shared_picture, name="bucket_shared_picture"),
    path("<int:pk>/", buckets.detail, name="bucket"),
    path("<int:pk>/edit/", buckets.edit, name="bucket_edit"),
    path("<int:pk>/delete/", buckets.delete, name="bucket_delete"),
    path("<int:pk>/secret/", buckets.renew, name="bucket_renew"),
    path("<int:pk>/people/", sharing.people, name="bucket_people"),
    path("<int:pk>/invitations/", sharing.invite, name="bucket_invite"),
    path("<int:pk>/invitations/<int:invitation_id>/remove/", sharing.withdraw, name="bucket_withdraw"),
    path("<int:pk>/people/<int:share_id>/role/", sharing.change_role, name="bucket_share_role"),
    path("<int:pk>/people/<int:share_id>/remove/", sharing.end_share, name="bucket_share_end"),
    path("<int:pk>/leave/", sharing.leave, name="bucket_leave"),
    path("<int:pk>/duplicates/", duplicates.duplicates, name="bucket_duplicates"),
    path("<int:pk>/changes/", activity.activity, name="bucket_activity"),
    path("<int:pk>/changes/<int:change_id>/undo/", items.undo, name="bucket_change_undo"),
    path("<int:pk>/items/new/", items.new, name="bucket_item_new"),
    path("<int:pk>/items/new/another/", items.another, name="bucket_item_another"),
    path("<int:pk>/items/new/film/", items.film_of_new, name="bucket_item_new_film"),
    path("<int:pk>/items/quick/", quick.begin, name="bucket_quick"),
    path("<int:pk>/items/quick/add/", quick.add, name="bucket_quick_add"),
    path("<int:pk>/items/take-out/", several.take_out, name="bucket_items_take_out"),
    path("<int:pk>/items/place/", several.place, name="bucket_items_place"),
    path("<int:pk>/items/move/", several.move, name="bucket_items_move"),
    path("<int:pk>/items/tag/", several.tag, name="bucket_items_tag"),
    path("<int:pk>/items/untag/", several.untag, name="bucket_items_untag"),
    path("<int:pk>/items/edit/", several.edit, name="bucket_items_edit"),
    path("<int:pk>/items/<int:item_id>/", items.detail, name="bucket_item"),
    path("<int:pk>/items/<int:item_id>/edit/", items.edit, name="bucket_item_edit"),
    path("<int:pk>/items/<int:item_id>/edit/film/", items.film_of_item, name="bucket_item_film"),
    path("<int:pk>/items/<int:item_id>/photo/", photos.photo, name="bucket_item_photo"),
    path("<int:pk>/items/<int:item_id>/photo/remove/", photos.remove, name="bucket_item_photo_remove"),
    path("<int:pk>/items/<int:item_id>/photo/<slug:size>/", photos.picture, name="bucket_item_picture"),
    path("<int:pk>/items/<int:item_id>/remove/", items.remove, name="bucket_item_remove"),
    *lending_urlpatterns,
    *table_urlpatterns,
]
