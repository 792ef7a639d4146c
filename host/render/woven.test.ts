import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { type HostConfig, hostConfig, liveEximFile, type Woven } from "../config";
import { realSystem } from "../real-system";
import { EXIM_VERSIONS, type EximUnderTest } from "../testing/exim-versions";
import { howto } from "../testing/howto";
import { upstreamText } from "../testing/their-text";
import { weaving, withFrame } from "../their-exim";
import { Rendered } from "./testing/rendered";

const LISTS = "list.example.com";
const STRANGER = "192.0.2.10";
const system = realSystem(null);

/** Debian's own files of an Exim's release, with aliases of our own; not split they are one template. */
function debian(exim: EximUnderTest, root: string, split: boolean, runtime: string): Woven {
	const directory = path.join(root, "exim4");
	fs.cpSync(path.join(exim.root ?? "/", "etc/exim4"), directory, { recursive: true });
	for (const name of ["exim4.conf.template", "conf.d/router/400_exim4-config_system_aliases"]) {
		const file = path.join(directory, name);
		fs.writeFileSync(
			file,
			fs.readFileSync(file, "utf8").replaceAll("/etc/aliases", path.join(root, "etc/aliases")),
		);
	}
	// Some of it Debian names by macros.
	const own = runtime
		.replace("spool_directory", "SPOOLDIR")
		.replace("tls_advertise_hosts", "MAIN_TLS_ADVERTISE_HOSTS");
	if (split) fs.writeFileSync(path.join(directory, "conf.d/main/00_runtime"), own);
	else {
		const template = path.join(directory, "exim4.conf.template");
		fs.writeFileSync(template, `${own}${fs.readFileSync(template, "utf8")}`);
	}
	fs.writeFileSync(
		path.join(directory, "update-exim4.conf.conf"),
		`dc_eximconfig_configtype='internet'\ndc_other_hostnames='Other.example;second.example'\ndc_use_split_config='${split}'\ndc_localdelivery='mail_spool'\nCFILEMODE='644'\n`,
	);
	return {
		kind: split ? "debian-split" : "debian-single",
		directory,
		generated: path.join(root, "generated"),
		update: "/usr/sbin/update-exim4.conf",
	};
}

const LAYOUTS = ["upstream's", "the HOWTO's", "Debian's split", "Debian's single"] as const;

describe.each(EXIM_VERSIONS)("woven into another configuration, Exim $version", (exim) => {
	let rendered: Rendered;
	let base: MailSystem;
	let root: string;
	beforeAll(() => {
		rendered = new Rendered(exim);
		root = rendered.makeLists(["news"]);
		fs.mkdirSync(path.join(root, "etc"));
		fs.writeFileSync(path.join(root, "etc/aliases"), "postmaster: daemon\n");
		const user = rendered.target().runtime?.user ?? "";
		base = mailSystem.parse({
			...newMailSystem("admin@away.example"),
			installations: [
				{
					id: "one",
					prefix: root,
					user,
					group: user,
					python: "/usr/bin/python3",
					webHost: "www.example.com",
				},
			],
			domains: [{ name: LISTS, installation: "one" }],
			verp: { ...newMailSystem("admin@away.example").verp, strategy: "exim" },
		});
	});
	afterAll(() => rendered.remove());

	/** Lays a configuration out and weaves into it. Out: the file that Exim reads. */
	function join(layout: (typeof LAYOUTS)[number]): string {
		fs.rmSync(path.join(root, "exim4"), { recursive: true, force: true });
		const runtime = rendered
			.runtime()
			.split("\n")
			.filter((line) => /^\w+ =/.test(line) && !/^(LK_SINK_PORT|tls_certificate)/.test(line))
			.map((line) => `${line}\n`)
			.join("");
		const file = path.join(root, "own.conf");
		const upstream = upstreamText({ root });
		if (layout.startsWith("Debian")) fs.rmSync(file, { force: true });
		else fs.writeFileSync(file, `${runtime}${layout === "upstream's" ? upstream : howto(upstream)}`);
		const woven: Woven = layout.startsWith("Debian")
			? debian(exim, root, layout.includes("split"), runtime)
			: { kind: "one-file", file };
		const target = {
			...rendered.target(),
			layout: "woven" as const,
			stateDirectory: path.join(root, "state"),
		};
		const config: HostConfig = withFrame(
			system,
			hostConfig.parse({
				kind: "rehearsal",
				target,
				exim: { path: "/usr/sbin/exim4", woven },
				allowedPrefixes: [root],
			}),
		);
		const release = rendered.place(base, config.target);
		fs.mkdirSync(config.target.stateDirectory, { recursive: true });
		fs.rmSync(path.join(config.target.stateDirectory, "current"), { force: true });
		fs.symlinkSync(release, path.join(config.target.stateDirectory, "current"));
		const { files, problems } = weaving(system, config, woven);
		expect(problems).toEqual([]);
		for (const { file: one, to } of files) if (to !== null) fs.writeFileSync(one, to, "latin1");
		if (woven.kind !== "one-file") {
			fs.rmSync(woven.generated, { force: true });
			execFileSync(woven.update, ["-d", woven.directory, "-o", woven.generated], { stdio: "pipe" });
			fs.chmodSync(woven.generated, 0o644);
		}
		return liveEximFile(config);
	}

	it.each(LAYOUTS)("reads %s with ours in it, and takes lists' mail by our router", (layout) => {
		const file = join(layout);
		const accepted = rendered.ask(file, "-bV");
		expect(`${accepted.stderr}`).not.toMatch(/configuration error/);
		expect(accepted.status, accepted.stderr).toBe(0);
		const routed = rendered.ask(
			file,
			"-bt",
			`news@${LISTS}`,
			`news-bounces+a=b.example@${LISTS}`,
			`no-such-list@${LISTS}`,
			"postmaster@localhost",
		);
		expect(
			routed.stdout.match(/router = lk_mailman_router, transport = lk_mailman_transport/g),
			`${routed.stdout}${routed.stderr}`,
		).toHaveLength(2);
		expect(routed.stdout).toContain(`no-such-list@${LISTS} is undeliverable`);
		const out = rendered.ask(
			file,
			"-bt",
			"-oMa",
			"127.0.0.1",
			"-f",
			`news-bounces@${LISTS}`,
			"x@away.example",
		);
		expect(out.stdout).toContain("router = lk_mailman_verp_router, transport = lk_mailman_verp_smtp");
	});

	it.each(LAYOUTS)("asks our rules in the ACLs of %s, and theirs after them", (layout) => {
		const file = join(layout);
		expect(
			rendered.session(file, STRANGER, "", [`news@${LISTS}`, `news-bounces@${LISTS}`, "x@away.example"]),
		).toEqual([
			"550 Recipient never sends mail so cannot cause bounces",
			"250 Accepted",
			"550 relay not permitted",
		]);
	});

	it("keeps what dc_other_hostnames names among Debian's own domains, as it is written at the time", () => {
		const file = join("Debian's split");
		const local = () =>
			rendered.expand(
				file,
				["other.example", "SECOND.example", "third.example", LISTS, "away.example"].map(
					(domain) => `\${if match_domain{${domain}}{+local_domains}{yes}{no}}`,
				),
			);
		expect(local()).toEqual(["yes", "yes", "no", "yes", "no"]);
		const settings = path.join(root, "exim4/update-exim4.conf.conf");
		fs.writeFileSync(settings, fs.readFileSync(settings, "utf8").replace("second.example", "third.example"));
		expect(local()).toEqual(["yes", "no", "yes", "yes", "no"]);
	});
});
