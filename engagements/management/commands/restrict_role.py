"""`manage.py restrict_role NAME`: grants a database role exactly the rights that the application needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

if TYPE_CHECKING:
    from argparse import ArgumentParser

TRAIL, CHAIN, MIGRATIONS = "engagements_auditentry", "engagements_auditlink", "django_migrations"


class Command(BaseCommand):
    help = (
        "Gives a role of the database what the application needs: rows of all tables, of the trail new ones only, "
        "no tables, triggers or functions. Run by the owner, again after each upgrade."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the role with which web servers and workers connect")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        _refuse_unless_harmless(name)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_schema()")
            database, schema = cursor.fetchone()
            for statement in _GRANTS.strip().splitlines():
                cursor.execute(
                    sql.SQL(statement).format(
                        role=sql.Identifier(name),
                        database=sql.Identifier(database),
                        schema=sql.Identifier(schema),
                        trail=sql.Identifier(schema, TRAIL),
                        chain=sql.Identifier(schema, CHAIN),
                        migrations=sql.Identifier(schema, MIGRATIONS),
                    )
                )
        self.stdout.write(f"{name} may now serve the register, and only add to its audit trail.")


def _refuse_unless_harmless(name: str) -> None:
    """Raises CommandError if the role does not exist, or could get around these grants."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE, [TRAIL, name])
        row = cursor.fetchone()
    if row is None:
        raise CommandError(
            f"There is no role {name}. As the database's administrator: CREATE ROLE {name} LOGIN …"
        )
    if any(row):
        why = [word for word, is_so in zip(_POWERS, row, strict=True) if is_so]
        raise CommandError(f"{name} could change the trail all the same: it {' and '.join(why)}.")


_POWERS = (
    "is a superuser",
    "may make roles",
    "bypasses row security",
    "may replicate",
    "is, or may become, the owner of the tables",
)
_ROLE = """
SELECT rolsuper, rolcreaterole, rolbypassrls, rolreplication,
    pg_has_role(oid, (SELECT relowner FROM pg_class WHERE oid = %s::regclass), 'MEMBER')
FROM pg_roles WHERE rolname = %s
"""
_GRANTS = """
GRANT CONNECT ON DATABASE {database} TO {role}
GRANT USAGE ON SCHEMA {schema} TO {role}
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role}
REVOKE ALL ON {trail}, {chain}, {migrations} FROM PUBLIC, {role}
GRANT SELECT, INSERT ON {trail} TO {role}
GRANT SELECT ON {chain}, {migrations} TO {role}
"""
