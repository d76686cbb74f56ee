// What a refusal means to a buyer, said kindly.

import { t } from "../i18n/translate.ts";
import type { Problem } from "../shared/http.ts";

export function sayProblem(problem: Problem): string {
  switch (problem.code) {
    case "sold_out":
      return t("Somebody was quicker: there are not enough tickets left for your choice. We have updated what is available and kept the rest.");
    case "order_expired":
      return t("The time to complete your order has run out.");
    case "order_not_payable":
      return t("This order can no longer be paid. Please start again; your card has not been charged.");
    case "rate_limited":
      return t("That was a lot of requests in a short time. Please wait a minute and try again.");
    case "busy":
      return t("Many people are buying right now. Nothing is lost: please try again in a moment.");
    case "offline":
      return t("We cannot reach the box office. Check your connection and try again; nothing has been charged.");
    default:
      if (problem.status >= 500)
        return t("Something went wrong on our side. Please try again; nothing has been charged twice.");
      return problem.detail || t("That did not work. Please try again.");
  }
}
