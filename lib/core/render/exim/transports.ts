import { annotation, type NamedBlock, namedText } from "../annotations";

const COMMANDS = [
	"admin",
	"bounces",
	"confirm",
	"join",
	"leave",
	"owner",
	"request",
	"subscribe",
	"unsubscribe",
];

/**
 * The wrapper's command: one `match` a suffix that yields a literal. Whatever is made from the suffix itself is
 * tainted, and `inlisti` gives an empty word on 4.94.2 (facts, section 1).
 */
const WRAPPER_COMMAND = [
	"command = §HOME/mail/mailman '\\",
	...COMMANDS.map((word) => `  \${if match{$local_part_suffix}{\\N^-${word}(\\+|$)\\N}{${word}}}\\`),
	"  ${if def:local_part_suffix{}{post}}' $local_part_data",
];

const MAILMAN_TRANSPORT: NamedBlock = {
	name: "§mailman_transport",
	setting: "installations",
	why: 'HOWTO, "Exim Transport": the wrapper of the domain\'s installation, as its user and group',
	lines: [
		"driver = pipe",
		...WRAPPER_COMMAND,
		"current_directory = §HOME",
		"home_directory = §HOME",
		"user = ${extract{user}{$domain_data}}",
		"group = ${extract{group}{$domain_data}}",
		annotation(null, "Mailman reads a VERP bounce's address from here where To: has another"),
		"envelope_to_add",
		annotation(
			null,
			"A wrapper that is missing (127) or built for another group (2) keeps the mail on the queue",
		),
		"temp_errors = 2 : 73 : 75 : 127",
		"log_fail_output",
	],
};

/**
 * From 4.95 on Exim bounces a message with a line over 998 octets when it sends, not when it takes it: one such post
 * would come back from every member and count as a bounce of theirs. 4.94 has neither the limit nor the option.
 */
const LONG_LINES = [
	annotation(
		null,
		"A post that was taken is sent on, long lines and all: refusing it here would be every member's bounce",
	),
	".ifdef _OPT_TRANSPORT_SMTP_MESSAGE_LINELENGTH_LIMIT",
	"message_linelength_limit = 1G",
	".endif",
];

const VERP_TRANSPORT: NamedBlock = {
	name: "§mailman_verp_smtp",
	setting: "verp.strategy",
	why: 'HOWTO, "VERP expansion by exim rather than Mailman": one recipient a transaction, in the return path',
	lines: [
		"driver = smtp",
		"max_rcpt = 1",
		"return_path = ${quote_local_part:${local_part:$return_path}+$local_part=$domain}@${domain:$return_path}",
		"headers_remove = Errors-To",
		"headers_add = Errors-To: $return_path",
		...LONG_LINES,
	],
};

const REMOTE_TRANSPORT: NamedBlock = {
	name: "§remote_smtp",
	setting: null,
	why: "Everything else for other hosts",
	lines: ["driver = smtp", ...LONG_LINES],
};

const LOCAL_TRANSPORT: NamedBlock = {
	name: "§local_delivery",
	setting: null,
	why: "The machine's own users' mailboxes",
	lines: [
		"driver = appendfile",
		"file = /var/mail/$local_part_data",
		"group = mail",
		"mode = 0660",
		"mode_fail_narrower = false",
		"delivery_date_add",
		"envelope_to_add",
		"return_path_add",
	],
};

/** A canary's way to its sink in an administrator's own configuration. */
const CANARY_TRANSPORT: NamedBlock = {
	name: "§canary_smtp",
	setting: null,
	why: "A canary's only",
	lines: ["driver = smtp", ...LONG_LINES],
};

/** The transports that are woven in. */
export const renderWovenTransports = (canary: boolean): string =>
	namedText([MAILMAN_TRANSPORT, VERP_TRANSPORT, ...(canary ? [CANARY_TRANSPORT] : [])]);

/** The transports' section. In: whether this host's own users get mail too. */
export const renderTransports = (ownUsers: boolean): string =>
	namedText([MAILMAN_TRANSPORT, VERP_TRANSPORT, REMOTE_TRANSPORT, ...(ownUsers ? [LOCAL_TRANSPORT] : [])]);
