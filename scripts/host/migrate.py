"""Run on the host as the project's user, just before the pre-flight boot."""

import django
from django.conf import settings
from django.core.management import call_command

django.setup()
# A project may have no database at all.
if settings.DATABASES.get("default", {}).get("ENGINE", "").rpartition(".")[2] not in ("", "dummy"):
    call_command("migrate", interactive=False)
