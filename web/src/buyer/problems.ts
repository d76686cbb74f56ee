// What a refusal means to a buyer, said kindly.

import { t } from "../i18n/translate.ts";
import type { Problem } from "../shared/http.ts";

export function sayProblem(problem: Problem): string {
  switch (problem.code) {
    case "sold_out":
      return t("Somebody was quicker: there are not enough tickets left for your choice. We have updated what is available and kept the rest.");
    case "price_changed":
      return t("The price has just changed. Have another look before you buy.");
    case "code_not_found":
    case "not_a_code":
      return t("This code is not known here. Check it for typing errors.");
    case "code_not_valid_now":
      return t("This code is not valid at this time.");
    case "code_used_up":
      return t("This code has been used as often as it can be.");
    case "still_available":
      return t("There are tickets left: no need to wait.");
    case "occurrence_cancelled":
      return t("This date was cancelled. Please choose another one.");
    case "below_minimum_charge":
      return t("The total is too small to be charged. Please add something, or choose a larger amount.");
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
