"""What managers see of their people's training: the budget, and skills against what titles need. docs/adr/0078."""
