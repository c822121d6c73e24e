"""`make bench`: how fast the portal is, measured against what Django itself can do on the same machine in the same run.

Method and figures: docs/performance.md. Not part of the portal: nothing imports it, and the image leaves it out. A new
subject (how fast messages go out, say) is a module in `bench/subjects/` with a function `measure`.
"""
