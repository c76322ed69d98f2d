"""What a newsroom costs: budgets of calls, AWS's prices, and the bill that follows from both."""
