"""Campaigns with their theme days, and the activities of the last mile: planned, signed up for, held, recorded."""
