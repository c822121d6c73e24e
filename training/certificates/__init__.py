"""What a person has from a completed course: a certificate with its page, its PDF and its badge. docs/adr/0077."""
