"""Run on the host as the project's user, against a release that does not serve yet."""

import importlib
import os
import sys
import traceback

from django.apps import apps


def load_settings():
    import django

    django.setup()


def check():
    from django.core.management import call_command

    call_command("check")


def import_application():
    """Import it as gunicorn will; it may change the settings module before Django reads it."""
    importlib.import_module(f"{sys.argv[1]}.wsgi").application


def collect_static():
    from django.core.management import call_command

    if apps.is_installed("django.contrib.staticfiles"):
        call_command("collectstatic", interactive=False, verbosity=0)


def keep_managed_settings():
    if os.environ["DJANGO_SETTINGS_MODULE"] != "deployed_settings":
        raise RuntimeError(
            "wsgi.py sets DJANGO_SETTINGS_MODULE whatever it was; use os.environ.setdefault, as startproject does"
        )


for step in (load_settings, check, import_application, keep_managed_settings, collect_static):
    try:
        step()
    except Exception as error:
        traceback.print_exc()
        sys.exit(f"{step.__name__.replace('_', ' ')}: {type(error).__name__}: {error}")
