"""500 people go for 30 seats through the real web server: `python -m tests.proof.seats`."""
