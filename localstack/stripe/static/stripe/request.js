// Stands in for Stripe.js: the same calls and answers, against the server that this script came from.
// Works under a strict CSP that allows only this origin for script-src, frame-src and connect-src: styles are
// set through the CSSOM, nothing is inline. This part speaks with the API; the server joins the parts into one.
const script = new URL(document.currentScript.src);
const server = script.origin;

const intentOf = (clientSecret) => String(clientSecret).split("_secret_")[0];
// A SetupIntent is asked for like a payment, under its own address.
const isSetup = (clientSecret) => String(clientSecret).startsWith("seti_");
const addressOf = (clientSecret) => `/v1/${isSetup(clientSecret) ? "setup" : "payment"}_intents/${intentOf(clientSecret)}`;
const style = (node, rules) => Object.assign(node.style, rules);

/** One API call with the publishable key; answers `{value}` or `{error}`. */
async function request(stripe, method, path, params) {
  const headers = { Authorization: `Bearer ${stripe.key}` };
  if (stripe.account) headers["Stripe-Account"] = stripe.account;
  const query = new URLSearchParams(params);
  const url = method === "GET" ? `${server}${path}?${query}` : server + path;
  try {
    const response = await fetch(url, { method, headers, body: method === "GET" ? undefined : query });
    const answer = await response.json();
    return answer.error ? { error: answer.error } : { value: answer };
  } catch {
    return { error: { type: "api_connection_error", message: "The payment server could not be reached." } };
  }
}

const retrieve = (stripe, clientSecret) =>
  request(stripe, "GET", addressOf(clientSecret), { client_secret: clientSecret });

class Listeners {
  constructor() {
    this.byName = new Map();
  }
  on(name, handler) {
    this.byName.set(name, [...(this.byName.get(name) || []), handler]);
  }
  off(name, handler) {
    const kept = handler ? (this.byName.get(name) || []).filter((each) => each !== handler) : [];
    this.byName.set(name, kept);
  }
  has(name) {
    return Boolean(this.byName.get(name)?.length);
  }
  emit(name, detail) {
    for (const handler of this.byName.get(name) || []) handler(detail);
  }
}
