"""What every route needs of HTTP: who asks, what a body holds, how a refusal reads."""
