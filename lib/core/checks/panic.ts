/** A panic as Exim prints it on stderr. `fatal` means that it ended there. */
export type Panic = { fatal: boolean; text: string };

const LOGGED = /^(?:LOG: )?(?:\S+ )*?PANIC( DIE)?$/;
const UNLOGGED = /^(?:.*: )?(?:exim: could not open panic log.*|Failed to create (?:spool|log) .*)$/;

/**
 * Every panic in what Exim wrote on stderr, in order. A panic without `DIE` leaves the exit status 0
 * (facts, section 2), so this is the only sign of it.
 */
export function panicsIn(stderr: string): Panic[] {
	const panics: Panic[] = [];
	let open: Panic | null = null;
	for (const line of stderr.split(/\r?\n/)) {
		const logged = LOGGED.exec(line);
		if (logged) {
			open = { fatal: logged[1] !== undefined, text: "" };
			panics.push(open);
		} else if (open && line.startsWith(" ")) open.text += `${open.text ? " " : ""}${line.trim()}`;
		else {
			open = null;
			if (UNLOGGED.test(line)) panics.push({ fatal: true, text: line.trim() });
		}
	}
	return panics;
}
