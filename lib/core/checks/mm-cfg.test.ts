import { describe, expect, it } from "vitest";
import { renderMmCfg } from "../render/mailman/mm-cfg";
import { newMailSystem } from "../system/mail-system";
import { expectedMmCfg, judgeMmCfg } from "./mm-cfg";

const installation = {
	id: "one",
	prefix: "/srv/mailman/one",
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: "www.one.example",
	mailHost: null,
	verp: null,
};
const system = {
	...newMailSystem("admin@example.net"),
	installations: [installation],
	domains: [{ name: "list.one.example", installation: "one" }],
};
const expected = expectedMmCfg(system, installation, { host: "127.0.0.1", port: 0 });
const right = Object.fromEntries(expected.map(({ name, value }) => [name, value]));
const file = "/srv/mailman/one/Mailman/mm_cfg.py";

describe("the values that Mailman must read back", () => {
	it("are all that the rendered file sets, with the same values", () => {
		const text = renderMmCfg(system, installation, ["list.one.example"], null);
		const set = [...text.matchAll(/^([A-Z_]+) = (.*)$/gm)].map(([, name, value = ""]) => [
			name,
			value === "None" ? null : value.startsWith("'") ? value.slice(1, -1) : Number(value),
		]);
		expect(Object.fromEntries(set)).toEqual(right);
	});

	it("hold Mailman's wait before another try only where it is set, in seconds", () => {
		const waiting = { ...system, tuning: { ...system.tuning, retryWaitMinutes: 15 } };
		const names = (of: typeof system) => expectedMmCfg(of, installation, { host: "::1", port: 0 });
		expect(names(waiting)).toContainEqual({
			name: "DELIVERY_RETRY_WAIT",
			value: 900,
			setting: "tuning.retryWaitMinutes",
		});
		expect(names(system).map(({ name }) => name)).not.toContain("DELIVERY_RETRY_WAIT");
		expect(renderMmCfg(waiting, installation, [], null)).toContain("\nDELIVERY_RETRY_WAIT = 900\n");
	});

	it("name the installation's own setting where it has some", () => {
		const own = { ...installation, verp: { ...system.verp, strategy: "mailman" as const, interval: 20 } };
		const interval = expectedMmCfg(system, own, { host: "::1", port: 25 }).find(
			({ name }) => name === "VERP_DELIVERY_INTERVAL",
		);
		expect(interval).toEqual({
			name: "VERP_DELIVERY_INTERVAL",
			value: 20,
			setting: "installations.one.verp.interval",
		});
	});

	it("leave the host names alone before there is a domain", () => {
		const names = expectedMmCfg({ ...system, domains: [] }, installation, { host: "::1", port: 0 }).map(
			({ name }) => name,
		);
		expect(names).not.toContain("DEFAULT_EMAIL_HOST");
	});
});

describe("what was read back", () => {
	it("is right with the same values, and with Python's True and False for flags", () => {
		expect(judgeMmCfg(expected, right, file)).toEqual([]);
		expect(judgeMmCfg(expected, { ...right, VERP_CONFIRMATIONS: true, VERP_PROBES: false }, file)).toEqual(
			[],
		);
	});

	it("is wrong where something later set another value, naming it", () => {
		expect(judgeMmCfg(expected, { ...right, SMTP_MAX_RCPTS: 500 }, file)).toMatchObject([
			{
				code: "mm-cfg-value",
				sentence: "Mailman reads SMTP_MAX_RCPTS as 500 instead of 15.",
				setting: "tuning.smtpMaxRcpts",
				place: { file },
			},
		]);
	});

	it("is wrong where a value is missing, even one that must be None", () => {
		const { MTA: _, ...without } = right;
		expect(judgeMmCfg(expected, without, file)).toMatchObject([
			{ sentence: "Mailman reads MTA as not there instead of None." },
		]);
		expect(judgeMmCfg(expected, {}, file)).toHaveLength(expected.length);
	});
});
