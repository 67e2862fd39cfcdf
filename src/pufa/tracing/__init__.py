"""Who reprinted us, whole, garbled or distorted: pages gathered, kept as evidence, judged and worked off."""
