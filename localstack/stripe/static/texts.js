// What the frames say, in the languages of the shop.
const TEXTS = {
  en: {
    how: "Payment method", card: "Card", sepa_debit: "SEPA debit", us_bank_account: "US bank account", klarna: "Klarna", afterpay_clearpay: "Afterpay",
    number: "Card number", expiry: "Expiry date", cvc: "Security code", iban: "IBAN", routing: "Routing number", account: "Account number",
    holder: "Name on the account", email: "Email", country: "Country",
    cards: "Test cards (no money moves)", accounts: "Test accounts (no money moves)",
    mandate: "By paying you allow the shop to debit this account once. The bank’s answer takes some days.",
    leaving: "You leave this page to finish there, and come back when you have paid.",
    incomplete_number: "Your card number is incomplete.", incomplete_expiry: "Your card's expiration date is incomplete.",
    invalid_number: "Your card number is invalid.", invalid_expiry_year_past: "Your card's expiration year is in the past.",
    invalid_expiry: "Your card's expiration date is invalid.", incomplete_cvc: "Your card's security code is incomplete.",
    incomplete_iban: "Your IBAN is incomplete.", invalid_iban: "Your IBAN is invalid.",
    incomplete_routing: "The routing number has nine digits.", incomplete_account: "Your account number is incomplete.",
    incomplete_holder: "Give the name on the account.", incomplete_email: "Give your email address.", incomplete_country: "Choose your country.",
    pay: "Pay", with: "Pay with", cancel: "Cancel", wallet: "This page stands for the wallet on your device.",
  },
  de: {
    how: "Zahlungsart", card: "Karte", sepa_debit: "SEPA-Lastschrift", us_bank_account: "US-Bankkonto", klarna: "Klarna", afterpay_clearpay: "Afterpay",
    number: "Kartennummer", expiry: "Ablaufdatum", cvc: "Prüfziffer", iban: "IBAN", routing: "Bankleitzahl (Routing number)", account: "Kontonummer",
    holder: "Name des Kontoinhabers", email: "E-Mail", country: "Land",
    cards: "Testkarten (es fließt kein Geld)", accounts: "Testkonten (es fließt kein Geld)",
    mandate: "Mit der Zahlung erlauben Sie eine einmalige Abbuchung. Die Antwort der Bank dauert einige Tage.",
    leaving: "Sie verlassen diese Seite, schließen dort ab und kommen danach zurück.",
    incomplete_number: "Die Kartennummer ist unvollständig.", incomplete_expiry: "Das Ablaufdatum ist unvollständig.",
    invalid_number: "Die Kartennummer ist ungültig.", invalid_expiry_year_past: "Die Karte ist abgelaufen.",
    invalid_expiry: "Das Ablaufdatum ist ungültig.", incomplete_cvc: "Die Prüfziffer ist unvollständig.",
    incomplete_iban: "Die IBAN ist unvollständig.", invalid_iban: "Die IBAN ist ungültig.",
    incomplete_routing: "Die Bankleitzahl hat neun Ziffern.", incomplete_account: "Die Kontonummer ist unvollständig.",
    incomplete_holder: "Geben Sie den Namen des Kontoinhabers an.", incomplete_email: "Geben Sie Ihre E-Mail-Adresse an.", incomplete_country: "Wählen Sie Ihr Land.",
    pay: "Bezahlen", with: "Bezahlen mit", cancel: "Abbrechen", wallet: "Diese Seite steht für die Wallet Ihres Geräts.",
  },
  fr: {
    how: "Moyen de paiement", card: "Carte", sepa_debit: "Prélèvement SEPA", us_bank_account: "Compte bancaire américain", klarna: "Klarna", afterpay_clearpay: "Afterpay",
    number: "Numéro de carte", expiry: "Date d’expiration", cvc: "Code de sécurité", iban: "IBAN", routing: "Code bancaire (routing number)", account: "Numéro de compte",
    holder: "Titulaire du compte", email: "E-mail", country: "Pays",
    cards: "Cartes de test (aucun débit réel)", accounts: "Comptes de test (aucun débit réel)",
    mandate: "En payant, vous autorisez un seul prélèvement. La réponse de la banque prend quelques jours.",
    leaving: "Vous quittez cette page pour terminer là-bas, puis vous revenez.",
    incomplete_number: "Le numéro de carte est incomplet.", incomplete_expiry: "La date d’expiration est incomplète.",
    invalid_number: "Le numéro de carte n’est pas valide.", invalid_expiry_year_past: "La carte a expiré.",
    invalid_expiry: "La date d’expiration n’est pas valide.", incomplete_cvc: "Le code de sécurité est incomplet.",
    incomplete_iban: "L’IBAN est incomplet.", invalid_iban: "L’IBAN n’est pas valide.",
    incomplete_routing: "Le code bancaire a neuf chiffres.", incomplete_account: "Le numéro de compte est incomplet.",
    incomplete_holder: "Indiquez le titulaire du compte.", incomplete_email: "Indiquez votre adresse e-mail.", incomplete_country: "Choisissez votre pays.",
    pay: "Payer", with: "Payer avec", cancel: "Annuler", wallet: "Cette page représente le portefeuille de votre appareil.",
  },
};

export let texts = TEXTS.en;

/** Puts the words of a language wherever `data-text` asks for them. */
export function speak(locale) {
  const wanted = (locale === "auto" || !locale ? navigator.language : locale).slice(0, 2);
  texts = TEXTS[wanted] || TEXTS.en;
  document.documentElement.lang = TEXTS[wanted] ? wanted : "en";
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = texts[each.dataset.text];
}
