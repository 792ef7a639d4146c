import { describe, expect, it } from "vitest";
import { parseEximConfig } from "../exim-config/parse";
import { ruleList } from "../policy/registry";
import { RUNTIME_OPTIONS } from "../render/exim/runtime";
import { renderFiles } from "../render/render";
import { mailSystem, newMailSystem } from "../system/mail-system";
import { machineTarget } from "../testing/arbitraries";
import { canaryCopy } from "./canary-copy";
import { frameOf, OUR_OPTIONS } from "./frame";

const everything = () => {
	const fresh = newMailSystem("admin@example.net");
	const policy = structuredClone(fresh.policy);
	for (const rule of ruleList()) Object.assign(policy, { [rule.id]: { ...rule.example, on: true } });
	return mailSystem.parse({
		...fresh,
		policy,
		tuning: { ...fresh.tuning, remoteMaxParallel: 3, queueRunMax: 4, acceptMax: 50, recipientsMax: 5_000 },
	});
};

describe("what an administrator's own configuration says already", () => {
	it("is known of every main option that we may set", () => {
		const target = { ...machineTarget(), layout: "woven" as const };
		const main =
			renderFiles(everything(), target).find((file) => file.target === "exim/main.conf")?.text ?? "";
		const set = parseEximConfig("main.conf", main).options.map(({ name }) => name);
		expect(set.length).toBeGreaterThan(8);
		const known: readonly string[] = OUR_OPTIONS;
		expect(set.filter((name) => !known.includes(name) && !name.startsWith("acl_smtp_"))).toEqual([]);
	});

	it("is its ACLs, its options and a smarthost", () => {
		const config = parseEximConfig(
			"x",
			"BIG = 40\nsmtp_accept_max = BIG\nacl_smtp_helo = a\nqualify_domain = b\nbegin routers\nout:\n  driver = manualroute\n",
		);
		expect(frameOf(config)).toEqual({ acls: ["helo"], options: { smtp_accept_max: "40" }, smarthost: "out" });
	});

	it("gives way to a canary's own where it says as whom, where and for whom Exim runs, and keeps its lines' numbers", () => {
		const text = [
			...RUNTIME_OPTIONS.map((option) => `${option} = x`),
			"system_filter = /etc/filter",
			"acl_smtp_data = a",
			"hide local_interfaces = <; 1 ; \\",
			"# among them",
			"   2",
			"acl_smtp_rcpt = b",
			"qualify_domain = c",
			"begin acl",
			"acl_smtp_rcpt = not main",
		].join("\n");
		const copy = canaryCopy(text);
		expect(copy.split("\n")).toHaveLength(text.split("\n").length);
		expect(copy.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
			"acl_smtp_rcpt = accept",
			"qualify_domain = c",
			"begin acl",
			"acl_smtp_rcpt = not main",
		]);
	});
});
