"""THE table "after X, do Y and Z". Nothing else in the forum reacts to anything."""

from forum import outbox
from forum.notifications import accounts as tell_of_accounts
from forum.notifications import answers as tell_of_answers
from forum.notifications import experts as tell_of_experts
from forum.notifications import guides as tell_of_guides
from forum.notifications import messages as tell_of_messages
from forum.notifications import moderation as tell_of_moderation
from forum.notifications import replies, searches
from forum.notifications import resources as tell_of_resources
from forum.outbox import Event, Handler
from forum.resources import handlers as resources
from forum.search import alerts
from forum.search import indexing as search
from forum.web import letters, noticemail

_TABLE: tuple[tuple[Event, str, Handler], ...] = (
    # event, stable name of the handler, the handler; a post that waited is created for its readers once approved
    (Event.POST_HIDDEN, "tell-author", tell_of_moderation.author_of_hidden_post),
    (Event.TOPIC_MOVED, "tell-author", tell_of_moderation.author_of_moved_topic),
    (Event.POST_HELD, "tell-moderators", tell_of_moderation.moderators_of_held_post),
    (Event.POST_APPROVED, "tell-author", tell_of_moderation.author_of_approved_post),
    (Event.ANSWER_VERIFIED, "tell-asker", tell_of_answers.asker_of_verified_answer),
    (Event.ANSWER_PROPOSED, "tell-asker", tell_of_answers.asker_of_proposed_answer),
    (Event.ANSWER_ACCEPTED, "tell-author", tell_of_answers.author_of_accepted_answer),
    (Event.REPORT_MADE, "tell-moderators", tell_of_moderation.moderators_of_report),
    (Event.REPORT_CLOSED, "tell-reporter", tell_of_moderation.reporter_of_closed_report),
    (Event.MEMBER_WARNED, "tell-member", tell_of_moderation.warned_member),
    (Event.MEMBER_SUSPENDED, "tell-member", tell_of_moderation.suspended_member),
    (Event.EXPERT_APPLIED, "tell-staff", tell_of_experts.staff_of_request),
    (Event.EXPERT_ACCEPTED, "tell-expert", tell_of_experts.applicant_of_acceptance),
    (Event.EXPERT_REFUSED, "tell-expert", tell_of_experts.applicant_of_refusal),
    (Event.EXPERT_REVOKED, "tell-expert", tell_of_experts.expert_of_revocation),
    (Event.EXPERT_EXPIRING, "tell-expert", tell_of_experts.expert_of_coming_end),
    (Event.EXPERT_EXPIRED, "tell-expert", tell_of_experts.expert_of_end),
    (Event.ACCOUNT_WAITS, "tell-administrators", tell_of_accounts.administrators_of_waiting_account),
    (Event.ACCOUNT_APPROVED, "tell-member", tell_of_accounts.member_of_approval),
    (Event.ACCOUNT_CLOSED, "tell-member", tell_of_accounts.member_of_closing),
    (Event.PASSWORD_CHANGED, "tell-member", tell_of_accounts.member_of_new_password),
    (Event.SECOND_FACTOR_CHANGED, "tell-member", tell_of_accounts.member_of_second_factor),
    (Event.DELETION_DROPPED, "tell-member", tell_of_accounts.member_of_kept_account),
    (Event.EMAIL_CHANGED, "tell-old-address", tell_of_accounts.old_address_of_change),
    (Event.MESSAGE_SENT, "notice", tell_of_messages.people_of_conversation),
    (Event.MESSAGE_REPORTED, "tell-moderators", tell_of_messages.moderators_of_message),
    (Event.MESSAGE_REPORT_CLOSED, "tell-reporter", tell_of_messages.reporter_of_message),
    (Event.TOPIC_CREATED, "notice", replies.readers_of_post),
    (Event.POST_CREATED, "notice", replies.readers_of_post),
    (Event.ANSWER_ACCEPTED, "notice", tell_of_answers.notice_of_accepted_answer),
    (Event.ANSWER_VERIFIED, "notice", tell_of_answers.notice_of_verified_answer),
    (Event.ANSWER_PROPOSED, "notice", tell_of_answers.notice_of_proposed_answer),
    (Event.POST_HIDDEN, "notice", tell_of_moderation.notice_of_hidden_post),
    (Event.MEMBER_WARNED, "notice", tell_of_moderation.notice_of_warning),
    (Event.EXPERT_ACCEPTED, "notice", tell_of_experts.notice_of_recognition),
    (Event.EXPERT_REFUSED, "notice", tell_of_experts.notice_of_refusal),
    (Event.SEARCH_MATCHED, "notice", searches.keeper_of_search),
    (Event.TOPIC_CREATED, "alerts", alerts.note_post),
    (Event.POST_CREATED, "alerts", alerts.note_post),
    (Event.POST_EDITED, "alerts", alerts.note_post),
    (Event.POST_RESTORED, "alerts", alerts.note_post),
    (Event.TOPIC_CHANGED, "alerts", alerts.note_topic),
    (Event.GUIDE_EDIT_PROPOSED, "notice", tell_of_guides.keepers_of_edit),
    (Event.GUIDE_EDIT_ACCEPTED, "notice", tell_of_guides.writer_of_accepted_edit),
    (Event.GUIDE_EDIT_DECLINED, "notice", tell_of_guides.writer_of_declined_edit),
    (Event.RESOURCE_PROPOSED, "notice", tell_of_resources.keepers_of_proposal),
    (Event.RESOURCE_SHOWN, "notice", tell_of_resources.proposer_of_shown),
    (Event.RESOURCE_DECLINED, "notice", tell_of_resources.proposer_of_declined),
    (Event.POST_EDITED, "resources", resources.list_of_edited_post),
    (Event.TOPIC_CREATED, "index", search.note_post),
    (Event.POST_CREATED, "index", search.note_post),
    (Event.POST_EDITED, "index", search.note_post),
    (Event.POST_HIDDEN, "index", search.note_post),
    (Event.POST_RESTORED, "index", search.note_post),
    (Event.TOPIC_CHANGED, "index", search.note_topic),
    (Event.TOPIC_MOVED, "index", search.note_topic),
    (Event.ACCOUNT_ERASED, "index", search.note_erased),
    (Event.ANSWER_ACCEPTED, "index", search.note_fact),
    (Event.ANSWER_UNACCEPTED, "index", search.note_fact),
    (Event.TOPIC_MARKED_DUPLICATE, "index", search.note_fact),
    (Event.TOPIC_UNMARKED_DUPLICATE, "index", search.note_fact),
    (Event.VOTE_CAST, "index", search.note_fact),
    (Event.VOTE_WITHDRAWN, "index", search.note_fact),
)
_SLOW: tuple[tuple[Event, str, Handler], ...] = (
    # these speak to the outside, and so run outside any write transaction
    (Event.MAIL_WANTED, "mail", letters.send_wanted),
    (Event.NOTICE_MADE, "mail", noticemail.send_notice),
    (Event.DIGEST_DUE, "mail", noticemail.send_digest),
    (Event.CONFIRMATION_ASKED, "mail", letters.send_confirmation),
    (Event.REGISTRATION_REPEATED, "mail", letters.send_reminder),
    (Event.RESET_ASKED, "mail", letters.send_reset),
    (Event.EMAIL_CHANGE_ASKED, "mail", letters.send_new_email),
    (Event.DELETION_ASKED, "mail", letters.send_deletion),
    (Event.CLAIM_OFFERED, "mail", letters.send_claim),
    (Event.TRIAL_ASKED, "mail", letters.send_trial),
)


def join() -> None:
    """Join every handler to its event."""
    outbox.reset()
    for event, name, handler in _TABLE:
        outbox.register(event, name, handler)
    for event, name, handler in _SLOW:
        outbox.register(event, name, handler, slow=True)
