"""The page of one's personal access tokens: seen, made, revoked."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actions import make_token, revoke_token
from apps.accounts.models import AccessToken
from apps.accounts.tokens.forms import TokenForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The answer to a form that makes one shows its text, this once.

    It is the one page of the site that answers a change without sending the browser elsewhere: the text would have to
    wait somewhere for that, and nothing but its digest is to be kept. Sent again, the same name is refused.
    """
    form = TokenForm(request.POST or None)
    text = None
    if request.method == "POST" and form.is_valid():
        text = _made_from(form, request)
    context = {"form": TokenForm() if text else form, "text": text, "tokens": AccessToken.objects.of(request.user)}
    status = 422 if request.method == "POST" and not text else 200
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(AccessToken.objects.of(request.user), pk=pk)
    revoke_token(token=token, by=request.user)
    messages.success(request, f"“{token.name}” is revoked. What used it is shut out now.")
    return HttpResponseRedirect(reverse("tokens"))


def _made_from(form: TokenForm, request: HttpRequest) -> str | None:
    """The text of the new token; None, and the form says why, where a rule forbids it."""
    facts = form.cleaned_data
    try:
        _, text = make_token(by=request.user, name=facts["name"], scopes=facts["scopes"], expires_at=form.expires_at())
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return None
    return text
