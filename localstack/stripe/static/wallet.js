// The sheet of a wallet: approve, and a payment method with the wallet's token is made; or go back.
import { given, makePaymentMethod, session, tell } from "./frame.js";
import { speak } from "./texts.js";

const TOKENS = { apple_pay: "tok_applePay", google_pay: "tok_googlePay" };
const BUYER = { name: "Jenny Rosen", email: "jenny@example.com" };
const status = document.getElementById("status");
const form = document.getElementById("sheet");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter.value === "cancel") return tell({ event: "wallet" });
  const token = TOKENS[given.get("wallet")];
  const made = await makePaymentMethod({
    type: "card",
    "card[token]": token,
    "billing_details[name]": BUYER.name,
    "billing_details[email]": BUYER.email,
  });
  if (made.error) status.textContent = made.error.message;
  else tell({ event: "wallet", ...made });
});

speak(given.get("locale"));
const { money, error } = await session();
document.getElementById("sum").textContent = error ? "" : money;
form.querySelector("button").focus();
