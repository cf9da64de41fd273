"""Names that may be one: how alike, what was ruled, what was merged."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="DuplicateSearch",
        fields=[
            ("kind", models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name="kind")),
            ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked at")),
            ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
            ("names", models.PositiveIntegerField(default=0, verbose_name="names")),
            ("pairs", models.PositiveIntegerField(default=0, verbose_name="pairs")),
            ("seen", models.CharField(blank=True, max_length=64)),
        ],
        options={
            "verbose_name": "search for duplicates",
            "verbose_name_plural": "searches for duplicates",
        },
    ),
    migrations.CreateModel(
        name="PartnerLikeness",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("score", models.PositiveSmallIntegerField(verbose_name="likeness")),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("same", "the same name"),
                        ("letters", "the same letters, written otherwise"),
                        ("spelling", "nearly the same letters"),
                        ("sounds", "the same sounds in the other script"),
                        ("part", "one is a part of the other"),
                    ],
                    max_length=10,
                    verbose_name="reason",
                ),
            ),
            ("first_spelling", models.CharField(max_length=300)),
            ("second_spelling", models.CharField(max_length=300)),
            (
                "first",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="engagements.partner",
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="engagements.partner",
                ),
            ),
        ],
        options={
            "verbose_name": "likeness of partners",
            "verbose_name_plural": "likenesses of partners",
            "ordering": ["-score", "-id"],
            "abstract": False,
            "indexes": [models.Index(fields=["-score", "-id"], name="partnerlikeness_likest")],
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="partnerlikeness_once"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("second"))), name="partnerlikeness_in_order"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PartnerMerge",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("changes", models.JSONField(default=list, verbose_name="changes")),
            ("rewritten", models.JSONField(default=list, verbose_name="rewritten")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "merged",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merge",
                    to="engagements.partner",
                ),
            ),
            (
                "survivor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merges",
                    to="engagements.partner",
                ),
            ),
        ],
        options={
            "verbose_name": "merge of partners",
            "verbose_name_plural": "merges of partners",
            "ordering": ["-at", "-id"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("survivor", models.F("merged")), _negated=True),
                    name="partnermerge_of_two",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PartnerRuling",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "verdict",
                models.CharField(
                    choices=[("different", "They differ"), ("later", "Later")],
                    max_length=10,
                    verbose_name="decision",
                ),
            ),
            ("until", models.DateField(blank=True, null=True, verbose_name="until")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "first",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="engagements.partner",
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagements.partner"
                ),
            ),
        ],
        options={
            "verbose_name": "decision about two partners",
            "verbose_name_plural": "decisions about two partners",
            "ordering": ["-at", "-id"],
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="partnerruling_once"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("second"))), name="partnerruling_in_order"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("until", None), ("verdict", "different")),
                        models.Q(("until__isnull", False), ("verdict", "later")),
                        _connector="OR",
                    ),
                    name="partnerruling_later_until_a_day",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PersonLikeness",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("score", models.PositiveSmallIntegerField(verbose_name="likeness")),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("same", "the same name"),
                        ("letters", "the same letters, written otherwise"),
                        ("spelling", "nearly the same letters"),
                        ("sounds", "the same sounds in the other script"),
                        ("part", "one is a part of the other"),
                    ],
                    max_length=10,
                    verbose_name="reason",
                ),
            ),
            ("first_spelling", models.CharField(max_length=300)),
            ("second_spelling", models.CharField(max_length=300)),
            (
                "first",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="engagements.person",
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="engagements.person",
                ),
            ),
        ],
        options={
            "verbose_name": "likeness of people",
            "verbose_name_plural": "likenesses of people",
            "ordering": ["-score", "-id"],
            "abstract": False,
            "indexes": [models.Index(fields=["-score", "-id"], name="personlikeness_likest")],
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="personlikeness_once"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("second"))), name="personlikeness_in_order"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="PersonMerge",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            ("changes", models.JSONField(default=list, verbose_name="changes")),
            ("rewritten", models.JSONField(default=list, verbose_name="rewritten")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "merged",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="merge", to="engagements.person"
                ),
            ),
            (
                "survivor",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merges",
                    to="engagements.person",
                ),
            ),
        ],
        options={
            "verbose_name": "merge of people",
            "verbose_name_plural": "merges of people",
            "ordering": ["-at", "-id"],
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("survivor", models.F("merged")), _negated=True),
                    name="personmerge_of_two",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="PersonRuling",
        fields=[
            (
                "id",
                models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
            ),
            (
                "verdict",
                models.CharField(
                    choices=[("different", "They differ"), ("later", "Later")],
                    max_length=10,
                    verbose_name="decision",
                ),
            ),
            ("until", models.DateField(blank=True, null=True, verbose_name="until")),
            ("at", models.DateTimeField(verbose_name="at")),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="by",
                ),
            ),
            (
                "first",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="engagements.person",
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagements.person"
                ),
            ),
        ],
        options={
            "verbose_name": "decision about two people",
            "verbose_name_plural": "decisions about two people",
            "ordering": ["-at", "-id"],
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="personruling_once"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("second"))), name="personruling_in_order"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("until", None), ("verdict", "different")),
                        models.Q(("until__isnull", False), ("verdict", "later")),
                        _connector="OR",
                    ),
                    name="personruling_later_until_a_day",
                ),
            ],
        },
    ),
]
