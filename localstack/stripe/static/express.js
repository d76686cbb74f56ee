// The wallets' buttons inside their frame. Empty, and of no height, where no wallet is offered.
import { dress, given, listen, measure, session, tell } from "./frame.js";
import { speak, texts } from "./texts.js";

const buttons = [...document.querySelectorAll("button[data-wallet]")];

function label() {
  for (const button of buttons) button.setAttribute("aria-label", `${texts.with} ${button.dataset.name}`);
}

async function load(subject) {
  const { wallets = [], error } = await session(subject);
  if (error) tell({ event: "loaderror", error });
  const wanted = JSON.parse(given.get("options") || "{}").paymentMethods || {};
  const names = { apple_pay: "applePay", google_pay: "googlePay" };
  const shown = wallets.filter((wallet) => wanted[names[wallet]] !== "never");
  for (const button of buttons) button.hidden = !shown.includes(button.dataset.wallet);
  measure();
  return { shown, error };
}

for (const button of buttons) button.addEventListener("click", () => tell({ event: "click", wallet: button.dataset.wallet }));
new ResizeObserver(measure).observe(document.body);

listen({
  focus: () => buttons.find((button) => !button.hidden)?.focus(),
  update: async ({ appearance, locale, ...subject }) => {
    if (appearance) dress(appearance);
    if (locale) speak(locale);
    label();
    await load(new URLSearchParams(subject));
  },
});

speak(given.get("locale"));
label();
const { shown, error } = await load();
if (!error) tell({ event: "ready", wallets: shown });
