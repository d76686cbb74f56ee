// What an order's buyer is asked: the order's own token opens it, that of a private event may be long gone.

import { call } from "../api/client.ts";
import type { OrderKey } from "./api.ts";
import type { CheckoutForm } from "./shapes.ts";

export const getForm = ({ id, token }: OrderKey): Promise<CheckoutForm> =>
  call("get", "/public/orders/{order_id}/form", { path: { order_id: id }, token });
