import type { HostStatus } from "@/lib/core/host/events";

/** Something that happened on a host between two looks at it. */
export type HostAct = {
	action: "console.deploy" | "console.rollback" | "console.confirm";
	/** The release it made live, or confirmed. */
	number: number;
	releaseId: string;
	/** As the host wrote it down; null where it doesn't say. */
	actor: string | null;
	note: string;
	/** Names of the saved sessions that it broke knowingly. */
	broken?: readonly string[] | undefined;
};

type Seen = Pick<HostStatus, "live" | "pending" | "releases">;

/**
 * What happened on a host between two looks. It doesn't say whether this console did it.
 * A release that went back by itself is nobody's act and not among them.
 */
export function actsBetween(before: Seen, after: Seen): HostAct[] {
	const known = new Set(before.releases.map((release) => release.number));
	const fresh = after.releases.filter((release) => !known.has(release.number));
	const acts: HostAct[] = fresh.map(({ number, id, actor, note, sessionsBroken }) => ({
		action: "console.deploy",
		number,
		releaseId: id,
		actor,
		note,
		broken: sessionsBroken,
	}));
	const { live } = after;
	const waited = before.pending;
	if (live && live.id !== before.live?.id && known.has(live.number) && !waited)
		acts.push({
			action: "console.rollback",
			number: live.number,
			releaseId: live.id,
			actor: null,
			note: "",
			broken: live.sessionsBroken,
		});
	if (waited && !after.pending && live?.id === waited.release)
		acts.push({
			action: "console.confirm",
			number: waited.number,
			releaseId: waited.release,
			actor: null,
			note: "",
		});
	return acts;
}
