"""What each fact may say, all of it at once: the details of the golden envelopes, which programs outside rely on."""

from typing import Any

_AT = "2031-05-02T12:00:00.000Z"
_EXPIRES = {"expires_at": _AT}
_MONEY = {"payment_id": "pay_1", "amount_minor": 2500}
_REFUND = {"refund_id": "ref_1", "amount_minor": 2500, "reason": "buyer_asked"}
_DISPUTE = {"dispute_id": "dp_1", "amount_minor": 2500, "state": "NEEDS_ANSWER"}
_INVOICE = {"invoice_id": "inv_1", "number": "2031-000007", "amount_minor": 2500}
_RELEASE = {"release_id": "rel_1", "pool_id": "pool_1", "capacity": 100}
_COPY = {"copy_of": "evt_2"}

# By the fact's name. Not each fact says all of this: what it does not know, or what has not changed, is left out.
DETAILS: dict[str, dict[str, Any]] = {
    "AccountChanged": {"fields": ["invoicing"]},
    "AccountClaimed": {},
    "AccountCreated": {},
    "OrganizerAdded": {},
    "OrganizerChanged": {"fields": ["bio", "privacy"]},
    "AuditExported": {"format": "csv"},
    "AuthenticatorAdded": {"link_id": "lnk_1"},
    "AuthenticatorRemoved": {},
    "BlockMade": {"block_id": "blk_1", "product_id": "prd_1", "units": 20, "dates": ["occ_1"]},
    "BlockReleased": {"block_id": "blk_1", "units": 20},
    "CancellationFinished": {"done": 40, "by_hand": 2, "failed": 0},
    "CancellationStarted": {"run": 1, "refund": "full"},
    "CapacityReached": {"pool_id": "pool_1", "percent": 90, "capacity": 100, "date": "occ_1"},
    "CardKept": {"card_id": "card_1"},
    "CardLetGo": {"card_id": "card_1"},
    "CardRefused": {"order_id": "ord_1", "reason": "card_declined"},
    "CatalogueChanged": {
        "product_id": "prd_1", "category_id": "cat_1", "tax_id": "tax_1", "fee_id": "fee_1", "question_id": "que_1",
        "pool_id": "pool_1", "fields": ["name"], "added": True, "removed": True, "renamed": True,
        "ordered": "products", "members_added": 3, "members_removed": 1,
    },
    "CodeAdded": {"promo_id": "promo_1", "max_uses": 50},
    "CodeChanged": {"promo_id": "promo_1", "fields": ["max_uses"], "removed": True},
    "CreditNoteIssued": _INVOICE,
    "DisputeAnswered": {"dispute_id": "dp_1", "final": True},
    "DisputeClosed": _DISPUTE | {"state": "LOST"},
    "DisputeOpened": _DISPUTE,
    "EmailChangeAsked": {"link_id": "lnk_1"},
    "EmailChangeUndone": {},
    "EmailChanged": {"link_id": "lnk_1", "session_id": "ses_1"},
    "EmailConfirmationAsked": {"link_id": "lnk_1"},
    "EmailConfirmed": {},
    "EventArchived": {},
    "EventCancelled": {},
    "EventChanged": {"fields": ["title"], "version": 2},
    "EventCreated": _COPY,
    "EventPostponed": {},
    "EventPublished": {},
    "EventRescheduled": {"rescheduling_id": "rsc_1"},
    "EventResumed": {},
    "FactorsUndone": {},
    "InstalmentFallsDue": {"part": 2, "due_at": _AT},
    "InstalmentOverdue": {"part": 2, "due_at": _AT},
    "InstalmentPaid": _MONEY | {"parts": [2], "of": 3},
    "InstalmentRefused": {"part": 2, "due_at": _AT, "reason": "card_declined", "attempt": 1},
    "InstalmentsChanged": {"fields": ["due_at"]},
    "InvitationRevoked": {},
    "InvoiceIssued": _INVOICE,
    "KeyMade": {"permissions": ["events.read"], "places": ["evt_1"]},
    "KeyRevoked": {},
    "MailSent": {"mail": "confirmation"},
    "MemberChanged": {"grants": ["check_in@evt_1"], "before": ["admin"]},
    "MemberInvited": {"grants": ["check_in@evt_1"]},
    "MemberJoined": {"grants": ["check_in@evt_1"]},
    "MemberRemoved": {"before": ["admin"]},
    "MemberSignedIn": {"method": "password"},
    "MemberSignedOut": {"session_id": "ses_1"},
    "MerchantChanged": {"status": "lost", "because": "disconnected", "reason": "fees"},
    "MfaRequirementChanged": {"is_required": True},
    "OccurrenceChanged": {"occurrence_id": "occ_1", "fields": ["prices"], "status": "CANCELLED"},
    "OccurrencesAdded": {"count": 12},
    "OrderApproved": _EXPIRES,
    "OrderAwaitsApproval": _EXPIRES,
    "OrderAwaitsPayment": _EXPIRES,
    "OrderCancelled": {"units": 2, "reason": "buyer_asked"},
    "OrderEdited": {"fields": ["buyer_name"], "number": 1},
    "OrderExpired": {"units": 2},
    "OrderNeedsReview": _MONEY | {"reasons": ["wrong_amount"]},
    "OrderPaid": _MONEY | {"reason": "payment_received", "block_id": "blk_1"},
    "OrderReserved": {"units": 2, "total_minor": 5000, "dates": ["occ_1"]} | _EXPIRES,
    "PasswordChanged": {"session_id": "ses_1"},
    "PasskeyAdded": {"passkey_id": "pky_1", "link_id": "lnk_1"},
    "PasskeyNamed": {"passkey_id": "pky_1"},
    "PasskeyRemoved": {"passkey_id": "pky_1"},
    "PaymentCorrected": _MONEY,
    "PaymentFailed": _MONEY | _EXPIRES,
    "PaymentFallsDue": {},
    "PaymentNoted": _MONEY | {"method": "bank"},
    "PaymentProcessing": _MONEY,
    "PaymentSettingsChanged": {
        "methods": ["sepa_debit"], "fields": ["orders_per_card"], "connected": "paypal", "disconnected": "paypal",
    },
    "PaymentStarted": _MONEY,
    "PlatformFeesChanged": {"percent": "2.9", "fixed": {"EUR": 30}, "is_exempt": False},
    "PoolAdded": {"pool_id": "pool_1", "capacity": 100},
    "PoolResized": {"pool_id": "pool_1", "before": 100, "capacity": 120, "dates": ["occ_1"]},
    "ProductAdded": {"product_id": "prd_1", "capacity": 100},
    "RecoveryCodeUsed": {"left": 9},
    "RecoveryCodesMade": {"link_id": "lnk_1"},
    "RefundFailed": _REFUND,
    "RefundPending": _REFUND,
    "RefundRequested": _REFUND | {"is_paced": True},
    "RefundSucceeded": _REFUND,
    "ReleaseDropped": {"release_id": "rel_1", "pool_id": "pool_1"},
    "ReleaseFailed": {"release_id": "rel_1", "pool_id": "pool_1", "problem": "below_sold"},
    "ReleasePlanned": _RELEASE,
    "RoleChanged": {"permissions": ["events.read"], "before": ["orders.read"]},
    "RoleMade": {"permissions": ["events.read"]},
    "RoleRemoved": {"before": ["events.read"]},
    "SessionStolen": {"session_id": "ses_1"},
    "TemplateSaved": _COPY,
    "TicketAdmitted": {"number": 1, "list_id": "list_1"},
    "TicketsIssued": {"tickets": 2},
    "TicketsReturned": {"units": 1, "reason": "buyer_asked", "tickets": [1], "decision": 1, "dates": ["occ_1"]},
    "TicketsRevalidated": {"tickets": 2},
    "WaitlistJoined": {"product_id": "prd_1", "occurrence_id": "occ_1", "quantity": 2},
    "WaitlistLeft": {"product_id": "prd_1"},
    "WaitlistOffered": {"order_id": "ord_1", "by_card": True},
    "WebhookAdded": {"types": ["order.paid"]},
    "WebhookChanged": {"fields": ["url"]},
    "WebhookGone": {},
    "WebhookRemoved": {},
    "WebhookSecretRotated": {"old_ends_at": _AT},
    "WorkflowFailed": {"workflow": "fulfil_order", "error": "Unreachable"},
}  # fmt: skip


def unknown_details(name: str, data: dict[str, Any]) -> list[str]:
    """What a fact says although its sample does not, or in another kind of value; nothing known is `null`."""
    sample = DETAILS[name]
    return [
        f"{name}.{key}: {value!r}"
        for key, value in data.items()
        if key not in sample or (value is not None and type(value) is not type(sample[key]))
    ]
