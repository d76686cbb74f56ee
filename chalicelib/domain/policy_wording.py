"""A refund policy in words, in every language that Foyer speaks to buyers: shown before they pay."""

from fractions import Fraction

from chalicelib.domain.policies import Policy, Rule
from chalicelib.kernel import money
from chalicelib.kernel.text import Texts

LANGUAGES = ("en", "de", "fr", "es")
_WORDS = {
    "en": {
        "none": "No refunds.",
        "ask": "Refunds only if the organizer agrees.",
        "rule": "Until {when} before the start: {share} back.",
        "fee": "Until {when} before the start: {share} back, less {fee} a ticket.",
        "start": "Until the start: {share} back.",
        "start_fee": "Until the start: {share} back, less {fee} a ticket.",
        "after": "After that nothing is refunded.",
        "keeps_fees": "Fees are not refunded.",
        "self_service": "You can cancel by yourself on the page of your order.",
        "days": "{count} days", "day": "1 day", "hours": "{count} hours", "hour": "1 hour",
        "all": "the full price",
    },
    "de": {
        "none": "Keine Erstattung.",
        "ask": "Erstattung nur, wenn der Veranstalter zustimmt.",
        "rule": "Bis {when} vor Beginn: {share} zurück.",
        "fee": "Bis {when} vor Beginn: {share} zurück, abzüglich {fee} je Ticket.",
        "start": "Bis zum Beginn: {share} zurück.",
        "start_fee": "Bis zum Beginn: {share} zurück, abzüglich {fee} je Ticket.",
        "after": "Danach wird nichts erstattet.",
        "keeps_fees": "Gebühren werden nicht erstattet.",
        "self_service": "Stornieren können Sie selbst auf der Seite Ihrer Bestellung.",
        "days": "{count} Tage", "day": "1 Tag", "hours": "{count} Stunden", "hour": "1 Stunde",
        "all": "der volle Preis",
    },
    "fr": {
        "none": "Aucun remboursement.",
        "ask": "Remboursement uniquement avec l’accord de l’organisateur.",
        "rule": "Jusqu’à {when} avant le début : {share} remboursé.",
        "fee": "Jusqu’à {when} avant le début : {share} remboursé, moins {fee} par billet.",
        "start": "Jusqu’au début : {share} remboursé.",
        "start_fee": "Jusqu’au début : {share} remboursé, moins {fee} par billet.",
        "after": "Ensuite, rien n’est remboursé.",
        "keeps_fees": "Les frais ne sont pas remboursés.",
        "self_service": "Vous pouvez annuler vous-même sur la page de votre commande.",
        "days": "{count} jours", "day": "1 jour", "hours": "{count} heures", "hour": "1 heure",
        "all": "le prix entier",
    },
    "es": {
        "none": "Sin reembolsos.",
        "ask": "Reembolso solo si el organizador está de acuerdo.",
        "rule": "Hasta {when} antes del comienzo: se devuelve {share}.",
        "fee": "Hasta {when} antes del comienzo: se devuelve {share}, menos {fee} por entrada.",
        "start": "Hasta el comienzo: se devuelve {share}.",
        "start_fee": "Hasta el comienzo: se devuelve {share}, menos {fee} por entrada.",
        "after": "Después no se devuelve nada.",
        "keeps_fees": "Los gastos no se devuelven.",
        "self_service": "Puede cancelar por su cuenta en la página de su pedido.",
        "days": "{count} días", "day": "1 día", "hours": "{count} horas", "hour": "1 hora",
        "all": "el precio entero",
    },
}  # fmt: skip


def terms(policy: Policy, currency: str) -> Texts:
    """Language → what the policy says, for whoever pays in this currency."""
    return {language: " ".join(_sentences(policy, currency, words)) for language, words in _WORDS.items()}


def _sentences(policy: Policy, currency: str, words: dict[str, str]) -> list[str]:
    if policy.refunds != "rules":
        return [words[policy.refunds]]
    said = [_rule(rule, currency, words) for rule in policy.rules]
    said.append(words["after"])
    said += [words[name] for name in ("keeps_fees", "self_service") if getattr(policy, name)]
    return said


def _rule(rule: Rule, currency: str, words: dict[str, str]) -> str:
    fee = rule.fee_minor.get(currency, 0)
    share = words["all"] if Fraction(rule.percent) == 100 else f"{rule.percent} %"
    kind = ("start_fee" if fee else "start") if not rule.hours_before else "fee" if fee else "rule"
    said = {"when": _when(rule.hours_before, words), "share": share, "fee": money.to_text(fee, currency)}
    return words[kind].format_map(said)


def _when(hours: int, words: dict[str, str]) -> str:
    days, rest = divmod(hours, 24)
    count, unit = (hours, "hour") if rest or not days else (days, "day")
    return words[unit] if count == 1 else words[f"{unit}s"].format(count=count)
