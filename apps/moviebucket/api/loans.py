"""Who has what of a bucket and until when; and who would like to borrow what."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError as Invalid
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.catalog.api.fields import PageField
from apps.core.fields import IdField, TextField
from apps.moviebucket import actions
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.api.serializers import BucketPersonSerializer
from apps.moviebucket.models import Ask, Bucket, Item, Loan, people_of
from apps.moviebucket.models.loan import LONGEST_BORROWER, LONGEST_NOTE, STRANGER

OPEN = OpenApiParameter("open", {"type": "integer", "enum": [0, 1]}, description="With 1 what is out alone.")
NO_ITEM = "There is no such item in this bucket."


class LoanSerializer(serializers.ModelSerializer[Loan]):
    """`user` is a member, else null and `name` says who it is. `note` is for those who may change the bucket."""

    item = serializers.IntegerField(source="item_id", read_only=True)
    title = serializers.CharField(source="item.title", read_only=True)
    user = BucketPersonSerializer(read_only=True, allow_null=True)
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)
    note = serializers.SerializerMethodField()
    url = PageField()

    class Meta:
        model = Loan
        fields = ["id", "item", "title", "user", "name", "since", "due", "returned_on", "overdue", "note", "url"]
        read_only_fields = fields

    def get_note(self, loan: Loan) -> str:
        return loan.note if self.context["bucket"].may_edit else ""


class NewLoanSerializer(serializers.Serializer[Loan]):
    """To `user` or to `name`: one of the two."""

    item = IdField()
    user = IdField(required=False, allow_null=True)
    name = TextField(max_length=LONGEST_BORROWER, required=False, allow_blank=True)
    due = serializers.DateField(required=False, allow_null=True)
    since = serializers.DateField(required=False, help_text="Today if it is left out.")
    note = TextField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class LoanChangeSerializer(serializers.Serializer[Loan]):
    due = serializers.DateField(required=False, allow_null=True, help_text="Null for no day.")
    returned_on = serializers.DateField(required=False, help_text="It is back since this day.")


class AskSerializer(serializers.ModelSerializer[Ask]):
    item = serializers.IntegerField(source="item_id", read_only=True)
    title = serializers.CharField(source="item.title", read_only=True)
    user = BucketPersonSerializer(read_only=True)

    class Meta:
        model = Ask
        fields = ["id", "item", "title", "user", "message", "created_at"]
        read_only_fields = fields


class NewAskSerializer(serializers.Serializer[Ask]):
    item = IdField()
    message = TextField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class DueSerializer(serializers.Serializer[Loan]):
    due = serializers.DateField(required=False, allow_null=True)


class LendingViewSet(BucketsViewSet[Any]):
    def item_of(self, bucket: Bucket, pk: int) -> Item:
        item = bucket.items.suitable_for(self.profile).filter(pk=pk).first()
        if item is None:
            raise Invalid({"item": [NO_ITEM]})
        return item

    def site(self) -> str:
        return self.request.build_absolute_uri("/")

    def shown(self, row: Any, bucket: Bucket, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(row, context=self.context_of(bucket)).data, status=code)

    def context_of(self, bucket: Bucket) -> dict[str, Any]:
        return self.get_serializer_context() | {"bucket": bucket}


@extend_schema_view(
    list=extend_schema(
        summary="Who has what of a bucket, and who had it", parameters=[OPEN], responses=LoanSerializer(many=True)
    ),
    create=extend_schema(
        summary="Lend an item", request=NewLoanSerializer, responses={201: LoanSerializer},
        description="To somebody who sees the bucket, by their id, or to a name. An item is out once at a time.",
    ),
    partial_update=extend_schema(
        summary="Say when it is due, or that it is back", request=LoanChangeSerializer, responses=LoanSerializer
    ),
)  # fmt: skip
class LoanViewSet(LendingViewSet):
    queryset = Loan.objects.all()
    serializer_class = LoanSerializer
    http_method_names = ["get", "head", "options", "post", "patch"]

    def list(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.visible(bucket_pk)
        given = request.query_params.get("open", "0")
        if given not in ("0", "1"):
            raise Invalid({"open": ["Send 1 for what is out alone, or leave it out."]})
        loans = self._loans(bucket)
        page = self.paginate_queryset((loans.out() if given == "1" else loans).order_by("-since", "-pk")) or []
        return self.get_paginated_response(LoanSerializer(page, many=True, context=self.context_of(bucket)).data)

    def refine(self, rows: QuerySet[Loan]) -> QuerySet[Loan]:
        return rows.select_related("item__bucket__owner", "user")

    def create(self, request: Request, bucket_pk: str) -> Response:
        bucket, facts = self.editable(bucket_pk), self.sent(NewLoanSerializer)
        item = self.item_of(bucket, facts.pop("item"))
        user = self._borrower(bucket, facts.pop("user", None))
        loan = actions.lend(item=item, by=self.by, user=user, site=self.site(), **facts)
        return self.shown(loan, bucket, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        bucket, facts = self.editable(bucket_pk), self.sent(LoanChangeSerializer, partial=True)
        loan = self.refine(self._loans(bucket)).filter(pk=pk).first()
        if loan is None:
            raise Http404
        changed = actions.change_loan(loan=loan, by=self.by, **facts)
        return self.shown(changed, bucket)

    def _loans(self, bucket: Bucket) -> Any:
        return Loan.objects.visible_to(self.profile).filter(item__bucket=bucket)

    def _borrower(self, bucket: Bucket, pk: int | None) -> User | None:
        """Whether anybody has this id is not told."""
        user = people_of(bucket).filter(pk=pk).first()
        if pk is not None and user is None:
            raise Invalid({"user": [STRANGER]})
        return user


@extend_schema_view(
    list=extend_schema(
        summary="Who would like to borrow what",
        description="To who may change the bucket all, to others their own.",
        responses=AskSerializer(many=True),
    ),
    create=extend_schema(summary="Ask for an item", request=NewAskSerializer, responses={201: AskSerializer}),
    destroy=extend_schema(summary="Decline, or take back what you asked for"),
)
class AskViewSet(LendingViewSet):
    queryset = Ask.objects.all()
    serializer_class = AskSerializer
    http_method_names = ["get", "head", "options", "post", "delete"]

    def list(self, request: Request, bucket_pk: str) -> Response:
        page = self.paginate_queryset(self._asks(self.visible(bucket_pk)).order_by("created_at", "pk")) or []
        return self.get_paginated_response(AskSerializer(page, many=True).data)

    def refine(self, rows: QuerySet[Ask]) -> QuerySet[Ask]:
        return rows.select_related("item", "user")

    def create(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.told(bucket_pk)
        facts = self.sent(NewAskSerializer)
        item = self.item_of(bucket, facts.pop("item"))
        return self.shown(actions.ask_for(item=item, by=self.by, **facts), bucket, status.HTTP_201_CREATED)

    @extend_schema(summary="Lend it to who asks", request=DueSerializer, responses={201: LoanSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, bucket_pk: str, pk: str) -> Response:
        bucket, facts = self.editable(bucket_pk), self.sent(DueSerializer)
        loan = actions.accept_ask(ask=self._ask(bucket, pk), by=self.by, site=self.site(), **facts)
        return Response(LoanSerializer(loan, context=self.context_of(bucket)).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        actions.decline_ask(ask=self._ask(self.told(bucket_pk), pk), by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _asks(self, bucket: Bucket) -> QuerySet[Ask]:
        return Ask.objects.visible_to(self.profile).filter(item__bucket=bucket)

    def _ask(self, bucket: Bucket, pk: str) -> Ask:
        ask = self._asks(bucket).filter(pk=pk).first()
        if ask is None:
            raise Http404
        return ask
