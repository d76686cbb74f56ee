// The dashboard's small rules: routes, safe returns, descriptions typed as plain text, errors beside their fields.

import assert from "node:assert/strict";
import { test } from "node:test";
import { errorsOf } from "../src/dashboard/forms.ts";
import { words } from "../src/dashboard/format.ts";
import { toHtml, toText } from "../src/dashboard/plainText.ts";
import { match, returnPath } from "../src/dashboard/router.ts";
import { Problem } from "../src/shared/http.ts";

test("a route gives its parameters", () => {
  assert.deepEqual(match("/events/:event/orders", "/events/evt_1/orders"), { event: "evt_1" });
  assert.equal(match("/events/:event", "/events/evt_1/orders"), null);
  assert.equal(match("/events/:event/orders", "/events/evt_1/attendees"), null);
});

test("signing in returns only to a path of this site", () => {
  const to = (path: string) => returnPath(new URLSearchParams({ return: path }));
  assert.equal(to("/checkin/"), "/checkin/");
  for (const path of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
    assert.equal(to(path), null);
});

test("plain paragraphs survive the way to HTML and back", () => {
  const text = "One & <two\n\nThree\nfour";
  assert.equal(toHtml(text), "<p>One &amp; &lt;two</p><p>Three<br>four</p>");
  assert.equal(toText(toHtml(text)), text);
});

test("HTML that was written as HTML stays as it is", () => {
  const html = "<h2>Title</h2><p>Text</p>";
  assert.equal(toHtml(html), html);
  assert.equal(toText(html), html);
});

test("an error stands beside its field, what fits none above the form", () => {
  const problem = new Problem("invalid_input", 422, "Look again.", [
    { field: "title.en", message: "Too long." },
    { field: "slug", message: "Taken." },
  ]);
  assert.deepEqual(errorsOf(problem, ["title"]), { title: "Too long.", form: "slug: Taken." });
});

test("a refusal without fields is shown above the form", () => {
  assert.deepEqual(errorsOf(new Problem("wrong_credentials", 401, "Wrong password."), ["email"]), { form: "Wrong password." });
});

test("a fact's name reads as words", () => {
  assert.equal(words("OrderReserved"), "Order reserved");
});

test("whoever was signed out meanwhile learns how to go on without losing what they typed", () => {
  for (const code of ["unauthenticated", "session_expired"])
    assert.match(errorsOf(new Problem(code, 401, "Please sign in."), ["name"])["form"]!, /Sign in, then try again/);
  const wrong = new Problem("wrong_credentials", 401, "The e-mail address or the password is wrong.");
  assert.equal(errorsOf(wrong, ["name"])["form"], wrong.detail);
});
