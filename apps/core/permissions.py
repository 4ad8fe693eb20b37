"""Who may what, in the API."""

from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly
from rest_framework.request import Request
from rest_framework.views import APIView


class EverybodyReadsRolesWrite(DjangoModelPermissionsOrAnonReadOnly):
    """Reading is open; adding, changing and deleting need the model's permission, which a role carries."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        # A method that the resource has not is a 405 for everybody, before anybody is asked who they are.
        if request.method and not hasattr(view, request.method.lower()):
            return True
        return super().has_permission(request, view)
