"""What this app is asked, by noun."""
