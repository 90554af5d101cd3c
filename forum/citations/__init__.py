"""The pages of the law: what is known of a reference, and the topics that cite it as their reader may see them."""
