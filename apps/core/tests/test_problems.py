"""Every failure of the API as a problem, those included that Django raises before or beside a view."""

import json

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    ValidationError,
)
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from apps.core.errors import Conflict, PreconditionFailed
from apps.core.problems import problem_response


class Raising(APIView):
    permission_classes = [AllowAny]
    authentication_classes = ()
    failure = None

    def get(self, request):
        raise self.failure

    def post(self, request):
        if self.failure:
            raise self.failure
        return Response(request.data)


def answer(failure, method="get", **extra):
    request = getattr(APIRequestFactory(), method)("/", **extra)
    response = Raising.as_view(failure=failure)(request)
    response.render()
    return response, json.loads(response.content)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (Http404("secret reason"), 404, "not_found"),
        (PermissionDenied("secret reason"), 403, "permission_denied"),
        (exceptions.NotAuthenticated(), 403, "not_authenticated"),
        (exceptions.MethodNotAllowed("BREW"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        (RequestDataTooBig("3 MB"), 413, "content_too_large"),
        (TooManyFieldsSent("1001"), 400, "parse_error"),
        (SuspiciousOperation("secret reason"), 400, "parse_error"),
        (MultiPartParserError("bad boundary"), 400, "parse_error"),
        (Conflict("It would come back."), 409, "conflict"),
    ],
)
def test_each_kind_of_failure(failure, status, code):
    response, problem = answer(failure)
    assert response.status_code == problem["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert (problem["type"], problem["code"]) == ("about:blank", code)
    assert problem["title"]
    assert "secret reason" not in response.content.decode()


def test_what_nobody_foresaw_is_no_problem_but_an_error():
    with pytest.raises(ZeroDivisionError):
        answer(ZeroDivisionError())


def test_mistakes_in_a_body_are_pointed_at():
    detail = {"title": ["Empty."], "cast": [{}, {"a/b~c": ["Unknown."]}], "non_field_errors": ["Altogether wrong."]}
    _, problem = answer(exceptions.ValidationError(detail), "post")
    assert [(error["pointer"], error["detail"]) for error in problem["errors"]] == [
        ("#/title", "Empty."),
        ("#/cast/1/a~1b~0c", "Unknown."),
        ("#", "Altogether wrong."),
    ]


def test_mistakes_in_a_query_are_named():
    _, problem = answer(exceptions.ValidationError({"page": ["No number."]}))
    assert problem["errors"] == [{"parameter": "page", "detail": "No number.", "code": "invalid"}]


@pytest.mark.parametrize("error", [ValidationError({"year": ["Too early."]}), ValidationError("Too early.")])
def test_rules_of_the_model_are_mistakes_too(error):
    response, problem = answer(error, "post")
    assert response.status_code == 400
    assert problem["errors"][0]["detail"] == "Too early."


def test_the_codes_of_the_model_stay():
    late = ValidationError("At most %(most)s.", code="max_value", params={"most": 5})
    _, problem = answer(ValidationError({"year": [late, "Odd."], "__all__": [late]}), "post")
    assert [(error["pointer"], error["code"], error["detail"]) for error in problem["errors"]] == [
        ("#/year", "max_value", "At most 5."),
        ("#/year", "invalid", "Odd."),
        ("#", "max_value", "At most 5."),
    ]


def test_who_comes_too_late_is_shown_what_stands_there():
    response, problem = answer(PreconditionFailed({"title": "Alien"}))
    assert (response.status_code, problem["code"], problem["current"]) == (
        412,
        "precondition_failed",
        {"title": "Alien"},
    )


def test_a_format_that_we_have_not():
    response, problem = answer(None, HTTP_ACCEPT="text/turtle")
    assert (response.status_code, problem["code"]) == (406, "not_acceptable")


class TwiceAMinute(SimpleRateThrottle):
    rate = "2/min"
    cache_format = "problems-%(scope)s-%(ident)s"
    scope = "test"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def test_too_many_requests_say_when_to_come_again():
    view = Raising.as_view(throttle_classes=[TwiceAMinute])
    statuses = [view(APIRequestFactory().post("/", {}, format="json")) for _ in range(3)]
    assert [response.status_code for response in statuses] == [200, 200, 429]
    assert 0 < int(statuses[-1]["Retry-After"]) <= 60


def test_an_address_that_a_client_makes_up_does_not_reset_its_count(settings):
    throttle = TwiceAMinute()
    idents = {throttle.get_ident(APIRequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")) for n in range(3)}
    assert idents == {"127.0.0.1"}


def test_a_body_up_to_the_limit_is_read_and_one_beyond_is_not(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 40
    fits, too_large = '{"a": "' + "x" * 31 + '"}', '{"a": "' + "x" * 32 + '"}'
    assert answer(None, "post", data=fits, content_type="application/json")[0].status_code == 200
    assert answer(None, "post", data=too_large, content_type="application/json")[0].status_code == 413


def test_a_problem_outside_a_view():
    response = problem_response(APIRequestFactory().get("/api/x"), 404, "Nothing here.")
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["title"] == "Not Found"
