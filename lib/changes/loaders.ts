import "server-only";
import { cache } from "react";
import { deriveAddressTests } from "@/lib/core/checks/derive";
import type { HostStatus } from "@/lib/core/host/events";
import type { RenderTarget } from "@/lib/core/host/profile";
import { buildRelease } from "@/lib/core/release/build";
import { compareReleases } from "@/lib/core/release/compare";
import { describeEffects } from "@/lib/core/release/effects";
import { settingDiffers } from "@/lib/core/release/setting-path";
import type { FileDiff, Release } from "@/lib/core/release/types";
import { mmCfgTarget } from "@/lib/core/render/mailman/mm-cfg";
import { type MailSystem, mailSystem } from "@/lib/core/system/mail-system";
import { loadMailSystem, readDesired } from "@/lib/hosts/data";
import { loadHost } from "@/lib/hosts/loaders";
import { sha256 } from "@/lib/kernel/sha256";
import { countSavedTests } from "@/lib/tests/data";
import { listsOf } from "@/lib/tests/schema";
import { markOf, readAttributions } from "./data";
import {
	type Attribution,
	type Change,
	type PendingChanges,
	pendingOf,
	type Review,
	settingOfPath,
	type Undertaking,
} from "./schema";

/** The last few releases that were rendered: every page asks whether anything waits, and most ask the same. */
const rendered = new Map<string, Release>();
const RENDERED_KEPT = 8;

function release(system: MailSystem, target: RenderTarget): Release {
	const key = sha256(JSON.stringify([system, target]));
	const known = rendered.get(key) ?? buildRelease(system, target, sha256);
	rendered.delete(key);
	rendered.set(key, known);
	for (const old of rendered.keys()) {
		if (rendered.size <= RENDERED_KEPT) break;
		rendered.delete(old);
	}
	return known;
}

/** A host's desired settings as the release they make; null while they are not valid. */
export async function desiredRelease(hostId: string, target: RenderTarget) {
	const parsed = await loadMailSystem(hostId);
	return parsed.success ? { system: parsed.data, release: release(parsed.data, target) } : null;
}

function undertaking(
	status: HostStatus,
	system: MailSystem,
	files: readonly FileDiff[],
	savedTests: number,
): Undertaking {
	const changed = new Set(files.map((file) => file.target));
	const simulated = new Set(status.profile.found.filter((one) => one.simulated).map((one) => one.prefix));
	return {
		restarts: system.installations
			.filter((installation) => changed.has(mmCfgTarget(installation)))
			.map(({ id, prefix }) => ({
				id,
				prefix,
				domains: system.domains.filter((d) => d.installation === id).map((d) => d.name),
				simulated: simulated.has(prefix),
			})),
		tests:
			deriveAddressTests(system, listsOf(system, status.profile.found), status.profile.target).length +
			savedTests,
	};
}

function attributionOf(setting: string, known: ReadonlyMap<string, Attribution>): Attribution | null {
	const [root = "", id] = setting.split(".");
	return known.get(root === "installations" ? `${root}.${id}` : root) ?? known.get(root) ?? null;
}

async function review(hostId: string, status: HostStatus | null): Promise<Review> {
	if (!status) return { kind: "unheard" };
	const written = await readDesired(hostId);
	const parsed = mailSystem.safeParse(written);
	const seen = markOf(written);
	const nextNumber = Math.max(0, ...status.releases.map((one) => one.number)) + 1;
	if (!parsed.success)
		return {
			kind: "invalid",
			seen,
			nextNumber,
			problems: parsed.error.issues.map((issue) => ({
				setting: settingOfPath(written, issue.path),
				sentence: issue.message,
			})),
		};
	const { target } = status.profile;
	const system = parsed.data;
	const desired = release(system, target);
	const live = status.live && { number: status.live.number, id: status.live.id };
	if (live && live.id === desired.id) return { kind: "same", live, nextNumber };
	const before = status.live?.system ?? null;
	const { files } = compareReleases(before && release(before, target), desired);
	const [attributions, savedTests] = await Promise.all([readAttributions(hostId), countSavedTests(hostId)]);
	const changes = describeEffects(before, system).map(
		(effect): Change => ({
			...effect,
			attribution: attributionOf(effect.setting, attributions),
			discardable: before !== null && settingDiffers(before, system, effect.setting),
		}),
	);
	return {
		kind: "changes",
		reviewedId: desired.id,
		seen,
		live,
		nextNumber,
		changes,
		files,
		domains: system.domains.length,
		undertaking: undertaking(status, system, files, savedTests),
	};
}

/** For the Changes page and everything that says whether something waits. Once a request. */
export const loadReview = cache(async (hostId: string) => {
	const { access, host } = await loadHost(hostId);
	return { access, host, review: await review(hostId, host.status) };
});

/** For the bar at the foot: what is not deployed, or null. */
export const loadPendingChanges = async (hostId: string): Promise<PendingChanges | null> =>
	pendingOf((await loadReview(hostId)).review);
