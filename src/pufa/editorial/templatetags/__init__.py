"""Tags for the pages of brands, series, issues and pieces."""
