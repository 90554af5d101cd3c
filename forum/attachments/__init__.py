"""Files that members attach: whose they are, what they are called, and (set by topics) which post carries them."""
