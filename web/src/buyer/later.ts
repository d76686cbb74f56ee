// What `Later` fetches: dates, currencies, waiting lists, what is paused, and everything that follows the choice of tickets.

export { Currencies } from "./Currencies.tsx";
export { DatePicker } from "./DatePicker.tsx";
export { OrderPage } from "./OrderPage.tsx";
export { Paused } from "./Paused.tsx";
export { Purchase } from "./Purchase.tsx";
export { WaitlistForm } from "./WaitlistForm.tsx";
export { WaitlistPage } from "./WaitlistPage.tsx";
