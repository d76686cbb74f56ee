/** A part of the page that lives in a frame of the server's, talked to by messages; only that frame is listened to. */
let elementsMade = 0;

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
    window.addEventListener("message", this.receive);
    this.frame = document.createElement("iframe");
    this.frame.title = this.frameTitle;
    // What is secret stands behind the `#`, which no server and no log sees.
    this.frame.src = `${server}${this.framePath}?${this.query()}#${new URLSearchParams(this.subject())}`;
    style(this.frame, { border: "0", width: "calc(100% + 6px)", margin: "-3px", height: `${this.frameHeight}px`, display: "block", colorScheme: "normal" });
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
      options: JSON.stringify(this.options),
    });
  }
  /** What is to be paid: an intent, or a sum for which one will be made. */
  subject() {
    const { clientSecret, amount, currency } = this.elements;
    return clientSecret ? { client_secret: clientSecret } : { amount: amount || 0, currency: currency || "" };
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
    if (data.event === "loaderror") this.listeners.emit("loaderror", { elementType: this.type, error: data.error });
    this.hear(data);
  }
  ask(call, values) {
    if (!this.frame) return Promise.reject(new Error("The element is not mounted."));
    const ticket = ++this.tickets;
    this.frame.contentWindow.postMessage({ channel: "local-stripe", call, ticket, values }, server);
    return new Promise((resolve) => this.waiting.set(ticket, resolve));
  }
}

/** The form of every payment method that the intent offers. */
class PaymentElement extends Element {
  frameTitle = "Secure payment input frame";
  framePath = "/elements/payment";
  frameHeight = 190;

  hear({ event, empty, complete, method }) {
    if (event === "ready") this.listeners.emit("ready", { elementType: this.type });
    if (event === "change") {
      this.listeners.emit("change", { elementType: this.type, empty, complete, collapsed: false, value: { type: method } });
    }
  }
  createPaymentMethod(billingDetails) {
    return this.ask("createPaymentMethod", { billingDetails });
  }
}

class Elements {
  constructor(stripe, options = {}) {
    Object.assign(this, { stripe, made: [] }, options);
  }
  create(type, options) {
    const kind = { payment: PaymentElement, expressCheckout: ExpressCheckoutElement }[type];
    if (!kind) throw new Error(`The local Stripe has no '${type}' element.`);
    const element = new kind(this, type, options);
    this.made.push(element);
    return element;
  }
  getElement(type) {
    return this.made.find((element) => element.type === type) || null;
  }
  update(options) {
    Object.assign(this, options);
    for (const element of this.made) if (element.frame) element.ask("update", { ...options, ...element.subject() });
  }
  forget(element) {
    this.made = this.made.filter((each) => each !== element);
  }
  /** The element that the buyer pays with: the wallet that was just approved, or else the form. */
  payer() {
    const element = this.made.find((each) => each.approved) || this.getElement("payment");
    if (!element) throw new Error("Create and mount a payment element first.");
    return element;
  }
  async submit() {
    const payment = this.getElement("payment");
    return payment?.frame && this.payer() === payment ? payment.ask("validate") : {};
  }
  async fetchUpdates() {
    for (const element of this.made) if (element.frame) await element.ask("update", element.subject());
    return {};
  }
}
