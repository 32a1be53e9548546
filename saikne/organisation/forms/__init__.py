"""Shape of what is typed about the service."""
