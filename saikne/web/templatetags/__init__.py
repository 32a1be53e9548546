"""Tags of the roof's own pages."""
