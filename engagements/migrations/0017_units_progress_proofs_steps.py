"""Own units, progress, proof and steps of follow-ups; what no constraint can say is held by triggers."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import engagements.models.folded

PROGRESS = """
    CREATE TRIGGER progress_stays BEFORE DELETE ON engagements_progressupdate
        FOR EACH ROW EXECUTE FUNCTION sijill_append_only();
    CREATE TRIGGER progress_append_only BEFORE UPDATE ON engagements_progressupdate
        FOR EACH ROW WHEN (
            (OLD.id, OLD.by_id, OLD.at, OLD.rating, OLD.words, OLD.next_step)
            IS DISTINCT FROM (NEW.id, NEW.by_id, NEW.at, NEW.rating, NEW.words, NEW.next_step)
        ) EXECUTE FUNCTION sijill_append_only();
"""
NO_PROGRESS = """
    DROP TRIGGER progress_append_only ON engagements_progressupdate;
    DROP TRIGGER progress_stays ON engagements_progressupdate;
"""
# It can be withdrawn, once, and go with its follow-up into another.
PROOF = """
    CREATE TRIGGER proof_stays BEFORE DELETE ON engagements_proof
        FOR EACH ROW EXECUTE FUNCTION sijill_append_only();
    CREATE TRIGGER proof_append_only BEFORE UPDATE ON engagements_proof
        FOR EACH ROW WHEN (
            (OLD.id, OLD.source_id, OLD.start, OLD."end", OLD.quote, OLD.file, OLD.filename, OLD.size, OLD.sha256,
                OLD.words, OLD.by_id, OLD.at)
            IS DISTINCT FROM
            (NEW.id, NEW.source_id, NEW.start, NEW."end", NEW.quote, NEW.file, NEW.filename, NEW.size, NEW.sha256,
                NEW.words, NEW.by_id, NEW.at)
            OR OLD.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at
        ) EXECUTE FUNCTION sijill_append_only();
"""
NO_PROOF = """
    DROP TRIGGER proof_append_only ON engagements_proof;
    DROP TRIGGER proof_stays ON engagements_proof;
