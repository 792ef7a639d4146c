import type { Tone } from "@/components/ui/status";
import type { Review } from "@/lib/changes/schema";
import type { HostStatus } from "@/lib/core/host/events";

/** An answer to one of the overview's questions: a word, what was seen, and where its cause is. */
export type Answer = {
	tone: Tone;
	word: string;
	/** What was seen, a line each; `mono` are a program's own words. */
	evidence: { text: string; mono?: true }[];
	/** A path below the host's, or an anchor on the overview; null where there is nothing to follow. */
	cause: { to: string; label: string } | null;
};

const plural = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** What is said while nothing was ever heard of the host. */
const UNHEARD: Answer = {
	tone: "muted",
	word: "Unknown",
	evidence: [{ text: "The host has never answered." }],
	cause: null,
};

/** Is mail flowing? By what was seen of Exim and of the installations that the live release manages. */
export function mailFlows({ live, exim, mailman, queued, upgrade }: HostStatus): Answer {
	const banner = exim.banner ? [{ text: exim.banner, mono: true as const }] : [];
	const queue =
		queued === null
			? []
			: [
					{
						text:
							queued === 0
								? "Nothing waits on the queue"
								: `${plural(queued, "message", "messages")} on the queue`,
					},
				];
	if (!live)
		return {
			tone: "muted",
			word: "Not yet",
			evidence: [{ text: "No release is live." }, ...banner],
			cause: { to: "changes", label: "Review the first release" },
		};
	const daemons = { to: "#daemons", label: "See the daemons" };
	if (!exim.running)
		return {
			tone: "danger",
			word: "No",
			evidence: [{ text: `Exim: ${exim.detail}` }, ...banner],
			cause: daemons,
		};
	const managed = new Set(live.system.installations.map((one) => one.prefix));
	const down = mailman.filter((one) => managed.has(one.prefix) && !one.running);
	if (down.length > 0)
		return {
			tone: "warning",
			word: "In part",
			evidence: [
				...down.slice(0, 3).map((one) => ({ text: `Mailman in ${one.prefix}: ${one.detail}` })),
				...banner,
			],
			cause: daemons,
		};
	const [broken] = upgrade?.problems ?? [];
	if (broken)
		return {
			tone: "warning",
			word: "Not as it was proved",
			evidence: [{ text: broken.sentence }, ...banner],
			cause: { to: "#upgrade", label: "See what no longer holds" },
		};
	const runners = mailman.reduce((sum, one) => sum + (managed.has(one.prefix) ? one.runners : 0), 0);
	return {
		tone: "success",
		word: "Yes",
		evidence: [
			...banner,
			{ text: `${plural(runners, "queue runner lives", "queue runners live")}` },
			...queue,
		],
		cause: null,
	};
}

/** Is what's live what we wanted? By the desired settings, and by what was changed on the host behind our back. */
export function asWanted(review: Review, { drift }: Pick<HostStatus, "drift">): Answer {
	const [first] = drift;
	if (first)
		return {
			tone: "warning",
			word: "Changed by hand",
			evidence: [
				{ text: first.sentence },
				...(drift.length > 1 ? [{ text: `and ${plural(drift.length - 1, "thing", "things")} more` }] : []),
			],
			cause: { to: "#drift", label: "See the difference" },
		};
	switch (review.kind) {
		case "unheard":
			return UNHEARD;
		case "invalid":
			return {
				tone: "danger",
				word: "Can't be deployed",
				evidence: review.problems.slice(0, 2).map(({ sentence }) => ({ text: sentence })),
				cause: { to: "changes", label: "See what stands in the way" },
			};
		case "same":
			return {
				tone: "success",
				word: "Yes",
				evidence: [{ text: `Release ${review.live.number} is everything that was set` }],
				cause: null,
			};
		case "changes": {
			const count = Math.max(review.changes.length, 1);
			return {
				tone: review.live ? "warning" : "muted",
				word: review.live ? "Not all of it" : "Not yet",
				evidence: [
					{
						text: review.live
							? `${plural(count, "change", "changes")} not deployed`
							: "Nothing was deployed yet",
					},
				],
				cause: { to: "changes", label: `Review release ${review.nextNumber}` },
			};
		}
	}
}

/** Is something waiting for me? The most urgent first. */
export function waitsForMe({
	attention,
	pending,
	lock,
}: Pick<HostStatus, "attention" | "pending" | "lock">): Answer {
	if (attention)
		return {
			tone: "danger",
			word: "Yes, now",
			evidence: [{ text: attention.sentence }],
			cause: { to: "#attention", label: "See what to do" },
		};
	if (pending)
		return {
			tone: "warning",
			word: "Yes",
			evidence: [{ text: `Release ${pending.number} reverts by itself unless it is confirmed` }],
			cause: { to: "#pending", label: "Confirm it, or let it go" },
		};
	if (lock)
		return {
			tone: "working",
			word: "Not for you",
			evidence: [{ text: `${lock.actor} is deploying` }],
			cause: { to: "deployments", label: "Watch" },
		};
	return { tone: "success", word: "No", evidence: [{ text: "Nothing waits for anybody" }], cause: null };
}

/** An answer from before the host fell silent: what was seen then, and no claim about now. */
const asOfThen = (answer: Answer): Answer => ({
	...answer,
	tone: "muted",
	word: "Unknown now",
	evidence: [{ text: `When it last answered: ${answer.word}` }, ...answer.evidence],
});

/** What waits while the host doesn't answer. */
const SILENT: Answer = {
	tone: "warning",
	word: "Yes",
	evidence: [{ text: "The host doesn't answer" }],
	cause: { to: "#silent", label: "See why" },
};

/** The three answers, left to right. In: what the host last said, null for nothing; whether it is silent since. */
export function answers(
	status: HostStatus | null,
	review: Review,
	silent: boolean,
): [Answer, Answer, Answer] {
	if (!status) return [UNHEARD, UNHEARD, silent ? SILENT : UNHEARD];
	const [flows, wanted, waits] = [mailFlows(status), asWanted(review, status), waitsForMe(status)];
	if (!silent) return [flows, wanted, waits];
	return [asOfThen(flows), asOfThen(wanted), waits.tone === "danger" ? waits : SILENT];
}
