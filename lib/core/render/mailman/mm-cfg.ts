import type { RenderTarget } from "../../host/profile";
import { type MailSystem, verpOf } from "../../system/mail-system";
import { deliveryInterval } from "../../system/verp";
import { type Block, blocksText } from "../annotations";
import { pyFlag, pyNumber, pyString } from "./escape";

type Installation = MailSystem["installations"][number];

/** Where an installation's released `mm_cfg.py` lies in a release. */
export const mmCfgTarget = (installation: { id: string }): string => `mailman/${installation.id}/mm_cfg.py`;

const HEADER = [
	"# Written by Listkeeper, read by the installation's own mm_cfg.py. Change settings there, not here.",
	"",
	"",
].join("\n");

/** The host names; none before the installation has a domain. `domains` are all of its own. */
function hostBlocks(installation: Installation, domains: readonly string[]): Block[] {
	const mailHost = installation.mailHost ?? domains[0];
	if (mailHost === undefined) return [];
	const at = (field: string) => `installations.${installation.id}.${field}`;
	const further = domains.filter((name) => name !== mailHost && name !== installation.webHost).sort();
	return [
		{
			setting: at("webHost"),
			why: 'HOWTO, "Mailman configuration": the host part of the web interface\'s addresses',
			lines: [`DEFAULT_URL_HOST = ${pyString(installation.webHost)}`],
		},
		{
			setting: at("mailHost"),
			why: 'HOWTO, "Mailman configuration": the domain of new lists',
			lines: [`DEFAULT_EMAIL_HOST = ${pyString(mailHost)}`],
		},
		{
			setting: "domains",
			why: "Needed whenever the names above change; a further domain's lists are at its own name",
			lines: [
				"add_virtualhost(DEFAULT_URL_HOST, DEFAULT_EMAIL_HOST)",
				...further.map((name) => `add_virtualhost(${pyString(name)}, ${pyString(name)})`),
			],
		},
	];
}

/** How Mailman hands its mail to Exim. */
function deliveryBlocks({ tuning }: MailSystem, runtime: RenderTarget["runtime"]): Block[] {
	const loopback = runtime && !runtime.interfaces.includes("127.0.0.1") ? "::1" : "127.0.0.1";
	return [
		{
			setting: null,
			why: 'HOWTO, "Mailman configuration": Exim needs no aliases, and mail leaves by SMTP',
			lines: ["MTA = None", "DELIVERY_MODULE = 'SMTPDirect'"],
		},
		{
			setting: null,
			why: "An address, since localhost may be ::1; port 0 is SMTP's own",
			lines: [`SMTPHOST = ${pyString(loopback)}`, `SMTPPORT = ${pyNumber(runtime?.port ?? 0)}`],
		},
		{
			setting: "tuning.smtpMaxRcpts",
			why: 'HOWTO, "Tuning of numbers of recipients": recipients on one message',
			lines: [`SMTP_MAX_RCPTS = ${pyNumber(tuning.smtpMaxRcpts)}`],
		},
		{
			setting: "tuning.smtpMaxSessionsPerConnection",
			why: 'HOWTO, "Tuning of numbers of recipients": messages on one connection; 0 is no limit',
			lines: [`SMTP_MAX_SESSIONS_PER_CONNECTION = ${pyNumber(tuning.smtpMaxSessionsPerConnection)}`],
		},
		...(tuning.retryWaitMinutes === undefined
			? []
			: [
					{
						setting: "tuning.retryWaitMinutes",
						why: "Mailman's Defaults.py: seconds until it tries again what Exim put off",
						lines: [`DELIVERY_RETRY_WAIT = ${pyNumber(tuning.retryWaitMinutes * 60)}`],
					},
				]),
	];
}

/** The VERP settings, with the path of the system's or of the installation's own. */
function verpBlocks(system: MailSystem, installation: Installation): Block[] {
	const verp = verpOf(system, installation);
	const at = (field: string) =>
		`${installation.verp ? `installations.${installation.id}.` : ""}verp.${field}`;
	const flag = (
		field: "passwordReminders" | "confirmations" | "personalizedDeliveries" | "probes",
		name: string,
		why: string,
	) => ({
		setting: at(field),
		why,
		lines: [`${name} = ${pyFlag(verp[field])}`],
	});
	return [
		{
			setting: at(verp.strategy === "mailman" ? "interval" : "strategy"),
			why: 'HOWTO, "Doing VERP": every Nth post; 0 leaves posts to Exim, or to nobody',
			lines: [`VERP_DELIVERY_INTERVAL = ${pyNumber(deliveryInterval(verp))}`],
		},
		flag(
			"passwordReminders",
			"VERP_PASSWORD_REMINDERS",
			'HOWTO, "VERP within Mailman": the monthly reminders',
		),
		flag("confirmations", "VERP_CONFIRMATIONS", 'HOWTO, "VERP within Mailman": requests to confirm'),
		flag(
			"personalizedDeliveries",
			"VERP_PERSONALIZED_DELIVERIES",
			'HOWTO, "VERP within Mailman": personalised posts',
		),
		flag("probes", "VERP_PROBES", "Mailman's Defaults.py: a probe before a bouncing member is disabled"),
		{
			setting: at("ownersCanPersonalize"),
			why: 'HOWTO, "Mailing list personalisation by Mailman"',
			lines: [`OWNERS_CAN_ENABLE_PERSONALIZATION = ${pyFlag(verp.ownersCanPersonalize)}`],
		},
	];
}

/**
 * An installation's released `mm_cfg.py`: column 0, ASCII, for Python 2 and 3.
 * In: the system, one of its installations, that one's domains in the system's order, and how the host's Exim runs.
 */
export const renderMmCfg = (
	system: MailSystem,
	installation: Installation,
	domains: readonly string[],
	runtime: RenderTarget["runtime"],
): string =>
	HEADER +
	blocksText([
		...hostBlocks(installation, domains),
		...deliveryBlocks(system, runtime),
		...verpBlocks(system, installation),
	]);
