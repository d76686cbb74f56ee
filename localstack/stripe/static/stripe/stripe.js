async function confirm(stripe, clientSecret, params) {
  const { value, error } = await request(stripe, "POST", `${addressOf(clientSecret)}/confirm`, { ...params, client_secret: clientSecret, use_stripe_sdk: true });
  return error ? { error } : finish(stripe, clientSecret, value);
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
    return elements.payer().createPaymentMethod(params.billing_details);
  }

  async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" }) {
    const secret = clientSecret || elements?.clientSecret;
    const { return_url: returnUrl, payment_method: known, payment_method_data: data } = confirmParams;
    if (!returnUrl && redirect === "always") throw new Error("confirmPayment and confirmSetup need confirmParams.return_url.");
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
    return leave(returnUrl, result.paymentIntent || result.setupIntent);
  }

  /** The same for a card that is only kept. */
  confirmSetup(options) {
    return this.confirmPayment(options);
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

// "/v3/stripe.js" is version 3; a release train ("/endive/stripe.js") is named as it is.
const [, train] = script.pathname.split("/");
window.Stripe = Object.assign((key, options) => new Stripe(key, options), { version: /^v3|\./.test(train) ? 3 : train });
