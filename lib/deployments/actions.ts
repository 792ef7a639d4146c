"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { standingOf, wayBackOf } from "@/lib/approvals/loaders";
import { desiredRelease } from "@/lib/changes/loaders";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { type Ask, askForResult, askHost } from "@/lib/hosts/connection";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import { toldBefore } from "@/lib/hosts/told-before";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { listSavedSessions } from "@/lib/lab/data";
import { playSaved } from "@/lib/lab/loaders";
import type { Access } from "@/lib/session/loaders";
import { onwards } from "@/lib/session/return-to";
import { listSavedTests } from "@/lib/tests/data";
import { readDeployment, systemOfRelease } from "./data";
import { beginDeployment, followDeployment, noteEnding, settleOpen } from "./mutations";
import { endingOf } from "./schema";

/** The forms are here and not in schema.ts, whose rules the browser needs and zod's weight it doesn't. */
const releaseId = z.string().regex(/^[0-9a-f]{64}$/, "This page is out of date. Reload it.");
/** The live release the person saw; empty where there was none. */
const live = releaseId.or(z.literal("")).transform((id) => id || null);
const note = z
	.string()
	.trim()
	.max(500, "The note is longer than 500 characters. Shorten it.")
	.regex(/^[^\p{Cc}]*$/u, "The note has a line break or another control character. Write it on one line.")
	.default("");
/** Goes live though saved sessions don't hold. */
const breakSessions = z
	.literal("on")
	.optional()
	.transform((on) => on === "on");
const MINUTES = "The time to confirm must be a whole number of minutes from 1 to 1,440.";
const deployForm = z
	.object({
		reviewed: releaseId,
		live,
		note,
		revert: z.literal("on").optional(),
		replaceDrift: z
			.literal("on")
			.optional()
			.transform((on) => on === "on"),
		breakSessions,
		goTo: z.string().default(""),
		/** What of the host's own Exim configuration was seen and agreed to. */
		weaving: releaseId.optional(),
		minutes: z.string().trim().default("10"),
		override: z
			.literal("on")
			.optional()
			.transform((on) => on === "on"),
	})
	.transform((form, ctx) => {
		if (!form.revert) return { ...form, confirmMinutes: null };
		const minutes = /^\d{1,4}$/.test(form.minutes) ? Number(form.minutes) : 0;
		if (minutes >= 1 && minutes <= 1_440) return { ...form, confirmMinutes: minutes };
		ctx.addIssue({ code: "custom", path: ["minutes"], message: MINUTES });
		return z.NEVER;
	});
const rollBackForm = z.object({
	number: z.coerce.number().int().min(1),
	live,
	note,
	breakSessions,
	override: z
		.literal("on")
		.optional()
		.transform((on) => on === "on"),
});
const pruneForm = z.object({
	keep: z
		.string()
		.trim()
		.regex(/^\d{1,4}$/, "The number to keep must be a whole number from 0 to 9,999.")
		.transform(Number),
});
const confirmForm = z.object({ deploymentId: z.string().max(64).optional(), release: releaseId });

/** A step may take its time; longer silence than this means that nobody is there. */
const SILENCE_MS = 10 * 60_000;

const pageOf = (hostId: string, id: string) => `/hosts/${hostId}/deployments/${id}`;

/** Lets the host work while the person is shown its page; asks it afterwards what is live. */
function inBackground(
	access: Access,
	id: string,
	{ connection, ask }: { connection: HostRecord["connection"]; ask: Ask },
): void {
	const run = async () => {
		const events = askHost(connection, ask, access.person.name, { silenceMs: SILENCE_MS });
		await followDeployment(id, events, () => hostWithStatus(access, 0));
		const { status, statusAt } = await hostWithStatus(access, 0);
		if (status && statusAt) await settleOpen(access.hostId, status, statusAt.getTime());
	};
	run().catch((error) => log.error({ deployment: id, err: error }, "A deployment could not be followed."));
}

type Proposed = { release: string; live: string | null; note: string; override: boolean };

/**
 * Holds a deployment to the host's rule of four eyes. Out: whether it goes on without approval, as an owner's emergency.
 * What is live already was approved when it became so: to put it back takes nobody else.
 */
