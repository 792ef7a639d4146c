/** How a figure is computed, where that comes from, and what it was held to. */
type Formula = { figure: string; formula: string; source: string; check: string };

const COUNTED =
	"Counted on a real Exim with 203 sinks for 2,000 and 20,000 members; within 5 % (npm run bench -- verp).";

/** Every figure of the planner, by the names that the screen has for them. */
export const FORMULAS: readonly Formula[] = [
	{
		figure: "Queue entries",
		formula:
			"VERP by Mailman: the members. Otherwise members ÷ SMTP_MAX_RCPTS, rounded up in each of Mailman's four groups of top-level domains.",
		source: "HOWTO, “VERP expansion by exim rather than Mailman”; chunkify in Mailman's SMTPDirect.py.",
		check: COUNTED,
	},
	{
		figure: "Spool",
		formula: "Entries × (message + 330 bytes) + members × 28 bytes.",
		source: "HOWTO: 400 MB for 20,000 members and 20 kB; the two files of each entry.",
		check: COUNTED,
	},
	{
		figure: "Spool in passing",
		formula:
			"The same for the entries that are under way at once: what comes in while one is delivered, at least 27.",
		source: "An entry leaves the spool once each of its members was tried.",
		check: "Counted with a quick sink on two cores: 20 to 27 entries at once.",
	},
	{
		figure: "SMTP transactions",
		formula:
			"With VERP, one a member. Without, members at one host share one, up to 100; how many meet on a message follows from where they are.",
		source: "Exim specification, chapter 30: max_rcpt.",
		check: COUNTED,
	},
	{
		figure: "Sent",
		formula:
			"Transactions × (message + 140 bytes) + connections × 150 bytes + members × 36 bytes, without TLS.",
		source: "What an SMTP session says beside the message.",
		check: COUNTED,
	},
	{
		figure: "First member reached",
		formula:
			"Handing over one message (18 ms + 0.4 ms a recipient), seven round trips, and the first copies through the uplink.",
		source: "Connection, TLS and one transaction, step by step.",
		check: "Its parts are those of the time to the last member; not timed by itself.",
	},
	{
		figure: "Last member reached",
		formula:
			"The longest of Exim's work, the bytes through the uplink, and the last entry's own deliveries, remote_max_parallel at a time. What waits goes by queue runs, one each half hour up to queue_run_max, each a message at a time.",
		source: "Exim specification, chapters 3 and 14.",
		check:
			"Timed on two cores with a sink next door, 2,000 members, six settings: within 30 %. The uplink and queue runs are not timed.",
	},
	{
		figure: "Dead address noticed",
		formula:
			"Five days with a bounce that names its member; never for sure where there are more than seven days between them.",
		source: "Mailman's Defaults.py: DEFAULT_BOUNCE_SCORE_THRESHOLD and DEFAULT_BOUNCE_INFO_STALE_AFTER.",
		check: "That a bounce names its member is tried with each Exim, for VERP by Mailman and by Exim.",
	},
	{
		figure: "Messages that wait",
		formula: "On each connection, those after smtp_accept_queue_per_connection.",
		source: "Exim specification, chapter 14.",
		check: "35 messages with each combination of the two limits, on each Exim: what was predicted waited.",
	},
];
