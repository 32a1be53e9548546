"""Questions asked of files."""
