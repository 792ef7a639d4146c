import type { LabSession } from "../checks/lab";
import { message } from "./header-cases";
import { EICAR, GTUBE } from "./samples";

/** A session to begin with. */
export type LabSample = { id: string; title: string; session: LabSession };

const filled = (text: string, words: Readonly<Record<string, string>>) =>
	text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);

/**
 * The sessions that show what a policy does.
 * In: a list with its domain, and a domain that isn't on the host.
 */
export function labSamples(words: { list: string; domain: string; outside: string }): LabSample[] {
	const { list, domain, outside } = words;
	const sample = (id: string, title: string, change: Partial<LabSession> = {}): LabSample => ({
		id,
		title,
		session: {
			from: "192.0.2.10",
			helo: `client.${outside}`,
			sender: `someone@${outside}`,
			recipients: [`${list}@${domain}`],
			...change,
			data: filled(change.data ?? message({}), words),
		},
	});
	return [
		sample("post", "An ordinary post"),
		sample("bounce", "A bounce", { sender: "", recipients: [`${list}-bounces@${domain}`] }),
		sample("verp-bounce", "A VERP bounce", {
			sender: "",
			recipients: [`${list}-bounces+member=${outside}@${domain}`],
		}),
		sample("forged-bounce", "A forged bounce to the list", { sender: "" }),
		sample("callout", "A sender that its host may not know", { sender: `no-such-user@${outside}` }),
		sample("spam", "Spam (GTUBE)", { data: message({ body: GTUBE }) }),
		sample("virus", "A virus (EICAR)", { data: message({ body: EICAR }) }),
		sample("list-mail", "List mail from Mailman", {
			from: "127.0.0.1",
			helo: "localhost",
			sender: `${list}-bounces@${domain}`,
			recipients: [`member@${outside}`],
		}),
	];
}
