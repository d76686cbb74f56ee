// The fields of the payment form: how each is checked and helped while it is typed.
export const digits = (text) => text.replace(/\D/g, "");
const plain = (text) => text.replace(/\s/g, "").toUpperCase();

function passesLuhn(number) {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = index % 2 ? digit * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 13616: the check digits moved to the end, letters as numbers, the rest of a division by 97 is 1. */
function passesModulo97(iban) {
  const moved = iban.slice(4) + iban.slice(0, 4);
  const number = moved.replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  return BigInt(number) % 97n === 1n;
}

/** The code of what is wrong with a field's text, or null. */
export const CHECKS = {
  number(text) {
    const number = digits(text);
    if (number.length < 15) return "incomplete_number";
    return passesLuhn(number) ? null : "invalid_number";
  },
  expiry(text) {
    const [month, year] = [digits(text).slice(0, 2), digits(text).slice(2)];
    if (year.length !== 2) return "incomplete_expiry";
    if (month < 1 || month > 12) return "invalid_expiry";
    const ends = new Date(2000 + Number(year), Number(month), 1);
    return ends > new Date() ? null : "invalid_expiry_year_past";
  },
  cvc: (text) => (digits(text).length < 3 ? "incomplete_cvc" : null),
  iban(text) {
    const iban = plain(text);
    if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return "incomplete_iban";
    return passesModulo97(iban) ? null : "invalid_iban";
  },
  routing: (text) => (digits(text).length === 9 ? null : "incomplete_routing"),
  account: (text) => (digits(text).length < 5 ? "incomplete_account" : null),
  holder: (text) => (text.trim() ? null : "incomplete_holder"),
  email: (text) => (/^\S+@\S+\.\S+$/.test(text.trim()) ? null : "incomplete_email"),
  country: (text) => (text ? null : "incomplete_country"),
};

const inFours = (text) => text.replace(/(.{4})(?=.)/g, "$1 ");

function slash(text, deleting) {
  let typed = digits(text).slice(0, 4);
  if (/^[2-9]/.test(typed)) typed = `0${typed}`.slice(0, 4);
  return typed.length > 2 || (typed.length === 2 && !deleting) ? `${typed.slice(0, 2)} / ${typed.slice(2)}` : typed;
}

/** What a field's text becomes while it is typed. */
export const SHAPES = {
  number: (text) => inFours(digits(text).slice(0, 19)),
  expiry: slash,
  cvc: digits,
  iban: (text) => inFours(plain(text).slice(0, 34)),
  routing: digits,
  account: digits,
};

/** The fields of each payment method, and what they become in the API. */
export const METHODS = {
  card: {
    fields: ["number", "expiry", "cvc"],
    params: ({ number, expiry, cvc }) => ({
      "card[number]": digits(number),
      "card[exp_month]": Number(digits(expiry).slice(0, 2)),
      "card[exp_year]": 2000 + Number(digits(expiry).slice(2)),
      "card[cvc]": digits(cvc),
    }),
  },
  sepa_debit: {
    fields: ["iban", "holder", "email"],
    params: ({ iban }) => ({ "sepa_debit[iban]": plain(iban) }),
  },
  us_bank_account: {
    fields: ["routing", "account", "holder", "email"],
    params: ({ routing, account }) => ({
      "us_bank_account[routing_number]": routing,
      "us_bank_account[account_number]": account,
      "us_bank_account[account_holder_type]": "individual",
    }),
  },
  klarna: { fields: ["email", "country"], params: () => ({}) },
  afterpay_clearpay: { fields: ["email", "country"], params: () => ({}) },
};
