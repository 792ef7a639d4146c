// @ts-check
// npm run lock: run it after each change of dependencies. A lock file made on one system may lack the
// optional binaries of the others, and `npm ci` then refuses it ("Missing: … from lock file"). This puts
// their entries back, pinned as their dependents pin them, and takes registry addresses out.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { completeLock } from "./lib/lock.mjs";
import { CHECKOUT } from "./lib/paths.mjs";

const file = path.join(CHECKOUT, "package-lock.json");
const { text, added, unpinned } = completeLock(readFileSync(file, "utf8"));
writeFileSync(file, text);
process.stdout.write(`${added.length} entries added.\n`);
if (unpinned.length > 0) {
	process.stderr.write(`No exact version is named for ${unpinned.join(", ")}; install these by hand.\n`);
	process.exitCode = 1;
}
