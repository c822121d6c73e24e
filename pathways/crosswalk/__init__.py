"""From old titles to refreshed ones: what the budget has, what HR decides, and what people are told."""
