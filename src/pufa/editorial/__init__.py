"""What the office writes: brands, series by issue, pieces."""
