"""Run on the host as the project's user, against a release that does not serve yet."""

import importlib
import os
import sys
import traceback

from django.apps import apps


def keep_managed_environment():
    """A file of environment variables wins over what the unit itself sets."""
    named = os.environ["DJANGO_SETTINGS_MODULE"]
    if named != "deployed_settings":
        raise RuntimeError(
            f"DJANGO_SETTINGS_MODULE is {named} in the environment, which goes past the managed settings;"
            " take it out of the file that unitOverrides.EnvironmentFile names"
        )


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


STEPS = (keep_managed_environment, load_settings, check, import_application, keep_managed_settings, collect_static)
for step in STEPS:
    try:
        step()
    except Exception as error:
        traceback.print_exc()
        sys.exit(f"{step.__name__.replace('_', ' ')}: {type(error).__name__}: {error}")
