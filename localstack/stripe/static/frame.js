// What every frame in a shop's page needs: its orders, its channel to the shop's script, how it looks, what is on offer.
export const given = new URLSearchParams(location.search);
const shop = given.get("parent");

export const tell = (message) => window.parent.postMessage({ channel: "local-stripe", id: given.get("id"), ...message }, shop);

export const measure = () => tell({ event: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });

export function dress(appearance) {
  const { theme = "stripe", variables = {} } = appearance || {};
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.style.cssText = "";
  for (const [name, value] of Object.entries(variables)) root.style.setProperty(`--${name}`, value);
}

const headers = { Authorization: `Bearer ${given.get("key")}` };
if (given.get("account")) headers["Stripe-Account"] = given.get("account");
const unreachable = { error: { type: "api_connection_error", message: "The payment server could not be reached." } };

/** What is to be paid and with what; `{error}` when the server refuses. */
export async function session(subject = new URLSearchParams(location.hash.slice(1))) {
  const query = new URLSearchParams({ ...Object.fromEntries(subject), key: given.get("key"), account: given.get("account"), host: new URL(shop).hostname });
  try {
    return await (await fetch(`/elements/session?${query}`)).json();
  } catch {
    return unreachable;
  }
}

/** The number stays in this frame; the shop's page only ever learns the payment method. */
export async function makePaymentMethod(params) {
  try {
    const body = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
    const answer = await (await fetch("/v1/payment_methods", { method: "POST", headers, body })).json();
    return answer.error ? { error: answer.error } : { paymentMethod: answer };
  } catch {
    return unreachable;
  }
}

/** Answers the shop's script: `calls` by name. */
export function listen(calls) {
  window.addEventListener("message", async (event) => {
    if (event.source !== window.parent || event.origin !== shop || event.data?.channel !== "local-stripe") return;
    const { call, ticket, values } = event.data;
    if (!Object.hasOwn(calls, call)) return;
    tell({ event: "reply", ticket, result: (await calls[call](values || {})) || {} });
  });
}

dress(JSON.parse(given.get("appearance") || "{}"));
