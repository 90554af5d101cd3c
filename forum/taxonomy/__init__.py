"""Where topics stand: categories, forums, subforums, the rights on them, and tags."""
