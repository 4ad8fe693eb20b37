import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from netflixclone.start import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netflixclone.settings")
application = get_wsgi_application()
refuse_unsafe_start()
connections.close_all()  # workers that are forked from here must not share one