"""
# One after the other: two units moved at the same time could each become part of the other.
TREE = """
    CREATE FUNCTION sijill_unit_tree() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(7453002);
        IF EXISTS (
            WITH RECURSIVE above (id) AS (
                SELECT NEW.parent_id
                UNION
                SELECT unit.parent_id FROM engagements_unit AS unit JOIN above ON unit.id = above.id
                WHERE unit.parent_id IS NOT NULL
            )
            SELECT FROM above WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'a unit cannot be part of itself' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER unit_tree BEFORE INSERT OR UPDATE OF parent_id ON engagements_unit
        FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION sijill_unit_tree();
"""
NO_TREE = "DROP TRIGGER unit_tree ON engagements_unit; DROP FUNCTION sijill_unit_tree();"


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0016_weekly_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "rating",
                    models.CharField(
                        choices=[("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late")],
                        max_length=10,
                        verbose_name="rating",
                    ),
                ),
                ("words", models.TextField(verbose_name="what was done")),
                ("next_step", models.CharField(blank=True, max_length=500, verbose_name="next step")),
            ],
            options={
                "verbose_name": "progress update",
                "verbose_name_plural": "progress updates",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True, verbose_name="first character")),
                (
                    "end",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="after the last character"
                    ),
                ),
                ("quote", models.TextField(blank=True, verbose_name="quotation")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=300, upload_to="proofs/%Y/%m", verbose_name="file"
                    ),
                ),
                ("filename", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("words", models.TextField(blank=True, verbose_name="what it shows")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
            ],
            options={
                "verbose_name": "proof",
                "verbose_name_plural": "proofs",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="step")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_ar", models.CharField(max_length=200, verbose_name="name in Arabic")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                ("closed", models.BooleanField(default=False, verbose_name="closed")),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=engagements.models.folded.Fold(
                            django.db.models.functions.text.Concat(
                                models.F("name_ar"),
                                models.Value(" "),
                                models.F("name_en"),
                                models.Value(" "),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["name_ar", "id"],
            },
        ),
        migrations.CreateModel(
            name="UnitAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="name")),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("review", "confirmed with a draft"),
                            ("hand", "written by hand"),
                            ("merge", "name of one that was merged"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="at")),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=engagements.models.folded.Fold(models.F("text")),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "sounds",
                    models.GeneratedField(
                        db_persist=True,
                        expression=engagements.models.folded.Sounds(
                            engagements.models.folded.Fold(
                                engagements.models.folded.Decompose(models.F("text"))
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_action_known",
        ),
        migrations.RemoveConstraint(
            model_name="commitment",
            name="commitment_due_date_has_a_basis",
        ),
        migrations.RemoveConstraint(
            model_name="commitment",
            name="commitment_has_one_linked_owner",
        ),
        migrations.AddField(
            model_name="commitment",
            name="rating",
            field=models.CharField(
                blank=True,
                choices=[("on_track", "On track"), ("at_risk", "At risk"), ("late", "Late")],
                db_default="",
                default="",
                editable=False,
                max_length=10,
                verbose_name="rating",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="reference",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=60,
                verbose_name="number in the ministry's own list",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("approved", "approved"),
                    ("endorsed", "approved first"),
                    ("rejected", "rejected"),
                    ("postponed", "put off"),
                    ("split", "split"),
                    ("joined", "joined"),
                    ("submitted", "submitted"),
                    ("retried", "retried"),
                    ("added", "added"),
                    ("reported", "reported progress"),
                    ("changed", "changed"),
                    ("exported", "exported"),
                    ("merged", "merged"),
                    ("undone", "undid"),
                    ("settled", "settled"),
                    ("reopened", "opened again"),
                    ("issued", "issued"),
                    ("revoked", "revoked"),
                ],
                max_length=20,
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="due_basis",
            field=models.CharField(
                choices=[
                    ("stated", "Stated in the release"),
                    ("set", "Set by the ministry"),
                    ("default", "By default"),
                    ("none", "No due date"),
                ],
                default="none",
                max_length=10,
                verbose_name="where the due date comes from",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="owner_partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="engagements.partner",
                verbose_name="partner who must act",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="owner_person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="engagements.person",
                verbose_name="person who must act",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "approved",
                            "endorsed",
                            "rejected",
                            "postponed",
                            "split",
                            "joined",
                            "submitted",
                            "retried",
                            "added",
                            "reported",
                            "changed",
                            "exported",
                            "merged",
                            "undone",
                            "settled",
                            "reopened",
                            "issued",
                            "revoked",
                        ],
                    )
                ),
                name="audit_action_known",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="progress",
                to="engagements.commitment",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proofs",
                to="engagements.commitment",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proofs",
                to="engagements.source",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="withdrawn by",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="engagements.commitment"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="engagements.unit",
                verbose_name="part of",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="owner_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="engagements.unit",
                verbose_name="own unit that must act",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_basis", "none"), ("due_on", None)),
                    models.Q(("due_basis__in", ["stated", "set", "default"]), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="commitment_due_date_has_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owner_partner", None), ("owner_unit", None)),
                    models.Q(("owner_person", None), ("owner_unit", None)),
                    models.Q(("owner_partner", None), ("owner_person", None)),
                    _connector="OR",
                ),
                name="commitment_has_one_linked_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["", "on_track", "at_risk", "late"])),
                name="commitment_rating_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("reference",),
                name="commitment_reference_once",
            ),
        ),
        migrations.AddField(
            model_name="unitalias",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="unitalias",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="engagements.source",
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="unitalias",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="engagements.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(fields=["commitment", "-at", "-id"], name="progress_of_a_follow_up"),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["on_track", "at_risk", "late"])),
                name="progress_rating_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="progress_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("filename", ""), ("sha256", ""), ("source__isnull", False)),
                    models.Q(
                        ("quote", ""),
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        ("source", None),
                        models.Q(("file", ""), _negated=True),
                        models.Q(("filename", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proof_is_a_source_or_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end", None), ("quote", ""), ("start", None)),
                    models.Q(models.Q(("quote", ""), _negated=True), ("end__gt", models.F("start"))),
                    _connector="OR",
                ),
                name="proof_quotes_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="proof_withdrawn_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="step_has_a_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_ar", ""), _negated=True), name="unit_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="unit_not_part_of_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("parent", "folded"), name="unit_name_once_a_parent", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="unitalias",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["folded"], name="unitalias_folded_trgm", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="unitalias",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["sounds"], name="unitalias_sounds_trgm", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="unitalias",
            constraint=models.UniqueConstraint(fields=("folded",), name="unit_alias_means_one_unit"),
        ),
        migrations.RunSQL(PROGRESS, NO_PROGRESS),
        migrations.RunSQL(PROOF, NO_PROOF),
        migrations.RunSQL(TREE, NO_TREE),
    ]
