"""Django as a plain WSGI application: what the front hands every request to that it does not answer itself."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pufa.config.settings.embedded")
application = get_wsgi_application()
