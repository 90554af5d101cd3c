"""Who is told of what, and by which way. For now by mail; in-site notifications come with their own tables."""
