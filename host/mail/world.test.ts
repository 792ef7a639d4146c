import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placeFiles } from "@/lib/core/release/build";
import { renderFiles } from "@/lib/core/render/render";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";

/** Where no mail for the world may go, whatever its DNS says. */
const IGNORED = [
	"0.0.0.0",
	"127.0.0.1",
	"127.9.9.9",
	"::1",
	"::",
	"fe80::1",
	"fec0::1",
	"feff::1",
	"ff02::1",
];
const REACHED = ["192.0.2.1", "203.0.113.9", "2001:db8::1", "fd00::1"];

describe.each(EXIM_VERSIONS)("routes to the world with Exim $version", (exim) => {
	let kit: Kit;
	let configuration: string;
	beforeAll(async () => {
		kit = await Kit.create({ exim });
		const release = path.join(kit.directory, "world");
		for (const file of placeFiles(
			renderFiles(kit.system(), { ...kit.config.target, sinkPort: null }),
			release,
		)) {
			fs.mkdirSync(path.dirname(path.join(release, file.target)), { recursive: true });
			fs.writeFileSync(path.join(release, file.target), file.text);
		}
		configuration = path.join(release, "exim/exim.conf");
	});
	afterAll(() => kit?.stop());

	it.each(["mailman_verp_router", "remote_router"])(
		"%s ignores every address that is not the world's, each range as it is written",
		async (router) => {
			const options = await kit.runExim(["-C", configuration, "-bP", "router", router]);
			const list = /^ignore_target_hosts = (.*)$/m.exec(options.stdout)?.[1] ?? "";
			const asked = [...IGNORED, ...REACHED];
			const answers = await kit.runExim([
				"-C",
				configuration,
				"-be",
				...asked.map((ip) => `\${if match_ip{${ip}}{${list}}{ignored}{reached}}`),
			]);
			expect(asked.map((ip, i) => `${ip} ${answers.stdout.split("\n")[i]}`)).toEqual([
				...IGNORED.map((ip) => `${ip} ignored`),
				...REACHED.map((ip) => `${ip} reached`),
			]);
		},
	);
});
