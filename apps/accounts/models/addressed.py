"""What invitations to an e-mail address have in common, whatever they invite to: whether anybody has it is not told."""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from apps.accounts.models.profile import Profile


class AddressedQuerySet(models.QuerySet[Any]):
    def for_profile(self, profile: Profile | None) -> Self:
        """Those that this profile may take up. The address is the one that its account has confirmed."""
        if profile is None or profile.for_child:
            return self.none()
        inviter = self.model.INVITER
        return (
            self.annotate(any_case=Lower("email"))
            .filter(any_case=profile.account.email.lower(), **{f"{inviter}__is_active": True})
            .exclude(**{inviter: profile.account_id})
        )


class AddressedInvitation(models.Model):
    """A model that extends it says what it invites to, and that an address is asked to the same once.

    It inherits `Meta` too, and with it the order and the index by address.
    """

    INVITER: ClassVar[str]  # the way to the user who invites, as queries have it
    OWN_ADDRESS = "That is your own address."

    email = models.EmailField("e-mail address")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]
        indexes = [models.Index(Lower("email"), name="%(app_label)s_%(class)s_email")]

    def clean(self) -> None:
        super().clean()
        inviter: Any = reduce(getattr, self.INVITER.split("__"), self)
        if inviter.email.lower() == self.email.lower():
            raise ValidationError({"email": self.OWN_ADDRESS})
