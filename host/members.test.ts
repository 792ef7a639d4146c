import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CountedList } from "@/lib/core/host/events";
import { createRehearsalHost } from "./rehearsal/create";
import { layoutOf } from "./rehearsal/layout";
import { ask } from "./testing/program";
import { type TemporaryRoot, temporaryRoot } from "./testing/temporary-root";

let root: TemporaryRoot;
let prefix: string;

beforeAll(async () => {
	root = temporaryRoot();
	prefix = layoutOf(root.path).com;
	const members = [
		...Array.from({ length: 12 }, (_, at) => `member${at}@Mail.example.com`),
		...Array.from({ length: 11 }, (_, at) => `one@d${at}.example.org`),
		"uni@example.edu",
	];
	await createRehearsalHost({
		directory: root.path,
		lists: {
			com: [
				{ name: "news", members },
				{
					name: "slow",
					members: ["ada@example.net", "prvs=1=ben@example.net", `${"c".repeat(60)}@example.net`],
				},
				{ name: "broken", members: ["ada@example.net"] },
			],
			org: [{ name: "news", members: [] }],
		},
	});
});
afterAll(() => root.remove());

/** Changes the simulated `list_members`, which says that a list is asked about before it does anything. */
function patch(before: string) {
	const program = path.join(prefix, "bin/list_members");
	const text = fs.readFileSync(program, "utf8");
	fs.writeFileSync(program, text.replace("sys.exit(main())", `${before}\nsys.exit(main())`));
	return () => fs.writeFileSync(program, text);
}

async function counted(): Promise<{ lists: CountedList[]; said: string }> {
	const { last, stdout } = await ask(root.path, { verb: "members" });
	if (last?.type !== "result" || last.verb !== "members") throw new Error(stdout);
	return { lists: last.lists, said: stdout };
}
const named = (lists: readonly CountedList[], list: string, at = prefix) =>
	lists.find((one) => one.list === list && one.prefix === at);

it("the host counts a list's members by domain, says that Mailman is simulated, and keeps their addresses", async () => {
	const { lists, said } = await counted();
	const news = named(lists, "news");
	expect(news).toMatchObject({ simulated: true, why: null });
	expect(news?.count).toMatchObject({ members: 24, domains: 13, groups: [12, 11, 1, 0] });
	expect(news?.count?.largest).toHaveLength(10);
	expect(news?.count?.largest[0]).toEqual({ domain: "mail.example.com", members: 12 });
	expect(named(lists, "news", layoutOf(root.path).org)?.count?.members).toBe(0);
	expect(news?.count).toMatchObject({ lost: 0, overlong: 0 });
	expect(named(lists, "slow")?.count).toMatchObject({ members: 3, lost: 1, overlong: 1 });
	expect(said).not.toMatch(/member\d|one@|uni@|ada@|ben@|cccc/);
});

it("a list that can't be counted says why, and the others are counted all the same", async () => {
	const restore = patch(
		"if sys.argv[-1] == 'broken':\n    raise IOError('config.pck of ada@example.net is torn')",
	);
	try {
		const { lists, said } = await counted();
		expect(said).not.toContain("ada@");
		expect(named(lists, "broken")).toMatchObject({
			count: null,
			why: expect.stringMatching(/^bin\/list_members failed: .*torn/),
		});
		expect(named(lists, "news")?.count?.members).toBe(24);
	} finally {
		restore();
	}
});

it("a list that takes too long is given up after the host's own limit", async () => {
	const file = path.join(root.path, "etc/listkeeper/host.json");
	const config = fs.readFileSync(file, "utf8");
	fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(config), timeLimits: { program: 2 } }));
	const restore = patch("import time\nif sys.argv[-1] == 'slow':\n    time.sleep(60)");
	try {
		const { lists } = await counted();
		expect(named(lists, "slow")).toMatchObject({
			count: null,
			why: "bin/list_members did not end within 2 s.",
		});
		expect(named(lists, "broken")?.count?.members).toBe(1);
	} finally {
		restore();
		fs.writeFileSync(file, config);
	}
});
