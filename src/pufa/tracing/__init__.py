"""Who reprinted us: finds copies of what was published, however disguised, keeps them as evidence, works them off."""
