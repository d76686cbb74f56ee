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
  on(name: "ready" | "loaderror", then: () => void): void;
}

interface Elements {
  create(kind: "payment", options?: object): Element;
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
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => StripeClient;
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

/** Puts the provider's form into `target`; resolves when it can be used. */
export async function mountPayment(payment: Payment, target: HTMLElement, locale: string): Promise<PaymentForm> {
  await loadScript(payment.script_url);
  const stripe = window.Stripe!(payment.publishable_key);
  const elements = stripe.elements({ clientSecret: payment.client_secret, appearance: appearance(), locale });
  const element = elements.create("payment");
  await new Promise<void>((ready, failed) => {
    element.on("ready", ready);
    element.on("loaderror", () => failed(new Error("The payment form could not be loaded.")));
    element.mount(target);
  });
  return {
    confirm: (return_url) =>
      stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: "if_required" }),
    unmount: () => element.unmount(),
  };
}
