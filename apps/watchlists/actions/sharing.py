"""Lists with others: who may edit one, whom one asks to, and what they suggest."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.watchlists.actions.entries import add_entry
from apps.watchlists.actions.lists import locked
from apps.watchlists.models import Entry, Invitation, Member, Suggestion, Watchlist


@transaction.atomic
def let_in(*, watchlist: Watchlist, profile: Profile, by: Profile) -> Member:
    """Lets somebody of the owner's household edit the list, without asking; whoever may already stays."""
    watchlist = locked(watchlist)
    if profile.account_id != watchlist.profile.account_id:
        raise ValidationError("Only people of your household are let in without asking. Invite others.")
    return _join(watchlist, profile)


@transaction.atomic
def invite(*, watchlist: Watchlist, email: str, by: Profile) -> Invitation:
    """Asks whoever signs in with this address. It says the same whether anybody does, or edits the list already."""
    watchlist = locked(watchlist)
    invitation = Invitation(watchlist=watchlist, email=email.strip().lower())
    invitation.clean_fields()  # what is no address is not looked for: PostgreSQL refuses some of it
    if there := watchlist.invitations.filter(email__iexact=invitation.email).first():
        return there
    invitation.full_clean()
    invitation.save()
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: Profile) -> Member:
    """`by` must be one for whom `Invitation.objects.for_profile` has it."""
    member = _join(locked(invitation.watchlist), by)
    invitation.delete()
    return member


@transaction.atomic
def drop_invitation(*, invitation: Invitation, by: Profile) -> None:
    """Declined by who was asked, or taken back by who asked."""
    invitation.delete()


@transaction.atomic
def remove_member(*, member: Member, by: Profile) -> None:
    """The owner takes somebody off, or somebody leaves. What they added stays."""
    member.delete()


@transaction.atomic
def suggest(*, watchlist: Watchlist, movie: Movie, by: Profile, note: str = "") -> Suggestion:
    """Suggests a film to whoever edits the list; the same film a second time changes the note."""
    watchlist = locked(watchlist)
    suggestion = watchlist.suggestions.filter(movie=movie, by=by).first()
    suggestion = suggestion or Suggestion(watchlist=watchlist, movie=movie, by=by)
    suggestion.note = note.strip()
    suggestion.full_clean()
    suggestion.save()
    return suggestion


@transaction.atomic
def accept_suggestion(*, suggestion: Suggestion, by: Profile) -> Entry:
    """Puts the film on the list with the note that came with it; other suggestions of it are settled too."""
    return add_entry(watchlist=suggestion.watchlist, movie=suggestion.movie, by=by, note=suggestion.note)


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, by: Profile) -> None:
    """Also for who suggested it and thinks otherwise now."""
    suggestion.delete()


def _join(watchlist: Watchlist, profile: Profile) -> Member:
    if there := watchlist.members.filter(profile=profile).first():
        return there
    member = Member(watchlist=watchlist, profile=profile)
    member.full_clean()
    member.save()
    return member
