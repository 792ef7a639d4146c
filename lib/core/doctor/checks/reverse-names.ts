import { type DoctorCheck, finding, named } from "../check";

/** Many hosts refuse mail from an address whose name doesn't lead back to it. */
export const reverseNames: DoctorCheck = {
	id: "reverse-names",
	title: "This machine's address and name lead to each other",
	source: "RFC 1912, 2.1; what large receivers ask of senders",
	needless: ({ dns }) => (dns === null ? "No mail comes from the world to a rehearsal host." : null),
	look: ({ dns, hostname }) => {
		if (dns === null) return [];
		if (dns.hostname === null)
			return [
				finding(
					"unknown",
					"ptr-not-asked",
					`DNS could not be asked about ${hostname}.`,
					"See that this machine's resolver answers, then check again.",
				),
			];
		if (dns.hostname.length === 0)
			return [
				finding(
					"problem",
					"hostname-unknown",
					`DNS has no address for ${hostname}, the name by which Exim introduces itself: large receivers refuse its mail.`,
					`Add an address record for ${hostname}, or correct the host's name.`,
				),
			];
		return Object.entries(dns.ptr).flatMap(([address, names]) => {
			if (names === null || names.some((name) => name.replace(/\.$/, "").toLowerCase() === hostname))
				return [];
			return [
				finding(
					"advice",
					"ptr-differs",
					names.length === 0
						? `The address ${address} has no name in DNS: large receivers refuse mail from it.`
						: `The address ${address} is called ${named(names)} in DNS, and Exim introduces itself as ${hostname}.`,
					`Ask whoever gave you the address for a PTR record that names ${hostname}.`,
				),
			];
		});
	},
};
