"""The tables as they stand: nothing here is migrated."""

import uuid

from django.db import models


class Participation(models.Model):
    id = models.UUIDField(primary_key=True)
    project_id = models.UUIDField()
    icb_code = models.TextField()
    programme_year = models.TextField()
    urn = models.TextField()
    la_code = models.TextField()
    school_name = models.TextField()
    cohort = models.TextField()
    offer = models.TextField()
    status = models.TextField()
    rationale = models.TextField()
    override_reason = models.TextField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(null=True)
    agreed_by = models.TextField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(null=True)
    replaces = models.UUIDField(null=True)
    replaced_by = models.UUIDField(null=True)
    current_urn = models.TextField()
    took_part_before = models.BooleanField()
    version = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "participations"
        app_label = "bench"


class Contact(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.TextField()
    role = models.TextField()
    name = models.TextField()
    email = models.EmailField()
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "contacts"
        app_label = "bench"


class Event(models.Model):
    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4)
    type = models.TextField()
    subject = models.TextField()
    occurred_at = models.DateTimeField(auto_now_add=True)
    actor = models.TextField()
    resource_version = models.IntegerField(default=1)
    is_public = models.BooleanField(default=False)
    data = models.JSONField()

    class Meta:
        managed = False
        db_table = "events"
        app_label = "bench"


class IdempotencyKey(models.Model):
    key = models.TextField(primary_key=True)
    caller = models.TextField()
    fingerprint = models.BinaryField()
    status = models.IntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "idempotency_keys"
        app_label = "bench"
