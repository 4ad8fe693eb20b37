"""/profiles/: who is watching, and the profiles of a household."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import actions
from apps.accounts.actions.profiles import TooManyTries
from apps.accounts.models import MOST_PROFILES, Profile
from apps.accounts.profile_forms import PinForm, ProfileForm
from apps.accounts.viewers import SESSION_KEY
from apps.core.answers import way_back


@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    context = {
        "profiles": request.profiles,
        "current": request.profile if SESSION_KEY in request.session else None,
        "takes_pin": request.profile.for_child and bool(request.profile.pin),
        "may_manage": not request.profile.for_child,
        "has_room": len(request.profiles) < MOST_PROFILES,
        "next": way_back(request, ""),
    }
    return render(request, "accounts/profiles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch as this profile. GET is the page that asks for the PIN of a child's profile that one leaves."""
    profile = _own_or_404(request, pk)
    form = PinForm(request.POST if "pin" in request.POST else None)
    status = 200
    if request.method == "POST":
        try:
            actions.watch(request=request, profile=profile, pin=request.POST.get("pin", "")[:20])
            return redirect(way_back(request, reverse("home")))
        except TooManyTries as error:
            form.errors.setdefault("__all__", form.error_class(error.messages))
            status = 429
        except ValidationError:
            if form.is_bound and form.is_valid():
                form.add_error("pin", "That is not the PIN of this profile.")
            status = 400
    context = {"profile": profile, "form": form, "next": way_back(request, "")}
    return render(request, "accounts/pin.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    taken = Profile.objects.of(request.user).values_list("avatar", flat=True)
    form = ProfileForm(request.POST or None, taken=set(taken))
    if request.method == "POST" and form.is_valid():
        try:
            profile = actions.add_profile(by=request.user, facts=form.facts())
        except ValidationError as error:
            form.add_errors_of(error)
        else:
            messages.success(request, f"{profile} can watch now.")
            return redirect("profiles")
    return render(request, "accounts/profile_form.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    profile = _own_or_404(request, pk)
    form = ProfileForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_profile(profile=profile, by=request.user, facts=form.facts())
        except ValidationError as error:
            form.add_errors_of(error)
            profile.refresh_from_db()
        else:
            messages.success(request, f"What you said of {profile} is kept.")
            return redirect("profiles")
    return render(request, "accounts/profile_form.html", {"form": form, "profile": profile}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """GET is the page that says what goes with it."""
    profile = _own_or_404(request, pk)
    if request.method != "POST":
        return render(request, "accounts/profile_remove.html", {"profile": profile})
    try:
        actions.remove_profile(profile=profile, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"{profile} is gone, with its lists and its diary.")
    return redirect("profiles")


def _own_or_404(request: HttpRequest, pk: int) -> Profile:
    return get_object_or_404(Profile.objects.of(request.user).as_viewers(), pk=pk)


def _status(form: ProfileForm) -> int:
    return 400 if form.is_bound and form.errors else 200
