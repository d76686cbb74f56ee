// The payment provider's script, loaded at the payment step and not before.

import type { Payment } from "../api/types.ts";

export interface PaymentError {
  type: string;
  code?: string;
  message?: string;
}

interface Element {
  mount(target: HTMLElement): void;
  unmount(): void;
  on(name: "ready" | "loaderror" | "confirm", then: (event: { availablePaymentMethods?: object }) => void): void;
}

interface Elements {
  create(kind: "payment" | "expressCheckout", options?: object): Element;
}

export interface PaymentOutcome {
  error?: PaymentError;
  paymentIntent?: { status: string };
}

interface StripeClient {
  elements(options: { clientSecret: string; appearance: object; locale: string }): Elements;
  confirmPayment(options: {
    elements: Elements;
    confirmParams: { return_url: string };
    redirect: "if_required";
  }): Promise<PaymentOutcome>;
  confirmSetup: StripeClient["confirmPayment"];
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string, options?: { stripeAccount: string }) => StripeClient;
  }
}

const loading = new Map<string, Promise<void>>();

function loadScript(url: string): Promise<void> {
  const started = loading.get(url);
  if (started) return started;
  const loaded = new Promise<void>((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done();
    script.onerror = () => {
      script.remove();
      loading.delete(url);
      failed(new Error("The payment form could not be loaded."));
    };
    document.head.append(script);
  });
  loading.set(url, loaded);
  return loaded;
}

function appearance(): object {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return {
    theme: dark ? "night" : "stripe",
    variables: {
      colorPrimary: colour("--accent"),
      colorBackground: colour("--card"),
      colorText: colour("--ink"),
      colorDanger: colour("--bad"),
      borderRadius: "10px",
    },
  };
}

export interface PaymentForm {
  confirm(returnUrl: string): Promise<PaymentOutcome>;
  unmount(): void;
}

interface Places {
  form: HTMLElement;
  wallets: HTMLElement;
  /** A wallet on this device has said yes. */
  onWallet(): void;
}

async function started(payment: Payment): Promise<StripeClient> {
  await loadScript(payment.script_url);
  const account = payment.stripe_account;
  return window.Stripe!(payment.publishable_key, account ? { stripeAccount: account } : undefined);
}

/** Shows one of the provider's forms; resolves when it can be used. */
const shown = (element: Element, target: HTMLElement) =>
  new Promise<void>((ready, failed) => {
    element.on("ready", () => ready());
    element.on("loaderror", () => failed(new Error("The payment form could not be loaded.")));
    element.mount(target);
  });

/** The provider's form for a card that is to be kept and not charged now. */
export async function mountSetup(setup: Payment, target: HTMLElement, locale: string): Promise<PaymentForm> {
  const stripe = await started(setup);
  const elements = stripe.elements({ clientSecret: setup.client_secret, appearance: appearance(), locale });
  const element = elements.create("payment");
  await shown(element, target);
  return {
    confirm: (return_url) => stripe.confirmSetup({ elements, confirmParams: { return_url }, redirect: "if_required" }),
    unmount: () => element.unmount(),
  };
}

/** Puts the provider's form, and the device's wallets if it has any, where they belong; resolves when it can be used. */
export async function mountPayment(payment: Payment, places: Places, locale: string): Promise<PaymentForm> {
  const stripe = await started(payment);
  const elements = stripe.elements({ clientSecret: payment.client_secret, appearance: appearance(), locale });
  const wallets = elements.create("expressCheckout");
  wallets.on("ready", ({ availablePaymentMethods }) => places.wallets.classList.toggle("none", !availablePaymentMethods));
  wallets.on("confirm", places.onWallet);
  wallets.mount(places.wallets);
  const element = elements.create("payment");
  await shown(element, places.form);
  return {
    confirm: (return_url) =>
      stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: "if_required" }),
    unmount: () => {
      element.unmount();
      wallets.unmount();
    },
  };
}
