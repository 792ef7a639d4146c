"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { desiredRelease } from "@/lib/changes/loaders";
import { setAdministrator } from "@/lib/domains/mutations";
import { administratorForm } from "@/lib/domains/schema";
import { type Ask, askHost } from "@/lib/hosts/connection";
import { hostWithStatus } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import type { Access } from "@/lib/session/loaders";
import { listSavedTests } from "@/lib/tests/data";
import { readRun } from "./data";
import { beginRun, followRun, isRunFollowed, noteReviewed, noteStep, noteWay } from "./mutations";
import { noteForm, type RunKind, reviewedForm } from "./schema";
import { stepAfter, stepHref } from "./steps";

/** A step of the host's may take its time; longer silence than this means that nobody is there. */
const SILENCE_MS = 10 * 60_000;

/** Notes that a step's settings are as they should be, and goes on to the next one. */
export const noteStepAction = hostAction({
	action: "setup.step",
	permission: "settings.change",
	schema: noteForm,
	change: async ({ hostId, person }, { step }) => {
		await noteStep(hostId, step, person.name);
		const next = stepAfter(step);
		return {
			message: "Noted.",
			audit: { subject: step },
			...(next ? { goTo: stepHref(hostId, next) } : {}),
		};
	},
});

/** Begins without taking anything over: all that such a host needs to begin is whom its mail is for. */
export const startFreshAction = hostAction({
	action: "setup.fresh",
	permission: "settings.change",
	schema: administratorForm,
	change: async ({ hostId, person }, { administrator, revision }) => {
		const before = await setAdministrator(hostId, administrator, revision, person.name);
		await noteWay(hostId, "fresh", person.name);
		return {
			message: "Nothing is taken over.",
			audit: { subject: "administrator", before, after: administrator },
			goTo: stepHref(hostId, "domains"),
		};
	},
});

/** Notes that exactly this release was seen, with the lines that the host's own configuration gets. */
export const reviewedAction = hostAction({
	action: "setup.review",
	permission: "settings.change",
	schema: reviewedForm,
	prepare: async (access, { reviewed, weaving }) => {
		const { status } = await hostWithStatus(access);
		const desired = status && (await desiredRelease(access.hostId, status.profile.target));
		if (!status || desired?.release.id !== reviewed) {
			refresh();
			throw Refused.form(
				"Somebody changed the settings since you opened this page. What you see now is what would be deployed: review it, then go on.",
			);
		}
		const lines = status.weaving?.id ?? null;
		if (lines !== null && weaving !== lines) {
			refresh();
			throw new Refused({
				weaving:
					weaving === undefined
						? "Say that you have seen the lines that this host's own Exim configuration gets."
						: "These lines are others than before. Look at them, then say so again.",
			});
		}
		return lines;
	},
	change: async ({ hostId, person }, { reviewed }, lines) => {
		await noteReviewed(hostId, reviewed, lines, person.name);
		return {
			message: "Reviewed.",
			audit: { subject: reviewed.slice(0, 12), after: { reviewed, weaving: lines } },
			goTo: stepHref(hostId, "dry-run"),
		};
	},
});

/** Begins to ask the host, and lets it answer while the page already shows what has come. */
async function inBackground(
	{ hostId, person }: Access,
	kind: RunKind,
	{ connection, releaseId, ask }: { connection: HostRecord["connection"]; releaseId: string; ask: Ask },
): Promise<void> {
	const before = await readRun(hostId, kind);
	// Pressed twice, or by two: one answer is enough for both.
	if (before?.state === "running" && before.releaseId === releaseId && isRunFollowed(before.runId)) return;
	const runId = await beginRun(hostId, kind, releaseId, person.name);
	const events = askHost(connection, ask, person.name, { silenceMs: SILENCE_MS });
	followRun(hostId, kind, { runId, releaseId }, events).catch((error) =>
		log.error({ hostId, kind, err: error }, "A question to a host could not be kept."),
	);
}

const testsOf = async (hostId: string) => (await listSavedTests(hostId)).map((saved) => saved.test);

/** Has the host prove what would be deployed, without touching what is live. */
export const dryRunAction = hostAction({
	action: "setup.dry-run",
	permission: "setup.dry-run",
	schema: z.object({}),
	work: async (access) => {
		const { hostId } = access;
		const { status, connection } = await hostWithStatus(access);
		if (!status) throw Refused.form("The host has not answered yet, so nothing can be tried on it.");
		const desired = await desiredRelease(hostId, status.profile.target);
		if (!desired) throw Refused.form("Settings stand in the way of a release. The review names them.");
		const { system, release } = desired;
		if (system.domains.length === 0) throw Refused.form("No domain is here yet. Add one first.");
		const ask = { verb: "check", system, tests: await testsOf(hostId) } as const;
		await inBackground(access, "dry-run", { connection, releaseId: release.id, ask });
		return { message: "The dry run has begun." };
	},
});

/** Has the host look whether what is live works. */
export const verifyAction = hostAction({
	action: "setup.verify",
	permission: "tests.run",
	schema: z.object({}),
	work: async (access) => {
		const { hostId } = access;
		const { status, connection } = await hostWithStatus(access, 0);
		if (!status?.live) throw Refused.form("No release is live on this host yet. Deploy one first.");
		const ask = { verb: "verify", tests: await testsOf(hostId) } as const;
		await inBackground(access, "verify", { connection, releaseId: status.live.id, ask });
		return { message: "The host is being looked at." };
	},
});
