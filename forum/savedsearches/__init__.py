"""Searches that a member keeps by name, to be asked again, and to be told of what is new for them."""
