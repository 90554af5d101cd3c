"""Who is told of what: by a notice on the site (`inbox.tell`), by a mail of its own (`mailing.ask_for_mail`), or both.

Handlers of the outbox, one module for what they tell of. Where something is told both ways, the name of the notice's
handler begins with `notice_of`.
"""
