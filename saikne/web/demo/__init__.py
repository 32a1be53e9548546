"""The demo service: built through actions from real figures, with people who do not exist."""
