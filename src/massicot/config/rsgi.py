"""The application behind granian's own interface, as `massicot serve` serves it."""

from massicot.config.server.front import Front
from massicot.config.wsgi import application

front = Front(application)
