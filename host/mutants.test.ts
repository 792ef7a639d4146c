import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTestHost, type TestHost } from "./testing/host";
import { askFaulty, changeOver, live, type Scene, setScene } from "./testing/kill-table";
import { expectWhole } from "./testing/whole";

let host: TestHost;
let scene: Scene;
beforeAll(async () => {
	host = await makeTestHost();
	scene = await setScene(host);
});
afterAll(() => host.remove());

/** A way in which a configuration is broken (facts, section 2), where in the text, and what has to be named. */
type Mutant = {
	name: string;
	replace: string;
	by: string;
	names: RegExp;
	line: RegExp | null;
	setting?: string;
};

const MUTANTS: Mutant[] = [
	{
		name: "an unknown option",
		replace: "never_users = root",
		by: "never_user = root",
		names: /never_user/,
		line: /never_user/,
	},
	{
		name: "an unknown driver",
		replace: "driver = accept",
		by: "driver = accpt",
		names: /accpt/,
		line: null,
	},
	{
		name: "an unknown ACL condition",
		replace: "  deny senders = :",
		by: "  deny sendrs = :",
		names: /sendrs/,
		line: /sendrs/,
		setting: "policy.nullSenderPosting",
	},
	{
		name: "an unknown ACL verb",
		replace: "  accept hosts = +loopback",
		by: "  acept hosts = +loopback",
		names: /acept/,
		line: /acept/,
		setting: "policy.trustLoopback",
	},
	{
		name: "an unknown user",
		replace: "exim_user = ",
		by: 'exim_user = "no-such-user"\n# ',
		names: /no-such-user/,
		line: /exim_user/,
	},
	{
		name: "two routers of one name",
		replace: "host_aliases:",
		by: "mailman_router:",
		names: /mailman_router/,
		line: null,
	},
	{
		name: "a missing include",
		replace: "keep_environment =",
		by: ".include /no/such/file\nkeep_environment =",
		names: /no\/such\/file/,
		line: null,
	},
	{
		name: "a router with a transport that isn't there",
		replace: "  transport = mailman_transport",
		by: "  transport = mailmn_transport",
		names: /mailmn_transport/,
		line: /mailmn_transport/,
		setting: "domains",
	},
	{
		name: "an undefined list in a router",
		replace: "  local_parts = +mm_lists\n  require_files",
		by: "  local_parts = +mm_list\n  require_files",
		names: /mm_list/,
		line: /mm_list/,
	},
	{
		name: "a missing map",
		replace: "lsearch;LK_RELEASE/exim/domains.map",
		by: "lsearch;LK_RELEASE/exim/domans.map",
		names: /domans\.map/,
		line: null,
	},
	{
		name: "an unknown lookup type",
		replace: "lsearch;LK_RELEASE/exim/domains.map",
		by: "lserch;LK_RELEASE/exim/domains.map",
		names: /lserch/,
		line: /lserch/,
	},
	{
		name: "an undefined macro",
		replace: "MM_LISTS = MM_HOME/lists",
		by: "MM_LSTS = MM_HOME/lists",
		names: /MM_LISTS/,
		line: /MM_LISTS/,
	},
	{
		name: "an ACL that is named and not defined",
		replace: "acl_smtp_rcpt = acl_check_rcpt",
		by: "acl_smtp_rcpt = acl_chek_rcpt",
		names: /acl_chek_rcpt/,
		line: /acl_chek_rcpt/,
		setting: "policy",
	},
	{
		name: "an undefined list in an ACL",
		replace: "       domains = +mm_domains\n       local_parts = +mm_lists",
		by: "       domains = +mm_domans\n       local_parts = +mm_lists",
		names: /mm_domans/,
		line: /deny senders/,
		setting: "policy.nullSenderPosting",
	},
	{
		name: "unbalanced braces in an ACL",
		replace: "condition = ${if exists{MM_LISTS/$local_part_data/config.pck}}",
		by: "condition = ${if exists{MM_LISTS/$local_part_data/config.pck}",
		names: /expand/,
		line: /deny senders/,
		setting: "policy.nullSenderPosting",
	},
	{
		name: "unbalanced braces in a router's condition",
		replace: "  condition = ${if or{{eq{$sender_host_address}{127.0.0.1}}{eq{$sender_host_address}{::1}}}}\n",
		by: "  condition = ${if or{{eq{$sender_host_address}{127.0.0.1}}{eq{$sender_host_address}{::1}}}\n",
		names: /mailman_verp_router/,
		line: /mailman_verp_router:/,
		setting: "verp.strategy",
	},
	{
		name: "a tainted word in the wrapper's command",
		replace: "{post}}' $local_part_data",
		by: "{post}}' $local_part",
		names: /mailman_transport/,
		line: /mailman_transport:/,
		setting: "installations",
	},
	{
		name: "unbalanced braces in the wrapper's command",
		replace: "${if def:local_part_suffix{}{post}}'",
		by: "${if def:local_part_suffix{}{post}'",
		names: /mailman_transport/,
		line: /mailman_transport:/,
		setting: "installations",
	},
	{
		name: "a wrapper that would be called with the wrong word",
		replace: "{\\N^-owner(\\+|$)\\N}{owner}",
		by: "{\\N^-owner(\\+|$)\\N}{admin}",
		names: /-owner/,
		line: null,
		setting: "installations",
	},
	{
		name: "VERP without the member's address",
		replace: "+$local_part=$domain}@",
		by: "}@",
		names: /sender/,
		line: null,
		setting: "verp.strategy",
	},
];

