"""From a file that someone sends to rows that the portal holds: read, match headers, preview, apply, report.

Every import, by command or by screen, is `machine.run(importer, table, ...)`. An app supplies an `Importer` (how its
rows are read, matched and compared); the rest is here. docs/adr/0030 tells how the parts fit.
"""
