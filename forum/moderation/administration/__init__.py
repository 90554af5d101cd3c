"""What administrators do to the site: each verb asks whether the actor administers it, acts, and writes the log.

`forums` and `tags` deal with where topics stand, `people` and `groups` with who may what, `site` with settings, pages
and the outbox; `acts` names every act, `queries` reads for the pages of the administration.
"""
