// A slip of the hand in the domain is noticed; an unusual domain is left alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeEmail, suggestEmail } from "../src/buyer/emailTypo.ts";

test("common slips get the address that was meant", () => {
  assert.equal(suggestEmail("ada@gmial.com"), "ada@gmail.com");
  assert.equal(suggestEmail("ada@gmail.con"), "ada@gmail.com");
  assert.equal(suggestEmail("ada@hotmial.com"), "ada@hotmail.com");
  assert.equal(suggestEmail("Ada.Lovelace@Outlok.com"), "Ada.Lovelace@outlook.com");
});

test("known and unusual domains are not questioned", () => {
  for (const email of ["ada@gmail.com", "ada@me.com", "ada@example.org", "ada@university.edu", "ada@mx.de"])
    assert.equal(suggestEmail(email), null);
});

test("what is no address yet gets no suggestion", () => {
  for (const email of ["", "ada", "ada@", "@gmial.com"]) assert.equal(suggestEmail(email), null);
});

test("an address needs a name, a domain and a dot", () => {
  assert.ok(looksLikeEmail(" ada@example.org "));
  for (const email of ["ada", "ada@example", "a b@example.org", "ada@@example.org"]) assert.ok(!looksLikeEmail(email));
});
