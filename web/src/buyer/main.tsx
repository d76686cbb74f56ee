// Starts the ticket box where a page has one, the order's page, or the place on a waiting list.

import { render } from "preact";
import type { PublicEvent } from "../api/types.ts";
import { EventCheckout } from "./EventCheckout.tsx";
import { Later } from "./Later.tsx";

const tickets = document.getElementById("tickets");
const data = document.getElementById("event-data");
const order = document.getElementById("order");
const waitlist = document.getElementById("waitlist");

if (tickets && data) {
  const event = JSON.parse(data.textContent!) as PublicEvent;
  tickets.replaceChildren();
  render(<EventCheckout event={event} />, tickets);
}
if (order) {
  order.replaceChildren();
  render(<Later>{({ OrderPage }) => <OrderPage />}</Later>, order);
}
if (waitlist) {
  waitlist.replaceChildren();
  render(<Later>{({ WaitlistPage }) => <WaitlistPage />}</Later>, waitlist);
}
