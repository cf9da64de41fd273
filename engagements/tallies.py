"""The figures that the database keeps (models.Tally), asked and rolled up."""

from __future__ import annotations

from django.db import connection, transaction

_ROLL_UP = """
    WITH many AS (
        SELECT shelf, what, key, hidden FROM engagements_tally GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR sum(n) = 0
    ), gone AS (
        DELETE FROM engagements_tally t USING many m
        WHERE (t.shelf, t.what, t.key, t.hidden) = (m.shelf, m.what, m.key, m.hidden)
        RETURNING t.shelf, t.what, t.key, t.hidden, t.n
    )
    INSERT INTO engagements_tally (shelf, what, key, hidden, n)
    SELECT shelf, what, key, hidden, sum(n) FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
"""


@transaction.atomic
def roll_up() -> None:
    """Makes one row of the rows of each key. The sums stay what they are, whoever writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP)
