// What `Later` fetches: dates, waiting lists, and everything that follows the choice of tickets.

export { DatePicker } from "./DatePicker.tsx";
export { OrderPage } from "./OrderPage.tsx";
export { Purchase } from "./Purchase.tsx";
export { WaitlistForm } from "./WaitlistForm.tsx";
export { WaitlistPage } from "./WaitlistPage.tsx";
