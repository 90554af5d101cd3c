"""Staff acts: each verb asks its policy and writes the log in the same transaction.

`actions` changes the state of topics and posts, `surgery` their place, `reports` answers readers, `members` deals
with people; `log` keeps what was done, `queries` reads it all for those who moderate.
"""
