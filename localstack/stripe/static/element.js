// The payment form inside its frame: offers the methods of the intent, checks what is typed, makes a payment method.
import { dress, given, listen, makePaymentMethod, measure, session, tell } from "./frame.js";
import { CHECKS, METHODS, SHAPES } from "./fields.js";
import { speak, texts } from "./texts.js";

const form = document.getElementById("payment");
const chooser = document.getElementById("methods");
const input = (name) => form.elements.namedItem(name);
let method = "card";

const fields = () => METHODS[method].fields;
const values = () => Object.fromEntries(fields().map((name) => [name, input(name).value]));

function choose(wanted) {
  method = wanted;
  for (const each of form.querySelectorAll("[data-for]")) each.hidden = !each.dataset.for.split(" ").includes(method);
  measure();
  changed();
}

/** Shows the methods on offer; one alone needs no choice. */
function offer(methods) {
  const known = methods.filter((name) => name in METHODS);
  for (const radio of chooser.querySelectorAll("input")) {
    radio.closest("label").hidden = !known.includes(radio.value);
    radio.disabled = !known.includes(radio.value);
  }
  chooser.hidden = known.length < 2;
  const kept = known.includes(method) ? method : known[0];
  chooser.querySelector(`[value="${kept}"]`).checked = true;
  choose(kept);
}

function show(name, code) {
  input(name).setAttribute("aria-invalid", String(Boolean(code)));
  document.getElementById(`${name}-error`).textContent = code ? texts[code] : "";
  measure();
}

function validate() {
  const codes = fields().map((name) => [name, CHECKS[name](input(name).value)]);
  for (const [name, code] of codes) show(name, code);
  const first = codes.find(([, code]) => code);
  if (!first) return {};
  input(first[0]).focus();
  return { error: { type: "validation_error", code: first[1], message: texts[first[1]] } };
}

async function createPaymentMethod({ billingDetails = {} }) {
  const refused = validate();
  if (refused.error) return refused;
  const typed = values();
  return makePaymentMethod({
    type: method,
    ...METHODS[method].params(typed),
    "billing_details[name]": typed.holder || billingDetails.name,
    "billing_details[email]": typed.email || billingDetails.email,
    "billing_details[phone]": billingDetails.phone,
    "billing_details[address][country]": typed.country || billingDetails.address?.country,
  });
}

function changed() {
  const typed = Object.entries(values());
  const complete = typed.every(([name, text]) => !CHECKS[name](text));
  tell({ event: "change", empty: !typed.some(([, text]) => text), complete, method });
}

/** A listed test card or account fills the form. */
function fill(known) {
  const year = String(new Date().getFullYear() + 4).slice(2);
  const rest = { expiry: `12 / ${year}`, cvc: "123", holder: "Jenny Rosen", email: "jenny@example.com" };
  for (const name of fields()) {
    input(name).value = known[name] || input(name).value || rest[name] || "";
    if (SHAPES[name]) input(name).value = SHAPES[name](input(name).value);
    show(name, null);
  }
  changed();
}

function prefill({ defaultValues: { billingDetails = {} } = {} }) {
  input("holder").value = billingDetails.name || "";
  input("email").value = billingDetails.email || "";
  if (billingDetails.address?.country) input("country").value = billingDetails.address.country;
}

form.addEventListener("input", (event) => {
  const { name, value } = event.target;
  if (name === "method") return choose(value);
  if (SHAPES[name]) event.target.value = SHAPES[name](value, event.inputType?.startsWith("delete"));
  show(name, null);
  changed();
});
form.addEventListener("focusout", (event) => {
  const { name, value } = event.target;
  if (CHECKS[name] && value) show(name, CHECKS[name](value));
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill]");
  if (button) fill(JSON.parse(button.dataset.fill));
});
form.addEventListener("submit", (event) => event.preventDefault());
new ResizeObserver(measure).observe(document.body);

async function load(subject) {
  const { error, payment_method_types: methods } = await session(subject);
  if (error) tell({ event: "loaderror", error });
  else offer(methods);
  return error;
}

listen({
  validate,
  createPaymentMethod,
  focus: () => input(fields()[0]).focus(),
  clear: () => form.reset(),
  update: async ({ appearance, locale, ...subject }) => {
    if (appearance) dress(appearance);
    if (locale) speak(locale);
    await load(new URLSearchParams(subject));
  },
});

speak(given.get("locale"));
prefill(JSON.parse(given.get("options") || "{}"));
if (!(await load())) tell({ event: "ready" });
measure();
