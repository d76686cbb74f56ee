/** A page of the server's over the shop's, until it tells that the buyer has answered. */
function openDialog(url, title, event) {
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");
  dialog.setAttribute("aria-label", title);
  frame.title = title;
  frame.src = url;
  style(dialog, { position: "fixed", inset: "0", width: "100%", height: "100%", maxWidth: "none", maxHeight: "none", margin: "0", padding: "16px", border: "0", boxSizing: "border-box", background: "rgb(0 0 0 / 60%)" });
  style(frame, { display: "block", width: "100%", maxWidth: "440px", height: "min(460px, 100%)", margin: "max(0px, 50vh - 246px) auto 0", border: "0", borderRadius: "12px", background: "#fff" });
  dialog.append(frame);
  // Escape would leave the payment unanswered; the page inside has its own way out.
  dialog.addEventListener("cancel", (cancelled) => cancelled.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    window.addEventListener("message", function answered({ source, origin, data }) {
      if (source !== frame.contentWindow || origin !== server || data?.event !== event) return;
      window.removeEventListener("message", answered);
      dialog.close();
      dialog.remove();
      resolve(data);
    });
  });
}

/** Carries an intent through its next action, if it has one; answers `{paymentIntent}` or `{error}`. */
async function finish(stripe, clientSecret, intent) {
  const action = intent.next_action;
  if (action?.type === "redirect_to_url") {
    location.assign(action.redirect_to_url.url);
    return new Promise(() => {});
  }
  if (action?.type === "use_stripe_sdk") {
    await openDialog(`${action.use_stripe_sdk.stripe_js}?embedded=1`, "3-D Secure", "challenge");
    const { value, error } = await retrieve(stripe, clientSecret);
    if (error) return { error };
    intent = value;
  }
  const refused = intent.last_payment_error || intent.last_setup_error;
  if (intent.status === "requires_payment_method" && refused) return { error: { ...refused, [intent.object]: intent } };
  return isSetup(clientSecret) ? { setupIntent: intent } : { paymentIntent: intent };
}

function leave(returnUrl, intent) {
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret);
  url.searchParams.set("redirect_status", "succeeded");
  location.assign(url);
  return new Promise(() => {});
}
