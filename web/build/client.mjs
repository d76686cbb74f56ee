// Makes the TypeScript client's generated part from the API's document as `infra clients` has cut it down, builds it, and
// packs it for npm.

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@hey-api/openapi-ts";

const project = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(project, "clients/typescript");
const build = join(project, ".local/build/clients");

await createClient({
  input: join(build, "openapi.json"),
  output: { path: join(folder, "src/generated"), module: { extension: ".js" }, entryFile: false },
  logs: { level: "silent", file: false },
  plugins: [
    { name: "@hey-api/client-fetch", throwOnError: true },
    "@hey-api/typescript",
    { name: "@hey-api/sdk", operations: { strategy: "single", containerName: "Routes" }, responseStyle: "data" },
  ],
});
rmSync(join(folder, "dist"), { recursive: true, force: true });
run(join(project, "web/node_modules/.bin/tsc"), "-p", folder);
run("npm", "pack", folder, "--silent", "--pack-destination", join(build, "packages"));

function run(command, ...words) {
  const { status } = spawnSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}
