"""Staff acts: each verb asks its policy and writes the log in the same transaction."""
