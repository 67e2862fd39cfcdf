"""The pages: doors, one's own account, people, organisations, imports."""
