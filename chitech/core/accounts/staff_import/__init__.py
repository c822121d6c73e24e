"""The city's staff list, as its payroll gives it out: read, matched, compared, and who is missing from it."""
