"""The composition root: settings, addresses, servers and the command line. The only place that knows every app."""
