// The least a shop does: mount the elements, confirm, show what came of it.
const given = new URLSearchParams(location.search);
const result = document.getElementById("result");

if (given.has("secret")) {
  const stripe = Stripe("pk_test_shop", { stripeAccount: given.get("account") });
  const appearance = { theme: given.get("theme") || "stripe" };
  const elements = stripe.elements({ clientSecret: given.get("secret"), appearance, locale: given.get("locale") || "en" });
  const pay = async () => {
    result.textContent = "busy";
    const confirmParams = { return_url: `${location.origin}/` };
    const redirect = given.get("redirect") || "if_required";
    const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams, redirect });
    result.textContent = error ? `${error.type}: ${error.code}: ${error.message}` : paymentIntent.status;
  };
  const payment = elements.create("payment");
  payment.on("ready", () => (result.textContent = "ready"));
  payment.on("change", ({ value, complete }) => (document.title = `${value.type} ${complete}`));
  payment.mount("#payment");
  document.getElementById("pay").addEventListener("click", pay);
  if (given.has("confirmed")) {
    stripe.handleNextAction({ clientSecret: given.get("secret") }).then(({ error, paymentIntent }) => {
      result.textContent = error ? error.code : `handled: ${paymentIntent.status}`;
    });
  }
  if (given.has("express")) {
    const express = elements.create("expressCheckout");
    express.on("ready", ({ availablePaymentMethods }) => (express.wallets = availablePaymentMethods));
    express.on("click", ({ resolve }) => resolve({ emailRequired: true }));
    express.on("confirm", pay);
    express.on("cancel", () => (result.textContent = "cancelled"));
    express.mount("#express");
  }
} else if (given.has("redirect_status")) {
  result.textContent = `back: ${given.get("redirect_status")}`;
}
