import { z } from "zod";
import type { Diagnosis } from "@/lib/core/checks/types";
import { hostName } from "@/lib/hosts/schema";
import { hostKeys, type SshPlace, sshAddress, sshPort, sshUser } from "@/lib/hosts/ssh-schema";

/** A host on its way into the console. */
export type HostDraft = {
	id: string;
	name: string;
	place: SshPlace;
	/** The keys that it showed when it was asked last. */
	offered: string[];
	/** Those that a person confirmed; they hold only where they are the ones that are shown. */
	confirmed: string[] | null;
	/** Why the last try to connect failed, and when (ms since 1970). */
	failed: { diagnosis: Diagnosis; at: number } | null;
	/** The host that is to be reached anew; null for one to be added. */
	hostId: string | null;
	createdById: string;
};

/** Whether the keys that a host shows are the ones that were confirmed. */
export const isConfirmed = ({ offered, confirmed }: Pick<HostDraft, "offered" | "confirmed">): boolean =>
	JSON.stringify(offered) === JSON.stringify(confirmed);

export const placeForm = z.object({
	/** The draft whose address is changed, or that is asked again; empty for a new one. */
	draftId: z.string().default(""),
	/** The host that is to be reached anew; empty for one to be added. */
	reaches: z.string().default(""),
	name: hostName,
	address: sshAddress,
	port: sshPort,
	user: sshUser,
});

/** Keys as the form carries them: what was shown is what is confirmed. */
const shownKeys = z
	.string()
	.transform((text): unknown => {
		try {
			return JSON.parse(text);
		} catch {
			return null;
		}
	})
	.pipe(hostKeys);

export const confirmForm = z.object({
	draftId: z.string(),
	keys: shownKeys,
	sure: z.literal("on").optional(),
});

export const draftForm = z.object({ draftId: z.string() });
