import { type MailSystem, mailHostOf, verpOf } from "../system/mail-system";
import { deliveryInterval } from "../system/verp";
import type { Diagnosis } from "./types";

type Installation = MailSystem["installations"][number];

/** What an imported `mm_cfg` must say, and which setting each value comes from. */
export type ExpectedValue = { name: string; value: string | number | null; setting: string | null };

/**
 * The values that Mailman must see once its settings are imported (facts, section 5).
 * In: the system, one of its installations, and the address and port that Exim takes Mailman's mail on (port 0 is 25).
 * Out: in the order of the file. Flags are 0 or 1; Python reads Yes and True as 1.
 */
export function expectedMmCfg(
	system: MailSystem,
	installation: Installation,
	smtp: { host: string; port: number },
): ExpectedValue[] {
	const verp = verpOf(system, installation);
	const own = `installations.${installation.id}`;
	const verpAt = (field: string) => `${installation.verp ? `${own}.` : ""}verp.${field}`;
	const mailHost = mailHostOf(system, installation);
	const value = (name: string, expected: ExpectedValue["value"], setting: string | null): ExpectedValue => ({
		name,
		value: expected,
		setting,
	});
	const flag = (name: string, on: boolean, setting: string) => value(name, on ? 1 : 0, setting);
	return [
		...(mailHost === null
			? []
			: [
					value("DEFAULT_URL_HOST", installation.webHost, `${own}.webHost`),
					value("DEFAULT_EMAIL_HOST", mailHost, `${own}.mailHost`),
				]),
		value("MTA", null, null),
		value("DELIVERY_MODULE", "SMTPDirect", null),
		value("SMTPHOST", smtp.host, null),
		value("SMTPPORT", smtp.port, null),
		value("SMTP_MAX_RCPTS", system.tuning.smtpMaxRcpts, "tuning.smtpMaxRcpts"),
		value(
			"SMTP_MAX_SESSIONS_PER_CONNECTION",
			system.tuning.smtpMaxSessionsPerConnection,
			"tuning.smtpMaxSessionsPerConnection",
		),
		...(system.tuning.retryWaitMinutes === undefined
			? []
			: [value("DELIVERY_RETRY_WAIT", system.tuning.retryWaitMinutes * 60, "tuning.retryWaitMinutes")]),
		value(
			"VERP_DELIVERY_INTERVAL",
			deliveryInterval(verp),
			verpAt(verp.strategy === "mailman" ? "interval" : "strategy"),
		),
		flag("VERP_PASSWORD_REMINDERS", verp.passwordReminders, verpAt("passwordReminders")),
		flag("VERP_CONFIRMATIONS", verp.confirmations, verpAt("confirmations")),
		flag("VERP_PERSONALIZED_DELIVERIES", verp.personalizedDeliveries, verpAt("personalizedDeliveries")),
		flag("VERP_PROBES", verp.probes, verpAt("probes")),
		flag("OWNERS_CAN_ENABLE_PERSONALIZATION", verp.ownersCanPersonalize, verpAt("ownersCanPersonalize")),
	];
}

/** Python's True and False are its 1 and 0, and arrive as JSON's. */
const plain = (value: unknown): unknown => (typeof value === "boolean" ? Number(value) : value);

const shown = (value: unknown): string =>
	value === undefined ? "not there" : value === null ? "None" : JSON.stringify(value);

/**
 * Holds the values that the installation's own interpreter read against what they must be.
 * In: what was expected; the upper-case names and values as JSON, by name; the file, for the place.
 * Out: one diagnosis a value that differs. Something after Listkeeper's line in `mm_cfg.py`, or a stale `.pyc`, is why.
 */
export function judgeMmCfg(
	expected: readonly ExpectedValue[],
	readBack: Readonly<Record<string, unknown>>,
	file: string,
): Diagnosis[] {
	return expected
		.filter(({ name, value }) => plain(readBack[name]) !== value)
		.map(({ name, value, setting }) => ({
			code: "mm-cfg-value",
			sentence: `Mailman reads ${name} as ${shown(readBack[name])} instead of ${shown(value)}.`,
			remedy: `Remove what sets ${name} after Listkeeper's line in ${file}, then check again.`,
			place: { file, line: null, text: null },
			setting,
			said: [`${name} = ${shown(readBack[name])}`],
		}));
}
