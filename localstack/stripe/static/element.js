// The card form inside its frame: checks what is typed, and turns it into a payment method.
// The number stays in this frame; the shop's page only ever learns the payment method's id.
(() => {
  "use strict";

  const given = new URLSearchParams(location.search);
  const shop = given.get("parent");
  const form = document.getElementById("card");
  const fields = { number: form.number, expiry: form.expiry, cvc: form.cvc };
  const digits = (text) => text.replace(/\D/g, "");

  const TEXTS = {
    en: {
      number: "Card number", expiry: "Expiry date", cvc: "Security code", cards: "Test cards (no money moves)",
      incomplete_number: "Your card number is incomplete.", incomplete_expiry: "Your card's expiration date is incomplete.",
      invalid_number: "Your card number is invalid.", invalid_expiry_year_past: "Your card's expiration year is in the past.",
      invalid_expiry: "Your card's expiration date is invalid.", incomplete_cvc: "Your card's security code is incomplete.",
    },
    de: {
      number: "Kartennummer", expiry: "Ablaufdatum", cvc: "Prüfziffer", cards: "Testkarten (es fließt kein Geld)",
      incomplete_number: "Die Kartennummer ist unvollständig.", incomplete_expiry: "Das Ablaufdatum ist unvollständig.",
      invalid_number: "Die Kartennummer ist ungültig.", invalid_expiry_year_past: "Die Karte ist abgelaufen.",
      invalid_expiry: "Das Ablaufdatum ist ungültig.", incomplete_cvc: "Die Prüfziffer ist unvollständig.",
    },
    fr: {
      number: "Numéro de carte", expiry: "Date d’expiration", cvc: "Code de sécurité", cards: "Cartes de test (aucun débit réel)",
      incomplete_number: "Le numéro de carte est incomplet.", incomplete_expiry: "La date d’expiration est incomplète.",
      invalid_number: "Le numéro de carte n’est pas valide.", invalid_expiry_year_past: "La carte a expiré.",
      invalid_expiry: "La date d’expiration n’est pas valide.", incomplete_cvc: "Le code de sécurité est incomplet.",
    },
  };
  let texts = TEXTS.en;

  const tell = (message) => window.parent.postMessage({ channel: "local-stripe", id: given.get("id"), ...message }, shop);

  function speak(locale) {
    const wanted = (locale === "auto" || !locale ? navigator.language : locale).slice(0, 2);
    texts = TEXTS[wanted] || TEXTS.en;
    document.documentElement.lang = TEXTS[wanted] ? wanted : "en";
    for (const each of document.querySelectorAll("[data-text]")) each.textContent = texts[each.dataset.text];
  }

  function dress(appearance) {
    const { theme = "stripe", variables = {} } = appearance || {};
    const root = document.documentElement;
    root.dataset.theme = theme;
    root.style.cssText = "";
    for (const [name, value] of Object.entries(variables)) root.style.setProperty(`--${name}`, value);
  }

  function passesLuhn(number) {
    const sum = [...number].reverse().reduce((total, digit, index) => {
      const value = index % 2 ? digit * 2 : Number(digit);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return sum % 10 === 0;
  }

  const CHECKS = {
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
  };

  function show(name, code) {
    fields[name].setAttribute("aria-invalid", String(Boolean(code)));
    document.getElementById(`${name}-error`).textContent = code ? texts[code] : "";
    measure();
  }

  function validate() {
    const codes = Object.keys(fields).map((name) => [name, CHECKS[name](fields[name].value)]);
    for (const [name, code] of codes) show(name, code);
    const first = codes.find(([, code]) => code);
    if (!first) return {};
    fields[first[0]].focus();
    return { error: { type: "validation_error", code: first[1], message: texts[first[1]] } };
  }

  async function createPaymentMethod({ billingDetails = {} }) {
    const refused = validate();
    if (refused.error) return refused;
    const expiry = digits(fields.expiry.value);
    const body = new URLSearchParams({
      type: "card",
      "card[number]": digits(fields.number.value),
      "card[exp_month]": Number(expiry.slice(0, 2)),
      "card[exp_year]": 2000 + Number(expiry.slice(2)),
      "card[cvc]": digits(fields.cvc.value),
    });
    for (const name of ["name", "email", "phone"]) {
      if (billingDetails[name]) body.set(`billing_details[${name}]`, billingDetails[name]);
    }
    const headers = { Authorization: `Bearer ${given.get("key")}` };
    if (given.get("account")) headers["Stripe-Account"] = given.get("account");
    try {
      const answer = await (await fetch("/v1/payment_methods", { method: "POST", headers, body })).json();
      return answer.error ? { error: answer.error } : { paymentMethod: answer };
    } catch {
      return { error: { type: "api_connection_error", message: "The payment server could not be reached." } };
    }
  }

  const measure = () => tell({ event: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });

  function changed() {
    const values = Object.values(fields).map((field) => field.value);
    const complete = Object.keys(fields).every((name) => !CHECKS[name](fields[name].value));
    tell({ event: "change", empty: !values.some(Boolean), complete });
  }

  function group() {
    fields.number.value = digits(fields.number.value).slice(0, 19).replace(/(.{4})(?=.)/g, "$1 ");
  }

  function slash(event) {
    let typed = digits(fields.expiry.value).slice(0, 4);
    if (/^[2-9]/.test(typed)) typed = `0${typed}`.slice(0, 4);
    const deleting = event.inputType?.startsWith("delete");
    fields.expiry.value = typed.length > 2 || (typed.length === 2 && !deleting) ? `${typed.slice(0, 2)} / ${typed.slice(2)}` : typed;
  }

  function fill(number) {
    fields.number.value = number;
    group();
    fields.expiry.value = `12 / ${String(new Date().getFullYear() + 4).slice(2)}`;
    fields.cvc.value = "123";
    for (const name of Object.keys(fields)) show(name, null);
    changed();
  }

  fields.number.addEventListener("input", group);
  fields.expiry.addEventListener("input", slash);
  fields.cvc.addEventListener("input", () => (fields.cvc.value = digits(fields.cvc.value)));
  form.addEventListener("input", (event) => {
    show(event.target.name, null);
    changed();
  });
  form.addEventListener("focusout", (event) => {
    const { name, value } = event.target;
    if (fields[name] && value) show(name, CHECKS[name](value));
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-number]");
    if (button) fill(button.dataset.number);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  new ResizeObserver(measure).observe(document.body);

  const CALLS = {
    validate,
    createPaymentMethod,
    focus: () => fields.number.focus(),
    clear: () => form.reset(),
    update: ({ appearance, locale }) => {
      if (appearance) dress(appearance);
      if (locale) speak(locale);
    },
  };

  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent || event.origin !== shop || event.data?.channel !== "local-stripe") return;
    const { call, ticket, values } = event.data;
    if (!Object.hasOwn(CALLS, call)) return;
    tell({ event: "reply", ticket, result: (await CALLS[call](values || {})) || {} });
  });

  speak(given.get("locale"));
  dress(JSON.parse(given.get("appearance") || "{}"));
  tell({ event: "ready" });
  measure();
})();
