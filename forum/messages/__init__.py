"""Private messages: conversations of two or more people, who may write to whom, and whom one would rather not hear."""
