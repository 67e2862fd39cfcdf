"""The design system both faces share: templates, tags, styles. Knows no domain."""
