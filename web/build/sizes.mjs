// Fails when a page's first load outgrows its budget.

import { readFile } from "node:fs/promises";
import { BUNDLES } from "./bundles.mjs";

const manifest = JSON.parse(await readFile(new URL("../dist/manifest.json", import.meta.url), "utf8"));
let isOver = false;
for (const [name, { budget }] of Object.entries(BUNDLES)) {
  const kilobytes = manifest[name].gzip / 1024;
  const tooMuch = budget !== null && kilobytes > budget;
  isOver ||= tooMuch;
  const limit = budget === null ? "no limit" : `of ${budget}`;
  console.log(`${name.padEnd(10)} ${kilobytes.toFixed(1).padStart(7)} KB ${limit}${tooMuch ? "  TOO LARGE" : ""}`);
}
process.exit(isOver ? 1 : 0);
