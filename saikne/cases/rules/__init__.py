"""Pure rules of this room: facts in, plain answers out."""
