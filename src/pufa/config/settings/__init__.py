"""Settings by kind of installation: `embedded` (one machine, SQLite), `cluster` (PostgreSQL and Redis), `test`."""
