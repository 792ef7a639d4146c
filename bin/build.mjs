// @ts-check
// npm run build: Prisma's clients, the host's program, the web side; each only if its sources changed.
import { buildWeb, bundleHost } from "./lib/build.mjs";
import { buildBesideServer } from "./lib/console-build.mjs";
import { generateClients } from "./lib/prisma.mjs";

const show = (/** @type {string} */ text) => process.stdout.write(text);
await generateClients(show);
await bundleHost(show);
await buildWeb(process.env, show);
await buildBesideServer();
