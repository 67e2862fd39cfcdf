"""Reading campaigns and activities."""

from pufa.events.queries.activities import (
    by_district,
    coming,
    doubles,
    month_span,
    months,
    public,
    same_pictures,
    sifted,
    to_record,
    whole,
)

__all__ = [
    "by_district", "coming", "doubles", "month_span", "months", "public", "same_pictures", "sifted", "to_record",
    "whole",
]  # fmt: skip
