// What `Later` fetches: dates, waiting list, and everything that follows the choice of tickets.

export { DatePicker } from "./DatePicker.tsx";
export { OrderPage } from "./OrderPage.tsx";
export { Purchase } from "./Purchase.tsx";
export { WaitlistForm } from "./WaitlistForm.tsx";
