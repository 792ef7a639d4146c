import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { readBanner } from "../real-connection";
import type { TestHost } from "./host";

const sha256 = (file: string) => createHash("sha256").update(fs.readFileSync(file)).digest("hex");

/** Every file below a directory, relative to it. */
const filesBelow = (directory: string): string[] =>
	fs
		.readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.sort();

/** The runners of a simulated Mailman, by what /proc says, not by what the program under test says. */
function runnersOf(prefix: string): number {
	return fs
		.readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => {
			try {
				return fs.readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`${prefix}/bin/qrunner`);
			} catch {
				return false;
			}
		}).length;
}

/**
 * Holds a host against what is promised of it at any time nobody works on it: one whole release is live, Exim
 * answers for it, Mailman runs, and nothing is left over.
 * In: which releases may be live, by id. Out: the live one's number.
 */
export async function expectWhole(host: TestHost, ids: readonly string[], why: string): Promise<number> {
	const { state, config } = host;
	expect(fs.existsSync(path.join(state, "journal.json")), `${why}: the journal is empty`).toBe(false);
	const litter = fs.readdirSync(state).filter((name) => name.endsWith(".new") || name === "canary");
	expect(litter, `${why}: nothing half written is left`).toEqual([]);

	const directory = fs.realpathSync(path.join(state, "current"));
	expect(path.dirname(directory), `${why}: the link leads to a release`).toBe(path.join(state, "releases"));
	const manifest = JSON.parse(fs.readFileSync(path.join(directory, "manifest.json"), "utf8"));
	expect(ids, `${why}: the old release or the new one`).toContain(manifest.id);
	for (const { target, sha256: hash } of manifest.files)
		expect(sha256(path.join(directory, target)), `${why}: ${target} as its manifest says`).toBe(hash);
	const targets = manifest.files.map((file: { target: string }) => file.target);
	expect(filesBelow(directory), `${why}: no other file`).toEqual(["manifest.json", ...targets].sort());
	for (const name of fs.readdirSync(path.join(state, "releases"))) {
		const other = path.join(state, "releases", name, "manifest.json");
		expect(
			fs.existsSync(other) && JSON.parse(fs.readFileSync(other, "utf8")).fate,
			`${why}: ${name}`,
		).not.toBe("staged");
	}

	const { port, interfaces } = config.target.runtime ?? { port: 0, interfaces: [] };
	for (const address of interfaces)
		expect(await readBanner(address, port, 5_000), `${why}: Exim answers on ${address}`).toContain(
			` release ${path.basename(directory)}`,
		);
	for (const { prefix } of config.installations) {
		const own = fs.readFileSync(path.join(prefix, "Mailman/mm_cfg.py"), "utf8");
		expect(own.match(/# listkeeper$/gm), `${why}: one line in ${prefix}`).toHaveLength(1);
		expect(fs.readdirSync(path.join(prefix, "Mailman")), why).not.toContain("mm_cfg.py.new");
		expect(runnersOf(prefix), `${why}: Mailman runs in ${prefix}`).toBe(8);
	}
	return manifest.number;
}
