"""The tracing room's pages at the desk."""
