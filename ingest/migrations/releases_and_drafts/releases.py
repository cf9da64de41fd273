"""What came in, and each attempt to read it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Release",
        fields=[
            (
                "source",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    primary_key=True,
                    related_name="release",
                    serialize=False,
                    to="engagements.source",
                ),
            ),
            (
                "file",
                models.FileField(max_length=300, upload_to="releases/%Y/%m", verbose_name="original file"),
            ),
            ("filename", models.CharField(max_length=255, verbose_name="file name")),
            ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
            ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
            (
                "status",
                models.CharField(
                    choices=[
                        ("received", "Received"),
                        ("reading", "Being read"),
                        ("extracting", "Being searched for engagements"),
                        ("unpacked", "Unpacked"),
                        ("drafted", "Drafted"),
                        ("no_engagement", "No engagement found"),
                        ("failed", "Failed"),
                    ],
                    default="received",
                    max_length=20,
                    verbose_name="state",
                ),
            ),
            ("claimed_until", models.DateTimeField(blank=True, editable=False, null=True)),
            ("submitted_at", models.DateTimeField(verbose_name="uploaded at")),
            ("enqueued_at", models.DateTimeField(editable=False)),
            (
                "submitted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="uploaded by",
                ),
            ),
            (
                "lane",
                models.CharField(
                    choices=[("text", "Text"), ("scan", "Scan")],
                    default="text",
                    editable=False,
                    max_length=10,
                    verbose_name="lane",
                ),
            ),
            (
                "way_in",
                models.CharField(
                    choices=[
                        ("upload", "Uploaded"),
                        ("paste", "Pasted"),
                        ("archive", "From an archive"),
                        ("folder", "From the watched folder"),
                        ("mail", "By e-mail"),
                        ("part", "Part of another file"),
                    ],
                    default="upload",
                    editable=False,
                    max_length=10,
                    verbose_name="way in",
                ),
            ),
        ],
        options={
            "verbose_name": "release",
            "verbose_name_plural": "releases",
            "ordering": ["-submitted_at", "-source_id"],
            "indexes": [
                models.Index(fields=["-submitted_at", "-source"], name="release_by_time"),
                models.Index(fields=["status", "enqueued_at"], name="release_by_status"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="release_sha256_hex"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            [
                                "received",
                                "reading",
                                "extracting",
                                "unpacked",
                                "drafted",
                                "no_engagement",
                                "failed",
                            ],
                        )
                    ),
                    name="release_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("claimed_until__isnull", False), ("status__in", ("reading", "extracting"))),
                        models.Q(
                            models.Q(("status__in", ("reading", "extracting")), _negated=True),
                            ("claimed_until", None),
                        ),
                        _connector="OR",
                    ),
                    name="release_claimed_while_held",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("way_in__in", ["upload", "paste", "archive", "folder", "mail", "part"])
                    ),
                    name="release_way_in_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("lane__in", ["text", "scan"])), name="release_lane_known"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ParseRun",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("attempt", models.PositiveSmallIntegerField(verbose_name="attempt")),
            (
                "status",
                models.CharField(
                    choices=[
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("lost", "Broken off"),
                    ],
                    default="running",
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("started_at", models.DateTimeField(verbose_name="started at")),
            ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
            ("reader_version", models.CharField(blank=True, max_length=60, verbose_name="reader version")),
            ("file_format", models.CharField(blank=True, max_length=20, verbose_name="file format")),
            ("error_code", models.CharField(blank=True, max_length=40, verbose_name="error")),
            ("error_params", models.JSONField(blank=True, default=dict)),
            (
                "release",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="ingest.release"
                ),
            ),
            ("warnings", models.JSONField(blank=True, default=list)),
        ],
        options={
            "verbose_name": "parse run",
            "verbose_name_plural": "parse runs",
            "ordering": ["release_id", "attempt"],
            "constraints": [
                models.UniqueConstraint(fields=("release", "attempt"), name="parse_run_attempt_once"),
                models.UniqueConstraint(
                    condition=models.Q(("status", "running")),
                    fields=("release",),
                    name="parse_run_one_at_a_time",
                ),
                models.CheckConstraint(
                    condition=models.Q(("status__in", ["running", "done", "failed", "lost"])),
                    name="parse_run_status_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("status", "running")),
                        models.Q(models.Q(("status", "running"), _negated=True), ("ended_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="parse_run_ended_unless_running",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", "failed"), models.Q(("error_code", ""), _negated=True)),
                        models.Q(models.Q(("status", "failed"), _negated=True), ("error_code", "")),
                        _connector="OR",
                    ),
                    name="parse_run_failed_for_a_reason",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ContainedFile",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("position", models.PositiveSmallIntegerField()),
            ("path", models.CharField(max_length=500, verbose_name="name in the other file")),
            ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
            ("left_out", models.CharField(blank=True, max_length=40, verbose_name="left out")),
            ("outlet", models.CharField(blank=True, max_length=200, verbose_name="outlet")),
            ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
            (
                "container",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="contents",
                    to="ingest.release",
                    verbose_name="part of",
                ),
            ),
            (
                "release",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="contained_in",
                    to="ingest.release",
                ),
            ),
        ],
        options={
            "verbose_name": "contained file",
            "verbose_name_plural": "contained files",
            "ordering": ["container_id", "position"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("container", "position"), name="contained_file_position_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("release", None), models.Q(("left_out", ""), _negated=True)),
                        models.Q(("left_out", ""), ("release__isnull", False)),
                        _connector="OR",
                    ),
                    name="contained_file_kept_or_left_out",
                ),
            ],
        },
    ),
]
