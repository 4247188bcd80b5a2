"""The same three operations in Django REST Framework, as its documentation has one write them.

`gunicorn --chdir tests/bench/drf serve:application`, with DRF_DATABASE_URL. It identifies nobody and logs nothing.
"""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings

_AT = urlsplit(os.environ["DRF_DATABASE_URL"])
settings.configure(
    SECRET_KEY="of a bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="urls",
    USE_TZ=True,
    TIME_ZONE="UTC",
    MIDDLEWARE=[],
    INSTALLED_APPS=["rest_framework"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": _AT.hostname,
            "PORT": _AT.port,
            "NAME": _AT.path[1:],
            "USER": _AT.username,
            "PASSWORD": _AT.password,
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
