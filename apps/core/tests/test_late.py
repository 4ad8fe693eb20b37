from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from apps.core.late import LatePartsMiddleware, later


def answered(view):
    return LatePartsMiddleware(view)(RequestFactory().get("/"))


def test_all_parts_of_a_kind_are_made_together_and_stand_where_they_belong():
    calls = []

    def shout(request, things):
        calls.append(list(things))
        return [thing.upper() for thing in things]

    def double(request, things):
        return [thing * 2 for thing in things]

    def view(request):
        return HttpResponse(
            f"1{later(request, shout, 'é')} 2{later(request, double, 'b')} 3{later(request, shout, 'c')}"
        )

    assert answered(view).content.decode() == "1É 2bb 3C"
    assert calls == [["é", "c"]]


def test_a_page_without_parts_is_left_alone():
    assert answered(lambda request: HttpResponse("<!--0:0-->")).content == b"<!--0:0-->"
    assert answered(lambda request: StreamingHttpResponse(["a"])).streaming


def test_a_mark_cannot_be_written_by_anybody_else():
    def view(request):
        mark = later(request, lambda request, things: things, "made")
        return HttpResponse(f"{mark}<!--0:0--><!--:0-->")

    assert answered(view).content == b"made<!--0:0--><!--:0-->"
    marks = {later(RequestFactory().get("/"), list, 1) for _ in range(20)}
    assert len(marks) == 20
