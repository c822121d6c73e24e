"""The catalogue of courses: what `/training/` asks, finds, counts and shows."""
