// Stands in for Stripe.js: the same calls and answers, against the server that this script came from.
// Works under a strict CSP that allows only this origin for script-src, frame-src and connect-src: styles are
// set through the CSSOM, nothing is inline.
(() => {
  "use strict";

  const script = new URL(document.currentScript.src);
  const server = script.origin;
  // "/v3/stripe.js" is version 3; a release train ("/endive/stripe.js") is named as it is.
  const [, train] = script.pathname.split("/");
  let elementsMade = 0;

  const intentOf = (clientSecret) => String(clientSecret).split("_secret_")[0];
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

  class Listeners {
    constructor() {
      this.byName = new Map();
    }
    on(name, handler) {
      this.byName.set(name, [...(this.byName.get(name) || []), handler]);
      return this;
    }
    off(name, handler) {
      const kept = handler ? (this.byName.get(name) || []).filter((each) => each !== handler) : [];
      this.byName.set(name, kept);
      return this;
    }
    emit(name, detail) {
      for (const handler of this.byName.get(name) || []) handler(detail);
    }
  }

  /** An input in a frame of the server's, talked to by messages; only that frame is listened to. */
  class Element {
    constructor(elements, type, options) {
      Object.assign(this, { elements, type, options: options || {}, waiting: new Map(), tickets: 0 });
      this.id = `local-stripe-${++elementsMade}`;
      this.listeners = new Listeners();
      this.receive = this.receive.bind(this);
    }
    on(name, handler) {
      this.listeners.on(name, handler);
      return this;
    }
    once(name, handler) {
      const first = (detail) => {
        this.off(name, first);
        handler(detail);
      };
      return this.on(name, first);
    }
    off(name, handler) {
      this.listeners.off(name, handler);
      return this;
    }

    mount(where) {
      const host = typeof where === "string" ? document.querySelector(where) : where;
      if (!host) throw new Error(`The selector you specified (${where}) applies to no DOM elements that are currently on the page.`);
      this.unmount();
      if (this.type === "expressCheckout") {
        // As Stripe's own, it stays empty where the browser offers no wallet; none is offered here.
        queueMicrotask(() => this.listeners.emit("ready", { elementType: this.type, availablePaymentMethods: undefined }));
        return;
      }
      window.addEventListener("message", this.receive);
      this.frame = document.createElement("iframe");
      this.frame.title = "Secure payment input frame";
      this.frame.src = `${server}/elements/payment?${this.query()}`;
      style(this.frame, { border: "0", width: "calc(100% + 6px)", margin: "-3px", height: "190px", display: "block", colorScheme: "normal" });
      host.replaceChildren(this.frame);
    }
    query() {
      const { stripe, appearance, locale } = this.elements;
      return new URLSearchParams({
        id: this.id,
        key: stripe.key,
        account: stripe.account || "",
        parent: location.origin,
        locale: locale || stripe.locale || "auto",
        appearance: JSON.stringify(appearance || {}),
      });
    }
    unmount() {
      window.removeEventListener("message", this.receive);
      this.frame?.remove();
      this.frame = undefined;
    }
    destroy() {
      this.unmount();
      this.elements.forget(this);
    }
    update(options) {
      Object.assign(this.options, options);
    }
    focus() {
      this.ask("focus");
    }
    clear() {
      this.ask("clear");
    }
    blur() {
      this.frame?.blur();
    }
    collapse() {
      return this;
    }

    receive({ source, origin, data }) {
      if (!this.frame || source !== this.frame.contentWindow || origin !== server) return;
      if (data?.channel !== "local-stripe" || data.id !== this.id) return;
      if (data.event === "height") this.frame.style.height = `${data.height}px`;
      if (data.event === "reply") {
        this.waiting.get(data.ticket)?.(data.result);
        this.waiting.delete(data.ticket);
      }
      if (data.event === "ready") this.listeners.emit("ready", { elementType: this.type });
      if (data.event === "change") {
        const { empty, complete } = data;
        this.listeners.emit("change", { elementType: this.type, empty, complete, collapsed: false, value: { type: "card" } });
      }
    }
    ask(call, values) {
      if (!this.frame) return Promise.reject(new Error("The element is not mounted."));
      const ticket = ++this.tickets;
      this.frame.contentWindow.postMessage({ channel: "local-stripe", call, ticket, values }, server);
      return new Promise((resolve) => this.waiting.set(ticket, resolve));
    }
  }

  class Elements {
    constructor(stripe, options = {}) {
      Object.assign(this, { stripe, made: [] }, options);
    }
    create(type, options) {
      if (type !== "payment" && type !== "expressCheckout") throw new Error(`The local Stripe has no '${type}' element.`);
      const element = new Element(this, type, options);
      this.made.push(element);
      return element;
    }
    getElement(type) {
      return this.made.find((element) => element.type === type) || null;
    }
    update(options) {
      Object.assign(this, options);
      for (const element of this.made) if (element.frame) element.ask("update", { appearance: options.appearance, locale: options.locale });
    }
    forget(element) {
      this.made = this.made.filter((each) => each !== element);
    }
    async submit() {
      const payment = this.getElement("payment");
      return payment?.frame ? payment.ask("validate") : {};
    }
    async fetchUpdates() {
      return {};
    }
  }

  /** The bank's page over the shop's, until the buyer has answered. */
  function challenge(url) {
    const dialog = document.createElement("dialog");
    const frame = document.createElement("iframe");
    dialog.setAttribute("aria-label", "3-D Secure");
    frame.title = "Your bank";
    frame.src = `${url}?embedded=1`;
    style(dialog, { position: "fixed", inset: "0", width: "100%", height: "100%", maxWidth: "none", maxHeight: "none", margin: "0", padding: "16px", border: "0", boxSizing: "border-box", background: "rgb(0 0 0 / 60%)" });
    style(frame, { display: "block", width: "100%", maxWidth: "440px", height: "min(460px, 100%)", margin: "max(0px, 50vh - 246px) auto 0", border: "0", borderRadius: "12px", background: "#fff" });
    dialog.append(frame);
    // Escape would leave the payment unanswered; the bank's page has its own way out.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      window.addEventListener("message", function answered({ source, origin, data }) {
        if (source !== frame.contentWindow || origin !== server || data?.event !== "challenge") return;
        window.removeEventListener("message", answered);
        dialog.close();
        dialog.remove();
        resolve();
      });
    });
  }

  const retrieve = (stripe, clientSecret) =>
    request(stripe, "GET", `/v1/payment_intents/${intentOf(clientSecret)}`, { client_secret: clientSecret });

  /** Carries an intent through its next action, if it has one; answers `{paymentIntent}` or `{error}`. */
  async function finish(stripe, clientSecret, intent) {
    const action = intent.next_action;
    if (action?.type === "redirect_to_url") {
      location.assign(action.redirect_to_url.url);
      return new Promise(() => {});
    }
    if (action?.type === "use_stripe_sdk") {
      await challenge(action.use_stripe_sdk.stripe_js);
      const { value, error } = await retrieve(stripe, clientSecret);
      if (error) return { error };
      intent = value;
    }
    if (intent.status === "requires_payment_method" && intent.last_payment_error) {
      return { error: { ...intent.last_payment_error, payment_intent: intent } };
    }
    return { paymentIntent: intent };
  }

  async function confirm(stripe, clientSecret, params) {
    const path = `/v1/payment_intents/${intentOf(clientSecret)}/confirm`;
    const { value, error } = await request(stripe, "POST", path, { ...params, client_secret: clientSecret, use_stripe_sdk: true });
    return error ? { error } : finish(stripe, clientSecret, value);
  }

  function leave(returnUrl, intent) {
    const url = new URL(returnUrl);
    url.searchParams.set("payment_intent", intent.id);
    url.searchParams.set("payment_intent_client_secret", intent.client_secret);
    url.searchParams.set("redirect_status", "succeeded");
    location.assign(url);
    return new Promise(() => {});
  }

  class Stripe {
    constructor(key, { stripeAccount, locale } = {}) {
      if (!/^pk_test_/.test(key)) throw new Error("The local Stripe takes publishable test keys (pk_test_…) only.");
      Object.assign(this, { key, account: stripeAccount, locale });
    }
    elements(options) {
      return new Elements(this, options);
    }

    async createPaymentMethod({ elements, params = {} }) {
      const payment = elements.getElement("payment");
      if (!payment) throw new Error("Create and mount a payment element first.");
      return payment.ask("createPaymentMethod", { billingDetails: params.billing_details });
    }

    async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" }) {
      const secret = clientSecret || elements?.clientSecret;
      const { return_url: returnUrl, payment_method: known, payment_method_data: data } = confirmParams;
      if (!returnUrl && redirect === "always") throw new Error("confirmPayment needs confirmParams.return_url.");
      let method = known;
      if (!method) {
        const made = await this.createPaymentMethod({ elements, params: data });
        if (made.error) return { error: made.error };
        method = made.paymentMethod.id;
      }
      const params = { payment_method: method };
      if (returnUrl) params.return_url = returnUrl;
      const result = await confirm(this, secret, params);
      if (result.error || redirect === "if_required") return result;
      return leave(returnUrl, result.paymentIntent);
    }

    confirmCardPayment(clientSecret, { payment_method: method } = {}) {
      return confirm(this, clientSecret, method ? { payment_method: method } : {});
    }

    async retrievePaymentIntent(clientSecret) {
      const { value, error } = await retrieve(this, clientSecret);
      return error ? { error } : { paymentIntent: value };
    }

    async handleNextAction({ clientSecret }) {
      const { value, error } = await retrieve(this, clientSecret);
      return error ? { error } : finish(this, clientSecret, value);
    }

    // The wrappers for React look for these two before they believe that this is Stripe.
    createToken() {
      return Promise.reject(new Error("Tokens are not served by the local Stripe: use createPaymentMethod."));
    }
    registerAppInfo() {}
  }

  window.Stripe = Object.assign((key, options) => new Stripe(key, options), { version: /^v3|\./.test(train) ? 3 : train });
})();
