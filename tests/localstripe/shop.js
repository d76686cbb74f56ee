// The least a shop does: mount the element, confirm, show what came of it.
const given = new URLSearchParams(location.search);
const result = document.getElementById("result");

if (given.has("secret")) {
  const stripe = Stripe("pk_test_shop", { stripeAccount: given.get("account") });
  const elements = stripe.elements({ clientSecret: given.get("secret"), appearance: { theme: given.get("theme") || "stripe" } });
  const payment = elements.create("payment");
  payment.on("ready", () => (result.textContent = "ready"));
  payment.mount("#payment");
  document.getElementById("pay").addEventListener("click", async () => {
    result.textContent = "busy";
    const confirmParams = { return_url: `${location.origin}/` };
    const redirect = given.get("redirect") || "if_required";
    const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams, redirect });
    result.textContent = error ? `${error.type}: ${error.code}: ${error.message}` : paymentIntent.status;
  });
} else if (given.has("redirect_status")) {
  result.textContent = `back: ${given.get("redirect_status")}`;
}
