// Builds web/dist: hashed assets, the static pages that name them, the API's clients as packages, and the manifest for
// the Python templates.

import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { BUNDLES } from "./bundles.mjs";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "..");
const DIST = join(WEB, "dist");
const CLIENTS = join(WEB, "../.local/build/clients/packages");
const FOR_PYTHON = join(WEB, "../chalicelib/pages/assets.json");

function options(name, bundle) {
  return {
    absWorkingDir: WEB,
    entryPoints: { [name]: bundle.entry },
    outdir: DIST,
    publicPath: "/",
    entryNames: "assets/[name]-[hash]",
    chunkNames: "assets/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["es2022", "safari16"],
    jsx: "automatic",
    jsxImportSource: bundle.jsx ?? "preact",
    loader: { ".wasm": "file" },
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    logLevel: "warning",
  };
}

/** The files that the first load of an entry fetches: itself, what it imports statically, its style. */
function firstLoad(outputs, entryFile) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const { imports, cssBundle } = outputs[file];
    if (cssBundle) visit(cssBundle);
    for (const one of imports) if (one.kind === "import-statement") visit(one.path);
  };
  visit(entryFile);
  return [...seen];
}

async function bundle(name, spec) {
  const { metafile } = await build(options(name, spec));
  const [entryFile] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === spec.entry);
  const files = firstLoad(metafile.outputs, entryFile);
  let bytes = 0;
  let gzip = 0;
  for (const file of files) {
    const content = await readFile(join(WEB, file));
    bytes += content.length;
    gzip += gzipSync(content, { level: 9 }).length;
  }
  const address = (file) => file.replace(/^dist/, "");
  const script = files.find((file) => file === entryFile && file.endsWith(".js"));
  const style = files.find((file) => file.endsWith(".css"));
  return { ...(script && { js: address(script) }), ...(style && { css: address(style) }), bytes, gzip };
}

/** Puts the hashed names into a page: `{{ buyer.js }}`, `{{ page.css }}`. */
async function pages(manifest) {
  const files = await readdir(join(WEB, "pages"), { recursive: true });
  for (const file of files.filter((one) => one.endsWith(".html"))) {
    const source = await readFile(join(WEB, "pages", file), "utf8");
    const html = source.replace(/\{\{ (\w+)\.(js|css) \}\}/g, (_, name, kind) => {
      const address = manifest[name]?.[kind];
      if (!address) throw new Error(`${file} names ${name}.${kind}, which was not built`);
      return address;
    });
    const name = file.replace(/\.html$/, "");
    const path = ["index", "404"].includes(name) ? `${name}.html` : `${name}/index.html`;
    await mkdir(dirname(join(DIST, path)), { recursive: true });
    await writeFile(join(DIST, path), html);
  }
}

async function all() {
  await rm(DIST, { recursive: true, force: true });
  const built = await Promise.all(
    Object.entries(BUNDLES).map(async ([name, spec]) => [name, await bundle(name, spec)]),
  );
  const manifest = Object.fromEntries(built);
  await pages(manifest);
  await cp(join(WEB, "public"), DIST, { recursive: true });
  await cp(CLIENTS, join(DIST, "clients"), { recursive: true });
  await writeFile(join(DIST, "manifest.json"), JSON.stringify(manifest, null, 2));
  // The event page carries its style inline: one request less before the first paint.
  const style = await readFile(join(DIST, manifest.page.css), "utf8");
  await writeFile(FOR_PYTHON, JSON.stringify({ ...manifest, style: style.trim() }, null, 2));
}

await all();
if (process.argv.includes("--watch")) {
  let timer;
  for (const folder of ["src", "pages"]) {
    watch(join(WEB, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => all().then(() => console.log("built"), console.error), 100);
    });
  }
}
