"""The door for servers and for `flask --app wsgi`."""

import sys

from forum.app import create_app
from forum.config import BadSetting

try:
    app = create_app()
except BadSetting as error:
    sys.exit(f"Error: {error}")
