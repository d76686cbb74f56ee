// Whom of the team an organizer's mails go to: to those who are chosen, to the usual ones, or to nobody.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { OrganizerSettings } from "../src/dashboard/settings/organizerCalls.ts";
import { chosenOf, fieldsOf, NOBODY, valuesOf } from "../src/dashboard/settings/organizerValues.ts";

const stored = (notifications: OrganizerSettings["notifications"]) =>
  ({ name: "Hall", bio: {}, email: "", phone: "", website: "", links: [], address: {}, privacy: "public", notifications }) as unknown as OrganizerSettings;

test("nobody, the usual ones and somebody are three different choices, there and back", () => {
  const settings = stored({ disputes: [], stock: ["usr_1"] });
  const values = valuesOf(settings);
  assert.deepEqual(values.notifications.disputes, [NOBODY]);
  assert.deepEqual(values.notifications.stock, ["usr_1"]);
  assert.deepEqual(values.notifications.refunds, []);
  assert.deepEqual(fieldsOf(values, settings).notifications, { disputes: [], stock: ["usr_1"] });
});

test("nobody is not chosen beside somebody: what was chosen last counts", () => {
  assert.deepEqual(chosenOf(["usr_1"], ["usr_1", NOBODY]), [NOBODY]);
  assert.deepEqual(chosenOf([NOBODY], [NOBODY, "usr_1"]), ["usr_1"]);
  assert.deepEqual(chosenOf([NOBODY], []), []);
  assert.deepEqual(chosenOf([], ["usr_1", "usr_2"]), ["usr_1", "usr_2"]);
});