async function holdToFourEyes(access: Access, { release, live, note, override }: Proposed): Promise<boolean> {
	const standing = await standingOf(access, { releaseId: release, baseId: live });
	if (!standing || standing.approved || release === live) return false;
	if (!override || !standing.mayOverride) {
		refresh();
		throw Refused.form(
			"This host wants four eyes: somebody else has to approve exactly this release before you deploy it.",
		);
	}
	if (note === "")
		throw new Refused({ note: "Say why it can't wait for somebody else. It is kept in the audit." });
	return true;
}

/**
 * Holds a roll back to the host's rule of four eyes. Back to the release that was live directly before is the way out of
 * trouble, and open to one person alone; any other is a deployment like all. Out: the row that shouts, where it went on
 * without approval.
 */
async function holdRollBack(access: Access, proposed: Proposed & { number: number }) {
	const { release, live, number, note } = proposed;
	const way = live === null ? null : await wayBackOf(access, { releaseId: release, baseId: live });
	if (way?.before && !way.approved)
		return [
			{
				action: "deployments.alone",
				subject: `release ${number}`,
				after: { release, over: live },
				reason: note,
			},
		];
	return (await holdToFourEyes(access, proposed)) ? [overrideRow(proposed)] : [];
}

/** What the audit says of a deployment that went on without approval. */
const overrideRow = ({ release, live, note }: Omit<Proposed, "override">) => ({
	action: "deployments.override",
	subject: release.slice(0, 12),
	after: { release, over: live },
	reason: note,
});

/**
 * Plays the saved sessions on what would go live. Out: those that don't come to what they must, where the person deploys
 * nonetheless. Throws Refused where they don't, HostFailed where the host can't play them.
 */
async function holdToSessions(
	access: Access,
	connection: HostRecord["connection"],
	system: MailSystem,
	{ breakSessions }: { breakSessions: boolean },
): Promise<string[]> {
	const verdicts = await playSaved(access.hostId, connection, system, access.person.name);
	const broken = verdicts.filter((one) => !one.holds).map((one) => one.saved.title);
	if (broken.length > 0 && !breakSessions)
		throw new Refused({
			breakSessions: `Saved sessions would no longer come to what they must: ${broken.map((title) => `“${title}”`).join(", ")}. The Changes page shows which rule decides.`,
		});
	return broken;
}

/** The saved sessions as a release keeps them. */
const sessionsToKeep = async (hostId: string) =>
	(await listSavedSessions(hostId)).map(({ title, session, expect }) => ({ title, session, expect }));

/** Deploys exactly what was reviewed over exactly what was live then. */
export const deployAction = hostAction({
	action: "deployments.deploy",
	permission: "deployments.deploy",
	schema: deployForm,
	prepare: async (access, form) => {
		const { reviewed } = form;
		const host = await hostWithStatus(access);
		if (!host.status) throw Refused.form("The host has not answered yet, so nothing can be deployed to it.");
		const desired = await desiredRelease(access.hostId, host.status.profile.target);
		if (!desired) {
			const parsed = await loadMailSystem(access.hostId);
			throw Refused.form(
				`These settings can't be deployed: ${parsed.error?.issues[0]?.message ?? "they are not valid."}`,
			);
		}
		if (desired.release.id !== reviewed) {
			refresh();
			throw Refused.form(
				"Somebody changed the settings since you opened this page. What you see now is what would be deployed: review it, then press Deploy again.",
			);
		}
		const broken = await holdToSessions(access, host.connection, desired.system, form);
		const overridden = await holdToFourEyes(access, { release: reviewed, ...form });
		const tests = (await listSavedTests(access.hostId)).map((saved) => saved.test);
		const sessions = await sessionsToKeep(access.hostId);
		return { connection: host.connection, system: desired.system, broken, overridden, tests, sessions };
	},
	change: async (access, form, { connection, system, broken, overridden, tests, sessions }) => {
		const { reviewed, live, note, confirmMinutes, replaceDrift } = form;
		const id = await beginDeployment({
			hostId: access.hostId,
			kind: "deploy",
			number: null,
			releaseId: reviewed,
			baseId: live,
			system,
			note,
			confirmMinutes,
			actor: access.person,
		});
		const ask = {
			verb: "deploy",
			system,
			reviewed,
			live,
			tests,
			note,
			confirmMinutes,
			replaceDrift,
			sessions,
			breakSessions: form.breakSessions,
			...(form.weaving === undefined ? {} : { weaving: form.weaving }),
		} as const;
		return {
			message: "The deployment has begun.",
			audit: [
				...(overridden ? [overrideRow({ release: reviewed, live, note })] : []),
				{
					subject: reviewed.slice(0, 12),
					reason: note,
					after: {
						...{ live, confirmMinutes, replaceDrift, overridden },
						...(broken.length > 0 ? { sessionsBroken: broken } : {}),
						...(form.weaving === undefined ? {} : { weaving: form.weaving }),
					},
				},
			],
			onceKept: () => inBackground(access, id, { connection, ask }),
			goTo: onwards(form.goTo, pageOf(access.hostId, id)),
		};
	},
});

