// The basket: product id → quantity, kept within what each product allows.

import type { PublicProduct } from "../api/types.ts";

export type Basket = Record<string, number>;

/** The most that one order may hold of a product now. */
export function ceiling(product: PublicProduct): number {
  if (product.state !== "on_sale") return 0;
  const most = Math.min(product.max_per_order, product.left ?? product.max_per_order);
  return most < product.min_per_order ? 0 : most;
}

/** One step up or down: nothing lies between none and the smallest allowed quantity. */
export function step(product: PublicProduct, quantity: number, by: 1 | -1): number {
  const next = quantity + by;
  if (by === 1) return Math.min(ceiling(product), Math.max(product.min_per_order, next));
  return next < product.min_per_order ? 0 : next;
}

export function put(basket: Basket, productId: string, quantity: number): Basket {
  const { [productId]: _, ...rest } = basket;
  return quantity > 0 ? { ...rest, [productId]: quantity } : rest;
}

/** What is left of a basket when availability has changed under it. */
export function fit(basket: Basket, products: PublicProduct[]): Basket {
  let fitted: Basket = {};
  for (const product of products) {
    const quantity = Math.min(basket[product.id] ?? 0, ceiling(product));
    fitted = put(fitted, product.id, quantity);
  }
  return fitted;
}

export const count = (basket: Basket): number => Object.values(basket).reduce((sum, n) => sum + n, 0);

export const total = (basket: Basket, products: PublicProduct[]): number =>
  products.reduce((sum, product) => sum + product.price_minor * (basket[product.id] ?? 0), 0);

export const isSame = (a: Basket, b: Basket): boolean =>
  count(a) === count(b) && Object.entries(a).every(([id, quantity]) => b[id] === quantity);
