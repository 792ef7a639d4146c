import path from "node:path";
import type { Program, System } from "./system";

/** How each of these takes its paths: by its first argument. */
const READS = ["read", "readBytes", "tail", "hash", "facts", "readLink", "list"] as const;

/**
 * A system that lies in a directory, as a container's or a rescued disk's does: files are looked for below it, and
 * programs run within it (chroot, which only root may). In: the world, and the directory; `/` is the world itself.
 */
export function rootedSystem(system: System, root: string): System {
	if (root === "/") return system;
	const below = (name: string) => path.join(root, name);
	const reads = Object.fromEntries(
		READS.map((name) => [
			name,
			(file: string, ...rest: [number]) =>
				(system[name] as (file: string, ...rest: [number]) => unknown)(below(file), ...rest),
		]),
	);
	return {
		...system,
		...(reads as Pick<System, (typeof READS)[number]>),
		run: (program: Program) => system.run({ ...program, argv: ["/usr/sbin/chroot", root, ...program.argv] }),
	};
}
