import { z } from "zod";
import { message, posted } from "../header-cases";
import { scannerAddress, seconds, whenUnknown, whenUnknownParameter, whole } from "../parameters";
import type { PolicyRule } from "../rule";
import { GTUBE } from "../samples";

/** A score as SpamAssassin counts, to a tenth. */
const score = (field: string) =>
	z
		.number({ error: `${field} must be a number, as in 5 or 7.5.` })
		.min(1, `${field} must be at least 1: ordinary mail reaches that.`)
		.max(1000, `${field} must be at most 1,000.`)
		.refine((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6, {
			error: `${field} has at most one digit after the dot.`,
		});

const settings = z
	.strictObject({
		on: z.boolean(),
		scanner: scannerAddress,
		refuseAbove: score("The score that refuses"),
		markAbove: score("The score that marks"),
		maxKilobytes: whole("The largest message that is scanned", 10, 100_000),
		timeoutSeconds: seconds("The scanner's time-out", 2, 300),
		whenUnknown,
	})
	.refine((s) => s.markAbove <= s.refuseAbove, {
		path: ["markAbove"],
		error: "The score that marks can't be above the score that refuses.",
	});
type Settings = z.infer<typeof settings>;

/** The header line of the marked, and what is taken off mail from outside so that nobody forges or fills it. */
export const SPAM_HEADER = "X-Spam-Flag";
const SPAM_HEADERS = ["Flag", "Score", "Level", "Bar", "Status", "Report", "Checker-Version"].map(
	(word) => `X-Spam-${word}`,
);

const tenths = (points: number): number => Math.round(points * 10);
const service = { needsService: true } as const;

export const spam: PolicyRule<Settings> = {
	id: "spam",
	title: "Refuse or mark spam",
	does: "Has spamd score every message from outside; refuses those above one score, and marks those above another with one short header line, so that Mailman can hold them. What Mailman sends is never scanned.",
	wanted: "On lists that take posts from others than their members.",
	cost: "About a second and much memory for each message from outside that isn't too large.",
	falsePositives: "Some ordinary mail reaches a score of 5; hardly any reaches 10.",
	source: 'HOWTO, "Content scanning"',
	phase: "data",
	settings,
	defaults: {
		on: false,
		scanner: "127.0.0.1 783",
		refuseAbove: 10,
		markAbove: 5,
		maxKilobytes: 500,
		timeoutSeconds: 60,
		whenUnknown: "accept",
	},
	example: {
		on: true,
		scanner: "127.0.0.1 783",
		refuseAbove: 100,
		markAbove: 20,
		maxKilobytes: 100,
		timeoutSeconds: 10,
		whenUnknown: "accept",
	},
	parameters: [
		{
			name: "scanner",
			label: "Where spamd listens",
			help: "An address and a port, as in 127.0.0.1 783, or a socket's path.",
			kind: "text",
		},
		{
			name: "refuseAbove",
			label: "Refuse from a score of",
			help: "SpamAssassin's own points; it calls a message spam from 5 on.",
			kind: "number",
		},
		{
			name: "markAbove",
			label: "Mark from a score of",
			help: `Mail gets ${SPAM_HEADER}: YES and nothing more: list readers see it too. Mailman holds it by header_filter_rules.`,
			kind: "number",
		},
		{
			name: "maxKilobytes",
			label: "Largest message that is scanned",
			help: "Spam is small and scanning large messages slow.",
			kind: "number",
			unit: "KB",
		},
		{
			name: "timeoutSeconds",
			label: "Time-out",
			help: "How long spamd may take for one message.",
			kind: "number",
			unit: "seconds",
		},
		whenUnknownParameter("whenUnknown", "spamd"),
	],
	requires: [
		{ kind: "feature", name: "Content_Scanning", reason: "Exim asks the scanner itself." },
		{ kind: "service", name: "spamd", reason: "It scores the messages." },
	],
	excludes: [],
	// The score is kept in a variable so that a scanner that is down is waited for only once a message.
	render: (s, spare) => ({
		main: [`spamd_address = ${s.scanner} tmo=${s.timeoutSeconds}s`],
		data: [
			`warn remove_header = ${SPAM_HEADERS.join(" : ")}`,
			`deny condition = \${if <{$message_size}{${s.maxKilobytes}K}}`,
			...spare.all,
			`     spam = nobody:true${s.whenUnknown === "accept" ? "/defer_ok" : ""}`,
			"     set acl_m_spam_score = $spam_score_int",
			`     condition = \${if >={$spam_score_int}{${tenths(s.refuseAbove)}}}`,
			"     message = This message looks like spam",
			"     log_message = spam score $spam_score",
			"warn condition = ${if def:acl_m_spam_score}",
			`     condition = \${if >={$acl_m_spam_score}{${tenths(s.markAbove)}}}`,
			`     add_header = ${SPAM_HEADER}: YES`,
		],
	}),
	cases: () => [
		posted("GTUBE in the body is refused", message({ body: GTUBE }), 5, {
			...service,
			expect: { phase: "data", code: 5, text: "looks like spam" },
		}),
		posted("an ordinary message is taken", message({}), 2, service),
		posted("what Mailman sends is never scanned", message({ body: GTUBE }), 2, {
			...service,
			from: "127.0.0.1",
			sender: "{list}-bounces@{domain}",
			recipients: ["member@{outside}"],
		}),
	],
};
