// @ts-check
/** @import { Need } from "./debian.mjs" */

/** @type {Need} */
export const EXIM = { package: "exim4-daemon-heavy", program: "/usr/sbin/exim4", service: "exim4" };
/** The simulated installations of a rehearsal host speak Python, as Mailman does. @type {Need} */
export const PYTHON = { package: "python3-minimal", program: "/usr/bin/python3" };

/** @type {(Need & { parts: readonly string[] })[]} */
const OF_TESTS = [
	{ ...EXIM, parts: ["unit", "host", "versions", "e2e"] },
	{ ...PYTHON, parts: ["unit", "host", "versions", "e2e"] },
	{ package: "patchelf", program: "/usr/bin/patchelf", parts: ["host", "versions"] },
	{ package: "postgresql", program: "/usr/bin/pg_ctlcluster", service: "postgresql", parts: ["unit"] },
	{ package: "iproute2", program: "/bin/ip", parts: ["host"] },
	{ package: "sudo", program: "/usr/bin/sudo", parts: ["host"] },
	// It is started in namespaces of its own only, by a test; installing it starts nothing.
	{ package: "systemd", program: "/lib/systemd/systemd", parts: ["host"] },
	{ package: "openssh-server", program: "/usr/sbin/sshd", service: "ssh", parts: ["host", "e2e"] },
	{ package: "clamav-daemon", program: "/usr/sbin/clamd", service: "clamav-daemon", parts: ["host"] },
	// clamd's package brings it along; named here so that it is kept from starting and asking the world for signatures.
	{
		package: "clamav-freshclam",
		program: "/usr/bin/freshclam",
		service: "clamav-freshclam",
		parts: ["host"],
	},
	{ package: "spamd", program: "/usr/sbin/spamd", service: "spamd", parts: ["host"] },
	{ package: "unbound", program: "/usr/sbin/unbound", service: "unbound", parts: ["host"] },
	{ package: "nginx-light", program: "/usr/sbin/nginx", service: "nginx", parts: ["e2e"] },
	{ package: "openssl", program: "/usr/bin/openssl", parts: ["e2e"] },
	{ package: "chromium", program: "/usr/bin/chromium", parts: ["e2e"] },
];

/** What `npm test` needs from Debian, in this one place. In: the parts that will run. @param {readonly string[]} asked @returns {Need[]} */
export const testNeeds = (asked) =>
	OF_TESTS.filter(({ parts }) => parts.some((part) => asked.includes(part)));
