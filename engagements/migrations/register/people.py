"""Accounts, and what each keeps for itself."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="User",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            (
                "is_superuser",
                models.BooleanField(
                    default=False,
                    help_text="Designates that this user has all permissions without explicitly assigning them.",
                    verbose_name="superuser status",
                ),
            ),
            (
                "username",
                models.CharField(
                    error_messages={"unique": "A user with that username already exists."},
                    help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                    max_length=150,
                    unique=True,
                    validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                    verbose_name="username",
                ),
            ),
            ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
            ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
            ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
            (
                "is_staff",
                models.BooleanField(
                    default=False,
                    help_text="Designates whether the user can log into this admin site.",
                    verbose_name="staff status",
                ),
            ),
            (
                "is_active",
                models.BooleanField(
                    default=True,
                    help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                    verbose_name="active",
                ),
            ),
            (
                "date_joined",
                models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
            ),
            (
                "role",
                models.CharField(
                    choices=[
                        ("viewer", "Viewer"),
                        ("editor", "Editor"),
                        ("manager", "Manager"),
                        ("registrar", "Registrar"),
                        ("admin", "Administrator"),
                    ],
                    default="viewer",
                    max_length=20,
                    verbose_name="role",
                ),
            ),
            (
                "language",
                models.CharField(
                    blank=True,
                    choices=[("ar", "Arabic"), ("en", "English")],
                    db_default="",
                    default="",
                    max_length=2,
                    verbose_name="language of letters",
                ),
            ),
            (
                "groups",
                models.ManyToManyField(
                    blank=True,
                    help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.group",
                    verbose_name="groups",
                ),
            ),
            (
                "user_permissions",
                models.ManyToManyField(
                    blank=True,
                    help_text="Specific permissions for this user.",
                    related_name="user_set",
                    related_query_name="user",
                    to="auth.permission",
                    verbose_name="user permissions",
                ),
            ),
        ],
        options={
            "verbose_name": "user",
            "verbose_name_plural": "users",
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("role__in", ["viewer", "editor", "manager", "registrar", "admin"])),
                    name="user_role_known",
                )
            ],
        },
        managers=[
            ("objects", django.contrib.auth.models.UserManager()),
        ],
    ),
    migrations.CreateModel(
        name="ApiToken",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=100, verbose_name="name")),
            ("prefix", models.CharField(max_length=20, verbose_name="begins with")),
            ("digest", models.CharField(editable=False, max_length=64, unique=True)),
            ("created_at", models.DateTimeField(verbose_name="made at")),
            ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires at")),
            ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used at")),
            ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="api_tokens",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
        ],
        options={
            "verbose_name": "API token",
            "verbose_name_plural": "API tokens",
            "ordering": ["-created_at", "-id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="api_token_has_a_name"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("expires_at", None), ("expires_at__gt", models.F("created_at")), _connector="OR"
                    ),
                    name="api_token_expires_after_it_was_made",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CalendarFeed",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("digest", models.CharField(editable=False, max_length=64, unique=True)),
            (
                "scope",
                models.CharField(
                    choices=[("mine", "Follow-ups assigned to me"), ("all", "All follow-ups that I may see")],
                    default="mine",
                    max_length=10,
                    verbose_name="follow-ups",
                ),
            ),
            ("created_at", models.DateTimeField(verbose_name="made at")),
            ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used at")),
            ("shown", models.CharField(blank=True, editable=False, max_length=64)),
            ("shown_at", models.DateTimeField(editable=False, null=True)),
            (
                "user",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="calendar_feed",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="account",
                ),
            ),
        ],
        options={
            "verbose_name": "calendar address",
            "verbose_name_plural": "calendar addresses",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("scope__in", ["mine", "all"])), name="calendar_scope_known"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ColumnChoice",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=30, verbose_name="list")),
            (
                "columns",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=30), size=None, verbose_name="columns"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="column_choices",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "choice of columns",
            "verbose_name_plural": "choices of columns",
            "constraints": [
                models.UniqueConstraint(fields=("user", "name"), name="column_choice_once_a_list")
            ],
        },
    ),
    migrations.CreateModel(
        name="SavedFilter",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("name", models.CharField(max_length=80, verbose_name="name")),
            ("path", models.CharField(max_length=200, verbose_name="list")),
            ("query", models.TextField(blank=True, verbose_name="filter")),
            ("seen_at", models.DateTimeField(verbose_name="last visit")),
            ("seen_before", models.DateTimeField(verbose_name="visit before the last")),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="saved_filters",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "saved filter",
            "verbose_name_plural": "saved filters",
            "ordering": ["name", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("user", "name"), name="saved_filter_name_once_a_user"),
                models.UniqueConstraint(
                    models.F("user"),
                    models.F("path"),
                    django.db.models.functions.text.MD5("query"),
                    name="saved_filter_once_a_user",
                ),
                models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="saved_filter_has_a_name"
                ),
                models.CheckConstraint(
                    condition=models.Q(("seen_before__lte", models.F("seen_at"))),
                    name="saved_filter_visits_in_order",
                ),
            ],
        },
    ),
]
