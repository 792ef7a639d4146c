import { describe, expect, test } from "vitest";
import { type MailSystem, newMailSystem } from "../system/mail-system";
import { describeEffects } from "./effects";
import { revertSetting, settingDiffers, settingValue } from "./setting-path";

const installation = (id: string, webHost: string) => ({
	id,
	prefix: `/srv/${id}/mailman`,
	user: "list",
	group: "list",
	python: "/usr/bin/python2",
	webHost,
	mailHost: null,
	verp: null,
});
const live: MailSystem = {
	...newMailSystem("postmaster@example.com"),
	installations: [installation("com", "list.example.com"), installation("org", "list.example.org")],
	domains: [
		{ name: "list.example.com", installation: "com" },
		{ name: "list.example.org", installation: "org" },
	],
};
const reverted = (desired: MailSystem, setting: string): MailSystem => {
	const reversal = revertSetting(desired, live, setting);
	if (!reversal.ok) throw new Error(reversal.reason);
	return reversal.system;
};

test("an installation is found by its name, whatever its place", () => {
	expect(settingValue(live, "installations.org.prefix")).toBe("/srv/org/mailman");
	expect(settingValue(live, "installations.net.prefix")).toBeUndefined();
	expect(settingValue(null, "verp.strategy")).toBeUndefined();
});

describe("discarding one change", () => {
	const desired: MailSystem = {
		...live,
		verp: { ...live.verp, strategy: "exim" },
		tuning: { ...live.tuning, smtpMaxRcpts: 50 },
		policy: { ...live.policy, senderCallout: { on: true, timeoutSeconds: 10 } },
		installations: live.installations.map((one) => (one.id === "org" ? { ...one, user: "mailman" } : one)),
	};

	test("takes it back and leaves the others", () => {
		const system = reverted(desired, "verp.strategy");
		expect(system).toEqual({ ...desired, verp: live.verp });
	});

	test("of every effect, one after another, ends at what is live", () => {
		const settings = describeEffects(live, desired).map((effect) => effect.setting);
		expect(settings.length).toBeGreaterThan(3);
		const end = settings.reduce(reverted, desired);
		expect(describeEffects(live, end)).toEqual([]);
	});

	test("of a removed installation brings it back to its place", () => {
		const without: MailSystem = {
			...live,
			installations: live.installations.slice(1),
			domains: live.domains.slice(1),
		};
		expect(reverted(without, "installations.com").installations).toEqual(live.installations);
	});

	test("that others depend on is refused with the reason", () => {
		const added: MailSystem = {
			...live,
			installations: [...live.installations, installation("net", "list.example.net")],
			domains: [...live.domains, { name: "list.example.net", installation: "net" }],
		};
		expect(revertSetting(added, live, "installations.net")).toEqual({
			ok: false,
			reason: "list.example.net names the installation net, which is not on this host. Choose one that is.",
		});
		expect(reverted(reverted(added, "domains"), "installations.net")).toEqual(live);
	});
});

test("what only follows from another setting differs in nothing of its own", () => {
	const desired: MailSystem = {
		...live,
		domains: [{ name: "new.example.com", installation: "com" }, ...live.domains.slice(1)],
	};
	const follows = describeEffects(live, desired).find((e) => e.setting === "installations.com.mailHost");
	expect(follows?.after).toBe("new.example.com");
	expect(settingDiffers(live, desired, "installations.com.mailHost")).toBe(false);
	expect(settingDiffers(live, desired, "domains")).toBe(true);
});
