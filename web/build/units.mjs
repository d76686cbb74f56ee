// Builds the unit tests with esbuild and runs them with Node's own test runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const TESTS = join(dirname(fileURLToPath(import.meta.url)), "../test");
const out = mkdtempSync(join(tmpdir(), "foyer-units-"));
const files = readdirSync(TESTS).filter((file) => file.endsWith(".test.ts"));
buildSync({
  entryPoints: files.map((file) => join(TESTS, file)),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
const run = spawnSync(
  process.execPath,
  ["--test", ...files.map((file) => join(out, file.replace(/\.ts$/, ".mjs")))],
  { stdio: "inherit" },
);
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
