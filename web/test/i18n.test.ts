// Messages are filled in, and plural forms chosen by the language.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { plural, setCatalogue, t } from "../src/i18n/translate.ts";
import { pick } from "../src/shared/text.ts";

afterEach(() => setCatalogue({}));

test("values are put into the message", () => {
  assert.equal(t("Pay {amount}", { amount: "€5" }), "Pay €5");
  assert.equal(t("Pay {amount}"), "Pay {amount}");
});

test("one and many have their own form", () => {
  assert.equal(plural(1, "{count} ticket", "{count} tickets"), "1 ticket");
  assert.equal(plural(2, "{count} ticket", "{count} tickets"), "2 tickets");
});

test("a catalogue replaces the English text", () => {
  setCatalogue({ "Get tickets": "Karten kaufen" });
  assert.equal(t("Get tickets"), "Karten kaufen");
  assert.equal(t("Sold out"), "Sold out");
});

test("a text falls back from a region to its language, to English, to any", () => {
  assert.equal(pick({ de: "Hallo", en: "Hello" }, "de-AT"), "Hallo");
  assert.equal(pick({ de: "Hallo", en: "Hello" }, "fr"), "Hello");
  assert.equal(pick({ de: "Hallo" }, "fr"), "Hallo");
  assert.equal(pick({}, "fr"), "");
});
