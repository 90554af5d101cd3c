"""Search: what is asked (`query`), what answers (`backend`), how what is written becomes findable (`indexing`).

Posts are what is indexed, topics are what is found. Only the worker writes the index; every right is in the engine's
own filter, and once more in the SQL that reads what is shown.
"""
