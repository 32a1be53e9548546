"""Plain Python without Django: how tables are written as files."""
