// Stands beside an installed console where no systemd does, as the same account but outside the bounds that the console
// is kept in: keeps its log, and starts this machine's program by the one line for sudo for whoever asks at the socket.
// Two words: the socket and the log. Ends with its standard input, which is the console's output.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { SERVE_ARGV } from "@/lib/core/host/program";
import { boundedLog } from "./bounded-log";

const [socket = "", log = ""] = process.argv.slice(2);
const [command, ...words] = SERVE_ARGV;
/** Pages ask for a few things at once, and each person has one deployment under way at most. */
const AT_ONCE = 64;

process.umask(0o077);
const note = boundedLog(log);

// Nothing is read here of what is asked: the connection is the program's own standard input and output.
const server = createServer({ pauseOnConnect: true }, (connection) => {
	const program = spawn(command, words, {
		cwd: "/",
		stdio: [connection, connection, connection],
		env: { NODE_ENV: "production", PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" },
		// What changes the host goes on to its own end, whatever ends us.
		detached: true,
	});
	program.once("error", (error) => note(`${error.message}\n`));
	program.unref();
	connection.once("error", () => {});
	connection.destroy();
});
server.maxConnections = AT_ONCE;
server.on("error", (error) => note(`Nobody can be asked on this machine: ${error.message}\n`));
// What one that was killed has left.
rmSync(socket, { force: true });
server.listen(socket);

process.stdin.on("data", note).once("end", () => {
	rmSync(socket, { force: true });
	process.exit(0);
});
// Whoever stops the console stops it by its own number; we end after its last word.
for (const signal of ["SIGHUP", "SIGINT"] as const) process.on(signal, () => {});
