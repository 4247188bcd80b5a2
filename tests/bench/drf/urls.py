"""One row, a page by key, and a create with its event and its idempotency key."""

from hashlib import sha256

from django.db import transaction
from django.urls import path
from models import Contact, Event, IdempotencyKey, Participation
from rest_framework import generics, pagination, serializers, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

_BOARD = "QX1"


class ParticipationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Participation
        fields = "__all__"


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = "__all__"
        read_only_fields = ("id", "version")


class ByKey(pagination.CursorPagination):
    page_size = 50
    ordering = "id"


class Participations(generics.ListAPIView):
    queryset = Participation.objects.filter(icb_code=_BOARD)
    serializer_class = ParticipationSerializer
    pagination_class = ByKey


class OneParticipation(generics.RetrieveAPIView):
    queryset = Participation.objects.filter(icb_code=_BOARD)
    serializer_class = ParticipationSerializer


class Contacts(generics.CreateAPIView):
    serializer_class = ContactSerializer

    @transaction.atomic
    def create(self, request):
        key = request.headers["Idempotency-Key"]
        new = self.get_serializer(data=request.data)
        new.is_valid(raise_exception=True)
        caller = new.validated_data["organisation"]
        IdempotencyKey.objects.filter(caller=caller, key=key).first()
        contact = new.save()
        told = {"id": str(contact.id), "organisation": caller, "role": contact.role, "version": 1}
        Event.objects.create(
            type="partnership.contact.added", subject=f"contacts/{contact.id}", actor=caller, data=told
        )
        answer = JSONRenderer().render(new.data)
        IdempotencyKey.objects.create(
            key=key, caller=caller, fingerprint=sha256(request.body).digest(), status=201, headers={}, body=answer
        )
        return Response(new.data, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("v1/participations", Participations.as_view()),
    path("v1/participations/<uuid:pk>", OneParticipation.as_view()),
    path("v1/contacts", Contacts.as_view()),
]
