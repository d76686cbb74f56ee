"""What invoices say in each language, and how its readers write dates and amounts."""

from dataclasses import dataclass
from datetime import date

from chalicelib.kernel import money

_KEYS = (
    "invoice", "credit_note", "proforma", "number", "date", "order", "event", "supplied", "bill_to", "tax_id", "item",
    "quantity", "price", "net", "tax", "gross", "discount", "including", "net_total", "on", "total", "paid", "refunded",
    "card", "bank", "cash", "due", "pay_by", "credits", "no_invoice", "amounts_in", "page",
)  # fmt: skip
_WORDS = {
    "en": (
        "Invoice", "Credit note", "Pro forma invoice", "Number", "Date", "Order", "Event", "Date of event", "Bill to",
        "Tax ID", "Item", "Qty", "Price", "Net", "Tax", "Gross", "Discount", "Including", "Total net", "on", "Total",
        "Paid on {date}", "Paid back on {date}", "by card", "by bank transfer", "in cash", "Amount due",
        "To be paid by {date}", "Corrects invoice {number} of {date}.",
        "This is not a tax invoice. It says what there will be to pay.", "Amounts in {currency}", "Page {page} of {of}",
    ),
    "de": (
        "Rechnung", "Rechnungskorrektur", "Proforma-Rechnung", "Nummer", "Datum", "Bestellung", "Veranstaltung",
        "Veranstaltungstag", "Rechnung an", "USt-IdNr. / Steuernr.", "Position", "Menge", "Preis", "Netto", "Steuer",
        "Brutto", "Rabatt", "Enthält", "Summe netto", "auf", "Gesamtbetrag", "Bezahlt am {date}",
        "Erstattet am {date}", "per Karte", "per Überweisung", "bar", "Offener Betrag", "Zahlbar bis {date}",
        "Korrigiert die Rechnung {number} vom {date}.", "Dies ist keine Rechnung im Sinne des Umsatzsteuergesetzes.",
        "Beträge in {currency}", "Seite {page} von {of}",
    ),
    "fr": (
        "Facture", "Avoir", "Facture pro forma", "Numéro", "Date", "Commande", "Événement", "Date de l’événement",
        "Facturé à", "N° de TVA", "Désignation", "Qté", "Prix", "HT", "Taxe", "TTC", "Remise", "Dont", "Total HT",
        "sur", "Total TTC", "Payé le {date}", "Remboursé le {date}", "par carte",
        "par virement", "en espèces", "Montant dû", "À payer avant le {date}",
        "Rectifie la facture {number} du {date}.", "Ce document n’est pas une facture.", "Montants en {currency}",
        "Page {page} sur {of}",
    ),
    "es": (
        "Factura", "Factura rectificativa", "Factura proforma", "Número", "Fecha", "Pedido", "Evento",
        "Fecha del evento", "Facturar a", "NIF", "Concepto", "Cant.", "Precio", "Base", "Impuesto", "Importe",
        "Descuento", "Incluye", "Base total", "sobre", "Total", "Pagado el {date}",
        "Reembolsado el {date}", "con tarjeta", "por transferencia", "en efectivo", "Importe pendiente",
        "A pagar antes del {date}", "Rectifica la factura {number} del {date}.", "Este documento no es una factura.",
        "Importes en {currency}", "Página {page} de {of}",
    ),
    "it": (
        "Fattura", "Nota di credito", "Fattura proforma", "Numero", "Data", "Ordine", "Evento", "Data dell’evento",
        "Intestata a", "P. IVA / C.F.", "Descrizione", "Q.tà", "Prezzo", "Imponibile", "Imposta", "Importo", "Sconto",
        "Di cui", "Totale imponibile", "su", "Totale", "Pagato il {date}", "Rimborsato il {date}",
        "con carta", "con bonifico", "in contanti", "Importo dovuto", "Da pagare entro il {date}",
        "Rettifica la fattura {number} del {date}.", "Questo documento non è una fattura.", "Importi in {currency}",
        "Pagina {page} di {of}",
    ),
    "nl": (
        "Factuur", "Creditnota", "Proformafactuur", "Nummer", "Datum", "Bestelling", "Evenement",
        "Datum van het evenement", "Factuur aan", "Btw-nummer", "Omschrijving", "Aantal", "Prijs", "Netto", "Btw",
        "Bruto", "Korting", "Inclusief", "Totaal netto", "over", "Totaal", "Betaald op {date}",
        "Terugbetaald op {date}", "met kaart", "per bank", "contant", "Te betalen", "Te betalen vóór {date}",
        "Corrigeert factuur {number} van {date}.", "Dit is geen factuur.", "Bedragen in {currency}",
        "Pagina {page} van {of}",
    ),
    "pt": (
        "Fatura", "Nota de crédito", "Fatura proforma", "Número", "Data", "Pedido", "Evento", "Data do evento",
        "Faturado a", "N.º fiscal", "Descrição", "Qtd.", "Preço", "Líquido", "Imposto", "Total", "Desconto", "Inclui",
        "Total líquido", "sobre", "Total a pagar", "Pago em {date}", "Reembolsado em {date}", "com cartão",
        "por transferência", "em dinheiro", "Montante em dívida", "A pagar até {date}",
        "Corrige a fatura {number} de {date}.", "Este documento não é uma fatura.", "Valores em {currency}",
        "Página {page} de {of}",
    ),
    "pl": (
        "Faktura", "Faktura korygująca", "Faktura pro forma", "Numer", "Data", "Zamówienie", "Wydarzenie",
        "Data wydarzenia", "Nabywca", "NIP", "Nazwa", "Ilość", "Cena", "Netto", "Podatek", "Brutto", "Rabat",
        "W tym", "Razem netto", "od", "Razem", "Zapłacono {date}", "Zwrócono {date}", "kartą",
        "przelewem", "gotówką", "Do zapłaty", "Termin płatności: {date}", "Koryguje fakturę {number} z {date}.",
        "Ten dokument nie jest fakturą.", "Kwoty w {currency}", "Strona {page} z {of}",
    ),
}  # fmt: skip
# How a date is written; and what parts thousands from each other and from the fraction.
_DATES = {"en": "%-d %b %Y", "nl": "%d-%m-%Y"} | dict.fromkeys(("de", "pl"), "%d.%m.%Y")
_SIGNS = {"en": (",", "."), "fr": ("\N{NO-BREAK SPACE}", ","), "pl": ("\N{NO-BREAK SPACE}", ",")}
_MOST_SIGNS = (".", ",")


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str
    by_key: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A word, or a sentence with these values in it."""
        return self.by_key[key].format_map(values)

    def date(self, iso: str) -> str:
        """A day, as it is written."""
        return date.fromisoformat(iso).strftime(_DATES.get(self.language, "%d/%m/%Y")) if iso else ""

    def amount(self, minor: int, currency: str) -> str:
        """An amount without its currency."""
        thousands, fraction = _SIGNS.get(self.language, _MOST_SIGNS)
        plain = f"{money.to_major(minor, currency):,.{money.exponent(currency)}f}"
        return plain.translate({ord(","): thousands, ord("."): fraction, ord("-"): "\N{MINUS SIGN}"})

    def rate(self, percent: str) -> str:
        """A rate in percent."""
        return percent.replace(".", _SIGNS.get(self.language, _MOST_SIGNS)[1]) + "\N{NO-BREAK SPACE}%"


def words(language: str) -> Words:
    """In this language, its base language, or English."""
    known = next((one for one in (language, language.split("-")[0]) if one in _WORDS), "en")
    return Words(known, dict(zip(_KEYS, _WORDS[known], strict=True)))
