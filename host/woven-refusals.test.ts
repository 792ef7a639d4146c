import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { editHostConfig, makeTestHost, type TestHost } from "./testing/host";
import { call } from "./testing/program";
import { upstreamText } from "./testing/their-text";
import { debianHost, joining, oneFileHost, type WovenHost } from "./testing/woven";

/** Joins a host whose difference was seen; gives what it was refused for. */
async function refusal(host: TestHost, system: MailSystem): Promise<Diagnosis | null> {
	const called = await host.ask(await joining(host, system));
	if (called.last?.type === "error") return called.last.diagnosis;
	const told = called.events.find((event) => event.type === "diagnosis");
	return told?.type === "diagnosis" ? told.diagnosis : null;
}

describe("a host whose own configuration doesn't go with the settings", () => {
	let host: WovenHost;
	let text: string;
	let system: MailSystem;
	beforeAll(async () => {
		host = await oneFileHost(upstreamText);
		text = fs.readFileSync(host.live, "latin1");
		system = host.settings();
	});
	afterAll(() => host?.remove());

	it.each([
		[
			"a greeting of its own",
			(all: string) => all.replace(/^begin acl$/m, "smtp_banner = hello\nbegin acl"),
			"theirs-banner",
			/smtp_banner/,
		],
		[
			"another number for a setting",
			(all: string) => all.replace(/^begin acl$/m, "smtp_accept_queue_per_connection = 3\nbegin acl"),
			"theirs-differs",
			/sets smtp_accept_queue_per_connection to 3, and Listkeeper would set it to \d+/,
		],
		[
			"no name for its own domains",
			(all: string) => all.replace(/^domainlist local_domains = @$/m, "").replaceAll("+local_domains", "@"),
			"weave",
			/There is no domainlist local_domains/,
		],
		[
			"an ACL that isn't named",
			(all: string) => all.replace(/^acl_smtp_data =.*$/m, "acl_smtp_data = ${if bool{true}{a}{b}}"),
			"weave",
			/acl_smtp_data is .* names no ACL/,
		],
		[
			"no routers",
			(all: string) => all.replace(/^begin routers$/m, ""),
			"weave",
			/There is no “begin routers”/,
		],
	] as const)("with %s, is left as it is and told the line", async (_what, edit, code, sentence) => {
		const edited = edit(text);
		expect(edited).not.toBe(text);
		fs.writeFileSync(host.live, edited, "latin1");
		const told = await refusal(host, system);
		expect(told).toMatchObject({ code, sentence: expect.stringMatching(sentence) });
		expect(told?.place?.file).toBe(host.live);
		expect(told?.remedy).not.toBe("");
		const line = edited.split("\n")[(told?.place?.line ?? 1) - 1] ?? "";
		if (told?.place?.line) expect(line).toMatch(/smtp_banner|smtp_accept_queue|acl_smtp_data/);
		expect(fs.readFileSync(host.live, "latin1")).toBe(edited);
		expect(fs.readdirSync(path.join(host.root, "etc")).filter((name) => name.endsWith(".new"))).toEqual([]);
	});

	it("with a line that Exim has come to refuse, is told where it stands and not where a copy of it does", async () => {
		const edited = text.replace(/^begin acl$/m, "smtp_accept_max = many\nbegin acl");
		expect(edited).not.toBe(text);
		fs.writeFileSync(host.live, edited, "latin1");
		const told = await refusal(host, system);
		expect(told).toMatchObject({
			remedy: "This line is the host's own. Correct it there, then check again.",
			place: { file: host.live, line: edited.split("\n").indexOf("smtp_accept_max = many") + 1 },
		});
	});

	it("sends by a smarthost, and is told that Exim can't do VERP then", async () => {
		fs.writeFileSync(
			host.live,
			text.replace(/^( {2}driver = )dnslookup$/m, "$1manualroute\n  route_list = * smart.example.net"),
			"latin1",
		);
		const byExim = host.settings({ verp: { ...system.verp, strategy: "exim" } });
		expect(await refusal(host, byExim)).toMatchObject({ code: "theirs-smarthost", setting: "verp.strategy" });
	});

	it("has an alias of a list's name, and is told that its mail would not come to the list", async () => {
		fs.writeFileSync(host.live, text, "latin1");
		fs.appendFileSync(path.join(host.root, "etc/aliases"), `news: daemon@${host.config.target.hostname}\n`);
		const told = await refusal(host, system);
		expect(told?.sentence).toContain("news@list.example.com");
		expect(told?.said.join("\n")).toContain("daemon@");
		expect(fs.readFileSync(host.live, "latin1")).toBe(text);
	});
});

describe("a host with Debian's configuration, in which somebody has made a mistake since", () => {
	let host: WovenHost;
	beforeAll(async () => {
		host = await debianHost("debian-split");
	});
	afterAll(() => host?.remove());

	it("is told the file and line that they edit, not the generated one's or a copy's", async () => {
		const file = path.join(host.root, "etc/exim4/conf.d/router/900_exim4-config_local_user");
		fs.appendFileSync(file, "  no_such_option = yes\n");
		const told = await refusal(host, host.settings());
		const lines = fs.readFileSync(file, "utf8").split("\n");
		expect(told?.place).toMatchObject({ file, line: lines.indexOf("  no_such_option = yes") + 1 });
	});
});

describe("a host without any configuration of its own", () => {
	let host: TestHost;
	let link: string;
	beforeAll(async () => {
		host = await makeTestHost();
		link = path.join(host.root, "var/exim.conf");
		const { uid, gid } = fs.statSync(host.state);
		fs.chownSync(path.dirname(link), uid, gid);
		editHostConfig(host.root, (config) => {
			(config.exim as Record<string, unknown>).link = link;
		});
	});
	afterAll(() => host?.remove());

	it("is not given one over something that is there", async () => {
		fs.writeFileSync(link, "begin acl\n");
		expect(await refusal(host, host.settings())).toMatchObject({ code: "link-taken" });
		expect(fs.readFileSync(link, "utf8")).toBe("begin acl\n");
		fs.rmSync(link);
	});

	it("gets a whole one where its Exim looks for it, and has none again when it is left", async () => {
		expect(await refusal(host, host.settings())).toBe(null);
		expect(fs.readFileSync(link, "utf8")).toContain("Written by Listkeeper");
		expect((await host.status()).drift).toEqual([]);
		const left = await (await call(["--root", host.root, "leave"])).ended;
		expect(left.status, left.stderr).toBe(0);
		expect(left.stdout).toContain("Exim was stopped");
		expect(fs.existsSync(link)).toBe(false);
		expect((await host.status()).exim.banner).toBe(null);
	});
});
