"""Pages of the service itself."""
