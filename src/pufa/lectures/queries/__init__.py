"""Reading kits and visits."""

from pufa.lectures.queries.lectures import lecturers, public_kits, ratings, roster, sifted

__all__ = ["lecturers", "public_kits", "ratings", "roster", "sifted"]
