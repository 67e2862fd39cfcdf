"""Festival events: forums with agenda, speakers, badges and minutes; the exhibition with its panels."""
