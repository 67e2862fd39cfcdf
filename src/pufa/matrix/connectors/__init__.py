"""One folder for each kind of platform; every folder can be deleted without touching another."""
