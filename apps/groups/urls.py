"""/groups/: groups and who is in them. Every verb has an address of its own."""

from django.urls import path

from apps.groups.views import groups, people

urlpatterns = [
    path("", groups.index, name="groups"),
    path("new/", groups.new, name="group_new"),
    path("invitations/<int:pk>/accept/", people.accept, name="group_invitation_accept"),
    path("invitations/<int:pk>/decline/", people.decline, name="group_invitation_decline"),
    path("<int:pk>/", groups.detail, name="group"),
    path("<int:pk>/edit/", groups.edit, name="group_edit"),
    path("<int:pk>/delete/", groups.delete, name="group_delete"),
    path("<int:pk>/invitations/", people.invite, name="group_invite"),
    path("<int:pk>/invitations/<int:invitation_id>/remove/", people.withdraw, name="group_withdraw"),
    path("<int:pk>/members/<int:member_id>/role/", people.change_role, name="group_member_role"),
    path("<int:pk>/members/<int:member_id>/remove/", people.take_off, name="group_member_remove"),
    path("<int:pk>/leave/", people.leave, name="group_leave"),
]
