"""What is measured: one module a subject, each with `measure(lab) -> list[Measurement]`. Listed in `bench.__main__`."""
