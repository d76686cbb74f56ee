// Tells the shop's page, when it holds this one in a frame, that the buyer has answered.
if (window.parent !== window) {
  // The message says nothing secret: the shop asks the API how the payment stands.
  window.parent.postMessage({ channel: "local-stripe", event: "challenge" }, "*");
}
