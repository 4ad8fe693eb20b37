"""On PostgreSQL the index of the search also says what an entry is, how popular, and how its words begin.

GIN keeps no order and reads every posting of a word: of the thousands of films that have a common word or a word that
begins with "s", the search wants the hundred most popular. With these terms it asks among the most popular first.
"""

from django.db import migrations

# T: the kind of an entry, and that its place is among the most popular so many steps (see documents.place_of).
# P: the first one to four letters of each word. Upper case, so that no word of a title is among them.
FUNCTION = """
CREATE FUNCTION catalog_search_terms(kind integer, place bigint, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT array_to_tsvector(array(
    SELECT word FROM unnest(string_to_array(words, ' ')) AS word
    UNION SELECT 'P' || left(word, size) FROM unnest(string_to_array(words, ' ')) AS word, generate_series(1, 4) AS size
        WHERE length(word) >= size AND word NOT LIKE 'zq0%' AND word NOT LIKE 'zqy%'
    UNION SELECT 'T' || kind || 'x' || tier FROM unnest('{68,76,84,91,96}'::int[]) AS tier WHERE place >> 39 <= tier
))
$$
"""
COLUMN = "ALTER TABLE catalog_searchentry ADD COLUMN tsv tsvector GENERATED ALWAYS AS ({}) STORED"
# No list of what is still to be put in: each search would read all of it.
INDEX = "CREATE INDEX catalog_searchentry_tsv ON catalog_searchentry USING gin (tsv) WITH (fastupdate = off)"
DROP_COLUMN = "ALTER TABLE catalog_searchentry DROP COLUMN tsv"

# The planner has one way to answer; to look through what it knows of the words takes longer than the answer.
NO_STATISTICS = "ALTER TABLE catalog_searchentry ALTER COLUMN tsv SET STATISTICS 0"
# Words that end alike: see spelling._near_on_postgres.
ENDINGS = (
    'CREATE INDEX catalog_searchword_endings ON catalog_searchword (reverse(word) COLLATE "C") INCLUDE (word, entries)'
)

FORWARDS = [DROP_COLUMN, FUNCTION, COLUMN.format("catalog_search_terms(kind, place, words)"), INDEX, NO_STATISTICS, ENDINGS]
BACKWARDS = [
    "DROP INDEX catalog_searchword_endings",
    DROP_COLUMN,
    "DROP FUNCTION catalog_search_terms",
    COLUMN.format("array_to_tsvector(string_to_array(words, ' '))"),
    "CREATE INDEX catalog_searchentry_tsv ON catalog_searchentry USING gin (tsv)",
]


def on_postgres(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_chosen_movies")]

    operations = [migrations.RunPython(on_postgres(FORWARDS), on_postgres(BACKWARDS))]
