"""Online law education (网络普法) for a city: write once, review three times, publish, count, report."""
