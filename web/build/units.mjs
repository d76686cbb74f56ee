// Builds the unit tests, the TypeScript client's among them, with esbuild and runs them with Node's own test runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDERS = [join(HERE, "../test"), join(HERE, "../../clients/typescript/test")];
const out = mkdtempSync(join(tmpdir(), "foyer-units-"));
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(folder, file)),
);
buildSync({
  entryPoints: files,
  outdir: out,
  entryNames: "[name]",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  logLevel: "warning",
});
const run = spawnSync(
  process.execPath,
  ["--test", ...files.map((file) => join(out, basename(file).replace(/\.ts$/, ".mjs")))],
  { stdio: "inherit" },
);
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
