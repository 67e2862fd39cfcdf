"""The fast lane in front of Django: ready-made pages, purged the moment they change."""
