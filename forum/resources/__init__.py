"""Resources: the pages worth reading that a topic gathers, proposed by members, and whether they still answer."""
