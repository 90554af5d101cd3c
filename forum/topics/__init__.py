"""Topics and their posts: the heart of the forum."""
