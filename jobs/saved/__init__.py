"""Saved searches with their alerts, and saved openings. docs/adr/0055."""
