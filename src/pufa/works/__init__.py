"""Hit works with makers, rights and awards, media with captions, and the heritage the programme draws on."""