describe("a configuration that is broken", () => {
	it.each(MUTANTS)("by $name is refused before the swap, naming what is to blame", async (mutant) => {
		// VERP by Exim is in the second of the two systems; it is what has to be refused.
		if (live(scene).id === scene.ids[1]) await scene.host.ask(changeOver(scene, "deploy"));
		const before = live(scene);
		const { replace, by } = mutant;
		const called = await askFaulty(host.root, changeOver(scene, "deploy"), [
			{ does: "mutate", match: "^write .*/exim/exim.conf", replace, by },
		]);
		expect(called.last).toMatchObject({
			deploy: { outcome: "refused", sentence: `Release ${before.number} is live. No mail was affected.` },
		});
		const steps = called.events.flatMap((event) => (event.type === "step" ? [event.step] : []));
		expect(steps).not.toContain("swap");
		const told = called.events.find((event) => event.type === "diagnosis");
		if (told?.type !== "diagnosis") throw new Error("no diagnosis");
		const { diagnosis } = told;
		const words = [diagnosis.sentence, ...diagnosis.said].join("\n");
		expect(words).toMatch(mutant.names);
		expect(diagnosis.remedy).not.toBe("");
		if (mutant.line) {
			expect(diagnosis.place?.text ?? "", words).toMatch(mutant.line);
			expect(diagnosis.place?.file).toMatch(/exim\.conf$/);
		}
		if (mutant.setting) expect(diagnosis.setting, words).toBe(mutant.setting);
		expect(diagnosis.place?.file ?? diagnosis.setting, words).not.toBe(null);
		await expectWhole(host, scene.ids, mutant.name);
	});

	it("by lists that Exim's own user can't read is refused before the swap", async () => {
		const lists = path.join(host.config.installations[0]?.prefix ?? "", "lists");
		fs.chmodSync(lists, 0);
		try {
			const called = await host.ask(changeOver(scene, "deploy"));
			expect(called.last).toMatchObject({ deploy: { outcome: "refused" } });
			const told = called.events.find((event) => event.type === "diagnosis");
			expect(told?.type === "diagnosis" && told.diagnosis.sentence).toContain(lists);
		} finally {
			fs.chmodSync(lists, 0o755);
		}
	});
});
