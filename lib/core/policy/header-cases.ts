import type { PolicyCase } from "./rule";

/** A message that says who wrote it, to whom, and whatever else a case puts in its header. */
export const message = (of: { from?: string; more?: readonly string[]; body?: string }): string =>
	[
		`From: ${of.from ?? "someone@{outside}"}`,
		"To: {list}@{domain}",
		"Subject: policy",
		...(of.more ?? []),
		"",
		of.body ?? "A test.",
		"",
	].join("\n");

/** A session that is decided by its message. */
export const posted = (
	name: string,
	data: string,
	code: 2 | 4 | 5,
	more: Partial<PolicyCase> = {},
): PolicyCase => ({
	name,
	from: "192.0.2.10",
	sender: "someone@{outside}",
	recipients: ["{list}@{domain}"],
	data,
	expect: { phase: "data", code },
	...more,
});
