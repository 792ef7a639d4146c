// The installed console itself: brings its database up to date, then serves. It runs as its account, and may write its
// state directory and nothing else. One word: the socket at which this machine's program is asked.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CONSOLE } from "@/lib/core/host/console-places";
import { keptSecret } from "../lib/secret.mjs";
import { consoleEnvironment } from "./settings";

const build = path.resolve(import.meta.dirname, "..");
const [socket] = process.argv.slice(2);
const LAST_ANSWERS_MS = 3_000;
// The server answers what it was asked before it ends; open pages, which listen for ever, don't keep it longer.
for (const signal of ["SIGTERM", "SIGINT"] as const)
	process.once(signal, () => setTimeout(() => process.exit(0), LAST_ANSWERS_MS).unref());
process.umask(0o077);

const env = consoleEnvironment(process.env);
mkdirSync(`${CONSOLE.state}/tmp`, { recursive: true });
// SQLite gives the files it lays beside a database the database's own mode.
const database = `${CONSOLE.state}/listkeeper.db`;
if (!existsSync(database)) writeFileSync(database, "", { mode: 0o600 });
Object.assign(process.env, env, {
	HOSTNAME: env.HOST || "127.0.0.1",
	PORT: env.PORT || "3000",
	LISTKEEPER_SECRET: env.LISTKEEPER_SECRET || keptSecret(`${CONSOLE.state}/secret`),
	...(socket === undefined ? {} : { LISTKEEPER_HOST_SOCKET: socket }),
});

const migrated = spawnSync(process.execPath, [path.join(build, "bin/migrate.mjs"), "deploy"], {
	stdio: ["ignore", "inherit", "inherit"],
});
if (migrated.status !== 0) {
	process.stderr.write("The database can't be brought up to date; the console doesn't start.\n");
	process.exit(1);
}
await import(pathToFileURL(path.join(build, "server.js")).href);
