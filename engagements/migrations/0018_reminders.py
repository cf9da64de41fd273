"""Reminders: what somebody wants to be told, notices, letters of any kind; what was told by the silence letter moves."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GOES_WITH_THE_FOLLOW_UP = """
CREATE FUNCTION sijill_forget_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM engagements_notice n USING gone WHERE n.commitment_id = gone.id;
    DELETE FROM engagements_following f USING gone WHERE f.commitment_id = gone.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER commitment_forget_notices AFTER DELETE ON engagements_commitment
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION sijill_forget_notices();
"""
GOES_NO_MORE = """
DROP TRIGGER commitment_forget_notices ON engagements_commitment;
DROP FUNCTION sijill_forget_notices();
"""
COPY = """
INSERT INTO engagements_subscription (user_id, kind, in_app, by_mail, days)
    SELECT user_id, 'silence', false, true, ARRAY[days] FROM engagements_digestsubscription;
UPDATE engagements_user u SET language = s.language FROM engagements_digestsubscription s WHERE s.user_id = u.id;
INSERT INTO engagements_letter (user_id, kind, day, state, tries, at, error)
    SELECT user_id, 'silence', week, CASE WHEN state = 'claimed' THEN 'sending' WHEN state = 'sent' THEN 'sent'
        WHEN tries < 5 THEN 'pending' ELSE 'failed' END, tries, at, error FROM engagements_digestletter;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
COPY_BACK = """
INSERT INTO engagements_digestsubscription (user_id, language, days)
    SELECT s.user_id, COALESCE(NULLIF(u.language, ''), 'ar'), s.days[1]
    FROM engagements_subscription s JOIN engagements_user u ON u.id = s.user_id WHERE s.kind = 'silence';
INSERT INTO engagements_digestletter (user_id, week, state, tries, at, error)
    SELECT user_id, day, CASE state WHEN 'sent' THEN 'sent' WHEN 'sending' THEN 'claimed' ELSE 'refused' END,
        tries, at, error FROM engagements_letter WHERE kind = 'silence';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("engagements", "0017_units_progress_proofs_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "followed follow-up",
                "verbose_name_plural": "followed follow-ups",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-day", "kind", "user"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "ordering": ["user", "kind"],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("ar", "Arabic"), ("en", "English")],
                db_default="",
                default="",
                max_length=2,
                verbose_name="language of letters",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="commitment",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="followed_by",
                to="engagements.commitment",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="following",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="commitment",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="notices",
                to="engagements.commitment",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.auditentry",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="letter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notices",
                to="engagements.letter",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                fields=("user", "commitment"), name="following_once_a_commitment"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("user", "kind", "day"), name="letter_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["silence", "managers", "reminders"])),
                name="letter_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "sending", "sent", "failed"])),
                name="letter_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "reminders"), ("day__week_day", 1), _connector="OR"),
                name="letter_of_a_week_begins_on_sunday",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_try_at", None), ("state", "pending"), _connector="OR"),
                name="letter_tried_again_if_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("in_app", True)),
                fields=["user", "-at", "kind", "by"],
                name="notice_of_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("in_app", True), ("read_at", None)),
                fields=["user"],
                include=("commitment",),
                name="notice_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mail", "waiting")), fields=["user", "id"], name="notice_to_be_mailed"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["at"], name="notice_by_age"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "commitment", "occasion"), name="notice_once_an_occasion"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("assigned", "due_soon", "overdue", "changed"))),
                name="notice_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail__in", ["none", "waiting", "told", "left_out"])),
                name="notice_mail_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", False), ("kind__in", ["due_soon", "overdue"])),
                    models.Q(("entry__isnull", False), ("kind__in", ["assigned", "changed"])),
                    _connector="OR",
                ),
                name="notice_tells_of_a_day_or_a_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter", None), ("mail", "told"), _connector="OR"),
                name="notice_in_a_letter_is_told",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["kind", "user"], name="subscription_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("user", "kind"), name="subscription_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["silence", "managers", "assigned", "due_soon", "overdue", "changed"])
                ),
                name="subscription_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
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
        ),
        migrations.RunSQL(GOES_WITH_THE_FOLLOW_UP, GOES_NO_MORE),
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.RemoveField(
            model_name="digestletter",
            name="user",
        ),
        migrations.RemoveField(
            model_name="digestsubscription",
            name="user",
        ),
        migrations.DeleteModel(
            name="DigestLetter",
        ),
        migrations.DeleteModel(
            name="DigestSubscription",
        ),
    ]
