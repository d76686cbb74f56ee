"""What Stripe still wants to know of an organizer, in words."""

# Stripe's machine-readable names, by their most telling part: the first that occurs decides.
# https://docs.stripe.com/connect/handling-api-verification
_WORDS = (
    ("verification.document", "a photo of an identity document"),
    ("proof_of", "a document about the business"),
    ("documents", "a document about the business"),
    ("external_account", "the bank account for payouts"),
    ("bank_account", "the bank account for payouts"),
    ("outbound_destination", "the bank account for payouts"),
    ("tos_acceptance", "that Stripe's terms are accepted"),
    ("terms_of_service", "that Stripe's terms are accepted"),
    ("attestations", "that Stripe's terms are accepted"),
    ("date_of_birth", "a date of birth"),
    ("dob", "a date of birth"),
    ("id_number", "a tax or identity number"),
    ("tax_id", "a tax or identity number"),
    ("address", "an address"),
    ("given_name", "a first name"),
    ("first_name", "a first name"),
    ("surname", "a last name"),
    ("last_name", "a last name"),
    ("registered_name", "the business's registered name"),
    ("persons", "who owns and who directs the business"),
    ("owners", "who owns and who directs the business"),
    ("directors", "who owns and who directs the business"),
    ("representative", "who represents the business"),
    ("statement_descriptor", "the name that appears on buyers' statements"),
    ("product_description", "what is sold"),
    ("mcc", "what kind of business it is"),
    ("business_type", "what kind of business it is"),
    ("entity_type", "what kind of business it is"),
    ("country", "the country"),
    ("url", "a website"),
    ("phone", "a phone number"),
    ("email", "an e-mail address"),
    ("support", "how buyers reach the business"),
)


def in_words(name: str) -> str:
    """A requirement as a person would say it; one that we have no words for is said as Stripe names it."""
    for part, words in _WORDS:
        if part in name:
            return words
    return name.rpartition(".")[2].replace("_", " ") or "more details"
