"""What leaves the shelf and comes back: /buckets/loans/, and below a bucket its loans and who asks for what."""

from django.urls import path

from apps.moviebucket.views import lending

lending_urlpatterns = [
    path("loans/", lending.index, name="bucket_loans"),
    path("<int:pk>/items/<int:item_id>/lend/", lending.lend, name="bucket_item_lend"),
    path("<int:pk>/items/<int:item_id>/ask/", lending.ask, name="bucket_item_ask"),
    path("<int:pk>/loans/<int:loan_id>/return/", lending.give_back, name="bucket_loan_return"),
    path("<int:pk>/loans/<int:loan_id>/due/", lending.change_due, name="bucket_loan_due"),
    path("<int:pk>/asks/<int:ask_id>/accept/", lending.accept, name="bucket_ask_accept"),
    path("<int:pk>/asks/<int:ask_id>/decline/", lending.decline, name="bucket_ask_decline"),
]
