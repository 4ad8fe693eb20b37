"""The full-text half of the search, in each database's own terms."""

from django.db import migrations

SQLITE = [
    f"CREATE VIRTUAL TABLE catalog_search_{kind} USING fts5(words, content='', tokenize='ascii', detail=none, "
    "columnsize=0, prefix='1 2 3')"
    for kind in ("movie", "person")
]
SQLITE_BACK = [f"DROP TABLE catalog_search_{kind}" for kind in ("movie", "person")]
POSTGRES = [
    "ALTER TABLE catalog_searchentry ADD COLUMN tsv tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX catalog_searchentry_tsv ON catalog_searchentry USING gin (tsv)",
    'CREATE INDEX catalog_searchword_bytes ON catalog_searchword (word COLLATE "C") INCLUDE (entries)',
]
POSTGRES_BACK = ["DROP INDEX catalog_searchword_bytes", "ALTER TABLE catalog_searchentry DROP COLUMN tsv"]


def forwards(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRES})


def backwards(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRES_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_curators")]

    operations = [migrations.RunPython(forwards, backwards)]
