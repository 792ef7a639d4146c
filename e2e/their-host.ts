import fs from "node:fs";
import path from "node:path";
import { processAccount } from "@/host/account";
import { type HostConfig, hostConfigPath } from "@/host/config";
import { createRehearsalHost } from "@/host/rehearsal/create";
import { startRehearsalHost, stopRehearsalHost } from "@/host/rehearsal/start";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { runtimeText } from "@/host/testing/their-text";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { openDatabase } from "./people";

const PROGRAM = [process.execPath, path.resolve("dist/listkeeper.mjs")];

type Made = { root: string; config: HostConfig };

/** A list host with an Exim configuration of its own, which the console has just come to know. */
export type TheirHost = Made & { id: string; file: string; before: string; remove: () => Promise<void> };

/** What of it a row of the console's database is made with, as adding a host makes it. */
async function intoConsole(id: string, name: string, { root, config }: Made) {
	const db = openDatabase();
	const now = new Date().toISOString();
	const run = (sql: string, args: (string | null)[]) => db.execute({ sql, args });
	await run("INSERT INTO Host (id, name, connection, createdAt) VALUES (?, ?, ?, ?)", [
		id,
		name,
		JSON.stringify({ kind: "rehearsal", root }),
		now,
	]);
	await run(
		"INSERT INTO Membership (userId, hostId, role, createdAt) SELECT userId, ?, role, ? FROM Membership WHERE role = 'owner' LIMIT 1",
		[id, now],
	);
	const { user = "", group = "" } = config.target.runtime ?? {};
	for (const { prefix } of config.installations) {
		const slug = path.basename(path.dirname(prefix));
		await run(
			'INSERT INTO Installation (id, hostId, slug, prefix, user, "group", python, webHost, updatedAt, updatedBy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
			[`${id}-${slug}`, id, slug, prefix, user, group, "/usr/bin/python3", `www.example.${slug}`, now, "Ada"],
		);
	}
	const { administrator, verp, tuning, policy } = newMailSystem("postmaster@example.net");
	for (const [section, value] of Object.entries({ administrator, verp, tuning, policy }))
		await run(
			"INSERT INTO Setting (hostId, section, value, updatedAt, updatedBy) VALUES (?, ?, ?, ?, 'Ada')",
			[id, section, JSON.stringify(value), now],
		);
	db.close();
}

/**
 * Makes one. In: its row's id, its name in the console, null for one that the console doesn't know yet; what stands in
 * its Exim's one file, and in its aliases.
 */
export async function makeTheirHost(
	id: string,
	name: string | null,
	text: (host: Made) => string,
	aliases: string,
): Promise<TheirHost> {
	const directory = temporaryRoot();
	const root = directory.path;
	const config = await createRehearsalHost({ directory: root });
	await startRehearsalHost(root, PROGRAM);
	const file = path.join(root, "etc/exim.conf");
	const before = `${runtimeText({ config }, false)}${text({ root, config })}`;
	fs.writeFileSync(file, before);
	fs.writeFileSync(path.join(root, "etc/aliases"), aliases);
	const account = processAccount(config);
	for (const one of [file, path.dirname(file)]) if (account) fs.chownSync(one, account.uid, account.gid);
	const json = hostConfigPath(root);
	const written = JSON.parse(fs.readFileSync(json, "utf8"));
	written.target.layout = "woven";
	written.exim.woven = { kind: "one-file", file };
	fs.writeFileSync(json, JSON.stringify(written));
	if (name !== null) await intoConsole(id, name, { root, config });
	return {
		root,
		config,
		id,
		file,
		before,
		remove: async () => {
			const db = openDatabase();
			await db.execute("PRAGMA foreign_keys = ON");
			await db.execute({ sql: "DELETE FROM Domain WHERE hostId = ?", args: [id] });
			await db.execute({ sql: "DELETE FROM Host WHERE id = ?", args: [id] });
			db.close();
			await stopRehearsalHost(root);
			directory.remove();
		},
	};
}
