"""Who follows what, who wants to be told what, notices and letters."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Following",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "commitment",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="followed_by",
                    to="engagements.commitment",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="following",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "followed follow-up",
            "verbose_name_plural": "followed follow-ups",
            "constraints": [
                models.UniqueConstraint(fields=("user", "commitment"), name="following_once_a_commitment")
            ],
        },
    ),
    migrations.CreateModel(
        name="Subscription",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("silence", "What has been silent"),
                        ("managers", "The week in figures"),
                        ("assigned", "Newly assigned"),
                        ("due_soon", "Due soon"),
                        ("overdue", "Overdue"),
                        ("changed", "Changed"),
                    ],
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            ("in_app", models.BooleanField(default=False, verbose_name="on the pages")),
            ("by_mail", models.BooleanField(default=False, verbose_name="by e-mail")),
            (
                "days",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.PositiveSmallIntegerField(),
                    blank=True,
                    default=list,
                    size=None,
                    verbose_name="days",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="subscriptions",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "subscription",
            "verbose_name_plural": "subscriptions",
            "ordering": ["user", "kind"],
            "indexes": [models.Index(fields=["kind", "user"], name="subscription_by_kind")],
            "constraints": [
                models.UniqueConstraint(fields=("user", "kind"), name="subscription_once_a_kind"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["silence", "managers", "assigned", "due_soon", "overdue", "changed"])
                    ),
                    name="subscription_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("kind__in", ("assigned", "due_soon", "overdue", "changed")),
                            models.Q(("in_app", True), ("by_mail", True), _connector="OR"),
                        ),
                        models.Q(("by_mail", True), ("in_app", False), ("kind__in", ("silence", "managers"))),
                        _connector="OR",
                    ),
                    name="subscription_says_where",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("days__0__gte", 1), ("days__0__lte", 3650), ("days__len", 1), ("kind", "silence")
                        ),
                        models.Q(
                            ("days__len__gte", 1),
                            ("days__len__lte", 5),
                            ("kind", "due_soon"),
                            ("days__0__gte", 0),
                            ("days__0__lte", 365),
                        ),
                        models.Q(
                            models.Q(("kind__in", ["silence", "due_soon"]), _negated=True), ("days__len", 0)
                        ),
                        _connector="OR",
                    ),
                    name="subscription_days_in_bounds",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Letter",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("silence", "What has been silent"),
                        ("managers", "The week in figures"),
                        ("reminders", "Reminders"),
                    ],
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            ("day", models.DateField(verbose_name="day")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("pending", "To be sent"),
                        ("sending", "Being sent"),
                        ("sent", "Sent"),
                        ("failed", "Not accepted by the mail server"),
                    ],
                    default="pending",
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
            ("at", models.DateTimeField(verbose_name="at")),
            ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="next try")),
            ("error", models.CharField(blank=True, max_length=300, verbose_name="error")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="letters",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "letter",
            "verbose_name_plural": "letters",
            "ordering": ["-day", "kind", "user"],
            "constraints": [
                models.UniqueConstraint(fields=("user", "kind", "day"), name="letter_once_a_day"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["silence", "managers", "reminders"])),
                    name="letter_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["pending", "sending", "sent", "failed"])),
                    name="letter_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind", "reminders"), ("day__week_day", 1), _connector="OR"),
                    name="letter_of_a_week_begins_on_sunday",
                ),
                models.CheckConstraint(
                    condition=models.Q(("next_try_at", None), ("state", "pending"), _connector="OR"),
                    name="letter_tried_again_if_pending",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Notice",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("assigned", "Newly assigned"),
                        ("due_soon", "Due soon"),
                        ("overdue", "Overdue"),
                        ("changed", "Changed"),
                    ],
                    max_length=10,
                    verbose_name="kind",
                ),
            ),
            ("occasion", models.CharField(max_length=40, verbose_name="occasion")),
            ("at", models.DateTimeField(verbose_name="at")),
            ("due_on", models.DateField(null=True, verbose_name="due on")),
            ("in_app", models.BooleanField(verbose_name="on the pages")),
            ("read_at", models.DateTimeField(null=True, verbose_name="read")),
            (
                "mail",
                models.CharField(
                    choices=[
                        ("none", "Not asked for"),
                        ("waiting", "Waits for the next letter"),
                        ("told", "In a letter"),
                        ("left_out", "Left out: it held no more"),
                    ],
                    default="none",
                    max_length=10,
                    verbose_name="e-mail",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "commitment",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="notices",
                    to="engagements.commitment",
                ),
            ),
            (
                "entry",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="engagements.auditentry",
                ),
            ),
            (
                "letter",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="notices",
                    to="engagements.letter",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="notices",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "notice",
            "verbose_name_plural": "notices",
            "ordering": ["-at", "-id"],
            "indexes": [
                models.Index(
                    condition=models.Q(("in_app", True)),
                    fields=["user", "-at", "kind", "by"],
                    name="notice_of_somebody",
                ),
                models.Index(
                    condition=models.Q(("in_app", True), ("read_at", None)),
                    fields=["user"],
                    include=("commitment",),
                    name="notice_unread",
                ),
                models.Index(
                    condition=models.Q(("mail", "waiting")), fields=["user", "id"], name="notice_to_be_mailed"
                ),
                models.Index(fields=["at"], name="notice_by_age"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("user", "kind", "commitment", "occasion"), name="notice_once_an_occasion"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ("assigned", "due_soon", "overdue", "changed"))),
                    name="notice_kind_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(("mail__in", ["none", "waiting", "told", "left_out"])),
                    name="notice_mail_state_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("due_on__isnull", False), ("kind__in", ["due_soon", "overdue"])),
                        models.Q(("entry__isnull", False), ("kind__in", ["assigned", "changed"])),
                        _connector="OR",
                    ),
                    name="notice_tells_of_a_day_or_a_change",
                ),
                models.CheckConstraint(
                    condition=models.Q(("letter", None), ("mail", "told"), _connector="OR"),
                    name="notice_in_a_letter_is_told",
                ),
            ],
        },
    ),
]
