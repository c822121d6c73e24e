"""A catalogue of courses from a file: read, matched by its source's numbers, compared, written. docs/adr/0074."""
