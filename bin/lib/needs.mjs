// @ts-check
/** @import { Need } from "./debian.mjs" */

/** @type {Need} */
export const EXIM = { package: "exim4-daemon-heavy", program: "/usr/sbin/exim4", service: "exim4" };
/** The simulated installations of a rehearsal host speak Python, as Mailman does. @type {Need} */
export const PYTHON = { package: "python3-minimal", program: "/usr/bin/python3" };

/** What `npm test` needs from Debian, in this one place. @type {readonly Need[]} */
export const TEST_NEEDS = [
	EXIM,
	PYTHON,
	{ package: "chromium", program: "/usr/bin/chromium" },
	{ package: "sudo", program: "/usr/bin/sudo" },
	{ package: "postgresql", program: "/usr/bin/pg_ctlcluster", service: "postgresql" },
	{ package: "openssh-server", program: "/usr/sbin/sshd", service: "ssh" },
];
