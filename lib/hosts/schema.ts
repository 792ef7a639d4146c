import { z } from "zod";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { HostStatus } from "@/lib/core/host/events";
import { sshConnection } from "./ssh-schema";

/** How a host is reached. The protocol is the same for all: a JSON request in, events out. */
export const hostConnection = z.discriminatedUnion("kind", [
	/** A whole list host in a directory, run by this account. */
	z.strictObject({ kind: z.literal("rehearsal"), root: z.string().startsWith("/") }),
	/** This machine, through the one sudoers line. */
	z.strictObject({ kind: z.literal("local") }),
	/** Another machine, through OpenSSH and the same sudoers line there. */
	sshConnection,
]);
export type HostConnection = z.infer<typeof hostConnection>;

/** This machine. */
export const LOCAL = { kind: "local" } as const satisfies HostConnection;

/** Why this machine can't be added: it is there. In: its name in the console, and whose it is. */
export const takenBy = ({ name, owners }: { name: string; owners: readonly string[] }): string =>
	`This machine is in the console already, as ${name}. ${
		owners.length > 0 ? `It is ${owners.join("'s and ")}'s: ask for a role on it.` : "Nobody owns it."
	}`;

/** A host with what was last heard of it. */
export type HostRecord = {
	id: string;
	name: string;
	connection: HostConnection;
	/** Null until it answered once. */
	status: HostStatus | null;
	statusAt: Date | null;
	/** Why the last question was not answered; null after an answer. */
	statusError: Diagnosis | null;
};

/** What people call a host. */
export const hostName = z
	.string({ error: "The name is missing." })
	.trim()
	.min(1, "The name is empty. Any short name will do, as in rehearsal.")
	.max(60, "The name is longer than 60 characters. Use a shorter one.");

/** For a host that is added by its name alone: the rehearsal host, and this machine. */
export const addHostForm = z.object({ name: hostName });

/** A host is removed by typing its name. */
export const removeHostForm = z.object({
	name: z.string({ error: "Type the host's name." }).trim().min(1, "Type the host's name."),
	reason: z.string().trim().max(500, "The reason is longer than 500 characters. Shorten it.").default(""),
});

/** The sections of a MailSystem that are one value each. */
export const SECTIONS = ["administrator", "verp", "tuning", "policy"] as const;
export type Section = (typeof SECTIONS)[number];
