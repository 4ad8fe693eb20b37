"""A new database with the starter catalogue. Runs in Django."""

import sys

from django.core.management import call_command

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_starter", stdout=sys.stderr)
