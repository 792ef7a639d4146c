import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { machineTarget, mailSystems } from "../testing/arbitraries";
import { type Canary, differsOnlyInRuntime, renderCanary } from "./canary";
import { renderFiles } from "./render";

const canaryOf = (ids: readonly string[]): Canary => ({
	directory: "/var/lib/listkeeper/canary",
	user: "nobody",
	group: "nogroup",
	sinkPort: 2526,
	homes: Object.fromEntries(ids.map((id) => [id, `/var/lib/listkeeper/canary/homes/${id}`])),
});
const rehearsal = {
	...machineTarget(),
	runtime: {
		user: "someone",
		group: "someone",
		spoolDirectory: "/srv/r/spool",
		logDirectory: "/srv/r/log",
		pidFile: "/srv/r/exim.pid",
		interfaces: ["127.0.0.1" as const, "::1" as const],
		port: 2525,
	},
	sinkPort: 2527,
};

/** The text of exim.conf that ships, and the canary's. */
function texts(system: Parameters<typeof renderFiles>[0], target = machineTarget()): [string, string] {
	const canary = canaryOf(system.installations.map((i) => i.id));
	const find = (files: { target: string; text: string }[]) =>
		files.find((file) => file.target === "exim/exim.conf")?.text ?? "";
	return [find(renderFiles(system, target)), find(renderCanary(system, target, canary))];
}

describe("a canary", () => {
	it("runs the text that ships, but for how Exim runs", () => {
		fc.assert(
			fc.property(mailSystems, fc.constantFrom(machineTarget(), rehearsal), (system, target) => {
				const [live, canary] = texts(system, target);
				expect(live).not.toBe(canary);
				expect(differsOnlyInRuntime(live, canary)).toBe(true);
			}),
		);
	});

	it("delivers into the stand-ins only", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				const canary = canaryOf(system.installations.map((i) => i.id));
				const map = renderCanary(system, machineTarget(), canary).find(
					(f) => f.target === "exim/domains.map",
				);
				const lines = (map?.text ?? "").split("\n").slice(1, -1);
				expect(lines).toHaveLength(system.domains.length);
				for (const line of lines)
					expect(line).toMatch(/ home=\/var\/lib\/listkeeper\/canary\/homes\/\S+ user=nobody group=nogroup /);
			}),
		);
	});

	it("without a stand-in for an installation that has a domain is refused", () => {
		const withDomains = mailSystems.filter((system) => system.domains.length > 0);
		const [system] = fc.sample(withDomains, 1);
		if (!system) throw new Error("no system");
		expect(() => renderCanary(system, machineTarget(), canaryOf([]))).toThrow(RangeError);
	});

	it("needs no stand-in for an installation without a domain", () => {
		const [system] = fc.sample(mailSystems, 1);
		if (!system) throw new Error("no system");
		const files = renderCanary({ ...system, domains: [] }, machineTarget(), canaryOf([]));
		expect(
			files
				.find((file) => file.target === "exim/domains.map")
				?.text.trim()
				.split("\n"),
		).toHaveLength(1);
	});

	it("is not what ships when another line differs, or the runtime block holds anything else", () => {
		const [system] = fc.sample(mailSystems, 1);
		if (!system) throw new Error("no system");
		const [live, canary] = texts(system);
		const change = (from: string | RegExp, to: string) => {
			const changed = canary.replace(from, to);
			expect(changed).not.toBe(canary);
			return differsOnlyInRuntime(live, changed);
		};
		expect(change("max_rcpt = 1", "max_rcpt = 2")).toBe(false);
		expect(change("deliver_drop_privilege = true", "smtp_accept_queue_per_connection = 0")).toBe(false);
		expect(change("deliver_drop_privilege = true", "MM_HOME = /tmp")).toBe(false);
		expect(change("deliver_drop_privilege = true", "deliver_drop_privilege = true\\")).toBe(false);
		expect(change("deliver_drop_privilege = true", ".include /tmp/more")).toBe(false);
		expect(change("# <<< runtime", "# <<< runtime\n# <<< runtime")).toBe(false);
		expect(change("# <<< runtime", "")).toBe(false);
	});
});
