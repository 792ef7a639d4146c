import { mailmanInstallation } from "../system/installation";
import { type MailSystem, type MailSystemInput, mailSystem } from "../system/mail-system";
import { keptTuning } from "../system/tuning";
import { verpSettings } from "../system/verp";
import { type FoundDraft, type Question, settingAt } from "./draft";
import { LEAVE_OUT } from "./leave-out";

/** An installation that Mailman was found in. */
type Present = { prefix: string; user: string; group: string; wrapperGroup: string | null; python: string };

/** What a person decided over a draft. */
export type Decisions = {
	/** Domains that are not taken. */
	without: ReadonlySet<string>;
	/** What was typed or chosen, by setting: for every question, and for whatever else is put right. */
	answers: Readonly<Record<string, string>>;
};

/** The settings that a draft comes to, or what stands against them: a sentence each, by setting. */
export type Decided = { ok: true; system: MailSystem } | { ok: false; problems: Record<string, string> };

const numberIn = (text: string): number | string => (/^\s*\d{1,15}\s*$/.test(text) ? Number(text) : text);

/** Puts an answer where its setting says. What leads nowhere is no setting of Listkeeper's, and is dropped. */
function put(draft: FoundDraft, setting: string, text: string): void {
	const [root = "", key = "", field = ""] = setting.split(".");
	const installation = draft.installations.find(({ id }) => id === key);
	if (root === "administrator") draft.administrator = text;
	else if (root === "tuning" && Object.hasOwn(keptTuning.shape, key))
		Object.assign(draft.tuning, { [key]: numberIn(text) });
	else if (root === "verp" && key === "interval" && Object.hasOwn(verpSettings.shape, key))
		Object.assign(draft.verp, { [key]: numberIn(text) });
	else if (installation && field !== "id" && Object.hasOwn(mailmanInstallation.shape, field))
		Object.assign(installation, { [field]: text });
}

/** Has a draft's installation be another that was found, or none. */
function become(draft: FoundDraft, id: string, answer: string, present: readonly Present[]): void {
	const to = present.find(({ prefix }) => prefix === answer);
	const same = to && draft.installations.find((one) => one.prefix === to.prefix && one.id !== id);
	if (!to) draft.domains = draft.domains.filter(({ installation }) => installation !== id);
	else if (same)
		draft.domains = draft.domains.map((one) =>
			one.installation === id ? { ...one, installation: same.id } : one,
		);
	else
		draft.installations = draft.installations.map((one) =>
			one.id === id
				? { ...one, prefix: to.prefix, user: to.user, group: to.wrapperGroup ?? to.group, python: to.python }
				: one,
		);
}

/**
 * What a draft comes to by a person's decisions. Installations that no domain is left on stay as they are on the host,
 * and don't become settings.
 * In: the draft, what was asked, the installations that were found, the policy that stands, and the decisions.
 */
export function decide(
	found: { draft: FoundDraft; questions: readonly Question[]; present: readonly Present[] },
	policy: MailSystemInput["policy"],
	{ without, answers }: Decisions,
): Decided {
	const draft = structuredClone(found.draft);
	const problems: Record<string, string> = {};
	draft.domains = draft.domains.filter(({ name }) => !without.has(name));
	const needed = (id: string) => draft.domains.some(({ installation }) => installation === id);
	for (const { setting, kind, why } of found.questions) {
		const [root, id = ""] = setting.split(".");
		// What is asked of an installation that is left out needs no answer.
		if (root === "installations" && !needed(id)) continue;
		const answer = answers[setting]?.trim() ?? "";
		const good =
			kind === "value" || answer === LEAVE_OUT || found.present.some(({ prefix }) => prefix === answer);
		if (answer === "") problems[setting] = `This has to be decided. ${why}`;
		else if (!good)
			problems[setting] = `${answer} is none of the installations that were found. Choose one that is.`;
		else if (kind === "installation") become(draft, id, answer, found.present);
	}
	const kinds = new Map(found.questions.map(({ setting, kind }) => [setting, kind]));
	for (const [setting, answer] of Object.entries(answers))
		if (kinds.get(setting) !== "installation") put(draft, setting, answer.trim());
	draft.installations = draft.installations
		.filter(({ id }) => needed(id))
		.map((one) => ({
			...one,
			mailHost: draft.domains.some(
				({ name, installation }) => name === one.mailHost && installation === one.id,
			)
				? one.mailHost
				: null,
		}));
	const read = mailSystem.safeParse({ ...draft, administrator: draft.administrator ?? "", policy });
	for (const issue of read.error?.issues ?? []) problems[settingAt(draft, issue.path)] ??= issue.message;
	return read.success && Object.keys(problems).length === 0
		? { ok: true, system: read.data }
		: { ok: false, problems };
}
