import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RenderTarget } from "@/lib/core/host/profile";
import { placeFiles } from "@/lib/core/release/build";
import { renderFiles } from "@/lib/core/render/render";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { medianTime, ratioSideBySide, rounded } from "./lib/measure";

const EXIM = "/usr/sbin/exim4";
const DOMAINS = 10_000;
/** The last in the map, which is the longest way for a search from its top. */
const LAST = "list9999.example.com";

const systemWith = (prefix: string): MailSystem =>
	mailSystem.parse({
		...newMailSystem("admin@example.net"),
		installations: [
			{
				id: "one",
				prefix,
				user: "mail",
				group: "mail",
				python: "/usr/bin/python3",
				webHost: "www.example.com",
			},
		],
		domains: Array.from({ length: DOMAINS }, (_, i) => ({
			name: `list${i}.example.com`,
			installation: "one",
		})),
	});

/** What somebody would write by hand for one list domain: the HOWTO's router and transport, made to work. */
const byHand = (prefix: string) => `primary_hostname = host.example.com
domainlist mm_domains = ${LAST}
keep_environment =
begin routers
mailman_router:
  driver = accept
  domains = +mm_domains
  local_parts = dsearch,filter=subdir;${prefix}/lists
  require_files = ${prefix}/lists/$local_part_data/config.pck
  local_part_suffix_optional
  local_part_suffix = -bounces : -bounces+* : -confirm+* : -join : -leave : -owner : -request : -admin
  transport = mailman_transport
begin transports
mailman_transport:
  driver = pipe
  command = ${prefix}/mail/mailman post $local_part_data
  user = mail
  group = mail
`;

const ask = (configuration: string) => {
	const { stdout, stderr } = spawnSync(EXIM, ["-C", configuration, "-bt", `news@${LAST}`], {
		encoding: "utf8",
	});
	if (!stdout.includes("router = mailman_router, transport = mailman_transport"))
		throw new Error(`exim -bt did not route news@${LAST} through ${configuration}: ${stdout}${stderr}`);
};

/**
 * `render_10000_domains_ms`: rendering all of Exim's and Mailman's text for a host of 10,000 domains.
 * `route_ratio`: one `exim -bt` through it, over the same through a hand-written text with one domain.
 */
export async function run() {
	const directory = mkdtempSync(path.join(tmpdir(), "listkeeper-bench-"));
	chmodSync(directory, 0o755);
	try {
		const prefix = path.join(directory, "mailman");
		mkdirSync(path.join(prefix, "lists/news"), { recursive: true });
		writeFileSync(path.join(prefix, "lists/news/config.pck"), "");
		const system = systemWith(prefix);
		const target: RenderTarget = {
			layout: "whole",
			frame: null,
			hostname: "host.example.com",
			stateDirectory: directory,
			runtime: null,
			sinkPort: null,
		};
		const release = path.join(directory, "releases/1");
		for (const file of placeFiles(renderFiles(system, target), release)) {
			mkdirSync(path.dirname(path.join(release, file.target)), { recursive: true });
			writeFileSync(path.join(release, file.target), file.text);
		}
		const ours = path.join(release, "exim/exim.conf");
		const theirs = path.join(directory, "by-hand.conf");
		writeFileSync(theirs, byHand(prefix));
		return {
			render_10000_domains_ms: rounded(
				medianTime(15, () => renderFiles(system, target)),
				1,
			),
			route_ratio: rounded(
				ratioSideBySide(
					101,
					() => ask(ours),
					() => ask(theirs),
				),
				3,
			),
		};
	} finally {
		rmSync(directory, { recursive: true });
	}
}