/** Makes a kept release live again, with the same checks. */
export const rollBackAction = hostAction({
	action: "deployments.rollback",
	permission: "deployments.rollback",
	schema: rollBackForm,
	prepare: async (access, { number, breakSessions, ...form }) => {
		const { status, connection } = await hostWithStatus(access);
		const release = status?.releases.find((kept) => kept.number === number);
		if (!release) throw Refused.form(`The host no longer keeps release ${number}. Choose one that it keeps.`);
		const loud = await holdRollBack(access, { release: release.id, number, ...form });
		const system = await systemOfRelease(access.hostId, release.id);
		// Without its settings at hand, the host alone holds it to the sessions.
		const broken = system ? await holdToSessions(access, connection, system, { breakSessions }) : [];
		return {
			release,
			connection,
			loud,
			system,
			broken,
			sessions: await sessionsToKeep(access.hostId),
		};
	},
	change: async (access, { number, live, note, breakSessions }, prepared) => {
		const { release, connection, loud, system, broken, sessions } = prepared;
		const id = await beginDeployment({
			hostId: access.hostId,
			kind: "rollback",
			number,
			releaseId: release.id,
			baseId: live,
			system,
			note,
			confirmMinutes: null,
			actor: access.person,
		});
		const ask = { verb: "rollback", number, live, note, sessions, breakSessions } as const;
		const after = { live, ...(broken.length > 0 ? { sessionsBroken: broken } : {}) };
		return {
			message: `The roll back to release ${number} has begun.`,
			audit: [...loud, { subject: `release ${number}`, reason: note, after }],
			onceKept: () => inBackground(access, id, { connection, ask }),
			goTo: pageOf(access.hostId, id),
		};
	},
});

/** Removes what nobody will go back to. The host spares the live release and the one before it, whatever is asked. */
export const pruneAction = hostAction({
	action: "deployments.prune",
	permission: "deployments.prune",
	schema: pruneForm,
	work: async (access, { keep }) => {
		const { connection } = await hostWithStatus(access);
		const { removed } = await toldBefore(
			access,
			{ action: "deployments.prune", subject: "releases", after: { keep } },
			{ action: "deployments.prune-end" },
			async () =>
				askForResult(connection, { verb: "prune", keep }, access.person.name, { silenceMs: 60_000 }),
			({ removed }) => ({ removed }),
		);
		await hostWithStatus(access, 0);
		const count = removed.length;
		return {
			message:
				count === 0
					? "Nothing was removed: the host keeps no more than that."
					: `The host removed ${count} ${count === 1 ? "release" : "releases"}: ${removed.join(", ")}.`,
		};
	},
});

/** Keeps a release that would revert by itself. */
export const confirmAction = hostAction({
	action: "deployments.confirm",
	permission: "deployments.confirm",
	schema: confirmForm,
	work: async (access, { deploymentId, release }) => {
		const host = await hostWithStatus(access);
		const number = host.status?.releases.find((kept) => kept.id === release)?.number;
		const { deploy } = await toldBefore(
			access,
			{
				action: "deployments.confirm",
				subject: number === undefined ? release.slice(0, 12) : `release ${number}`,
			},
			{ action: "deployments.confirm-end" },
			async () =>
				askForResult(host.connection, { verb: "confirm", release }, access.person.name, {
					silenceMs: 60_000,
				}),
			({ deploy }) => ({ outcome: deploy.outcome }),
		);
		const deployment = deploymentId ? await readDeployment(access.hostId, deploymentId) : null;
		if (deployment?.state === "pending") await noteEnding(deployment.id, endingOf(deploy), deploy.number);
		const { status, statusAt } = await hostWithStatus(access, 0);
		if (status && statusAt) await settleOpen(access.hostId, status, statusAt.getTime());
		return { message: deploy.sentence };
	},
});
