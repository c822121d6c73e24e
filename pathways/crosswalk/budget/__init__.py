"""The city's yearly budget of positions: read, folded into titles, compared, and two years set side by side."""
