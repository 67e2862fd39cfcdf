"""The design system both faces use: tokens, page frames, parts, template tags; knows no domain and no models."""
