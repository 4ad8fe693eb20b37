"""The account page, tokens, invitations and leaving; everything else below is django-allauth's."""

from django.urls import include, path

from apps.accounts.views import account, invitations, removal

urlpatterns = [
    path("tokens/", include("apps.accounts.tokens.urls")),
    path("", account.account, name="account"),
    path("details/", account.details, name="account_details"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("invited/<str:token>/", invitations.follow, name="invited"),
    path("removal/", removal.removal, name="account_removal"),
    path("removal/keep/", removal.keep, name="account_keep"),
    path("sessions/everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("", include("allauth.urls")),
]
