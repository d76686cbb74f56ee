/** The buttons of the wallets; a press opens the wallet's own sheet, and approval there is told as `confirm`. */
class ExpressCheckoutElement extends Element {
  frameTitle = "Secure express checkout frame";
  framePath = "/elements/express";
  frameHeight = 0;

  hear({ event, wallets, wallet, billingDetails }) {
    if (event === "ready") {
      const shown = { applePay: wallets.includes("apple_pay"), googlePay: wallets.includes("google_pay") };
      const availablePaymentMethods = wallets.length ? { ...shown, amazonPay: false, link: false, klarna: false, paypal: false } : undefined;
      this.listeners.emit("ready", { elementType: this.type, availablePaymentMethods });
    }
    if (event === "click") this.clicked(wallet, billingDetails);
  }

  clicked(wallet) {
    const open = () => this.openSheet(wallet);
    if (!this.listeners.has("click")) return open();
    const reject = () => {};
    this.listeners.emit("click", { elementType: this.type, expressPaymentType: wallet, resolve: open, reject });
  }

  async openSheet(wallet) {
    const url = `${server}/elements/wallet?${new URLSearchParams({ ...Object.fromEntries(this.query()), wallet })}`;
    const answer = await openDialog(`${url}#${new URLSearchParams(this.subject())}`, "Wallet", "wallet");
    if (!answer.paymentMethod) {
      this.listeners.emit("cancel", { elementType: this.type });
      return;
    }
    this.approved = answer;
    const paymentFailed = () => (this.approved = undefined);
    const { billing_details: billingDetails } = answer.paymentMethod;
    this.listeners.emit("confirm", { elementType: this.type, expressPaymentType: wallet, billingDetails, paymentFailed });
  }

  /** What was approved is used once. */
  async createPaymentMethod() {
    const answer = this.approved;
    this.approved = undefined;
    return answer;
  }
}
