import { type DoctorCheck, finding, named } from "../check";

/** Mail comes by MX, else by address (RFC 5321, 5.1). */
export const mailExchangers: DoctorCheck = {
	id: "mail-exchangers",
	title: "DNS sends each mail domain's mail here",
	source: "RFC 5321, 5.1",
	needless: ({ dns }) => (dns === null ? "No mail comes from the world to a rehearsal host." : null),
	look: ({ dns }) =>
		dns === null
			? []
			: Object.entries(dns.mx).flatMap(([domain, hosts]) => {
					if (hosts === null)
						return [
							finding(
								"unknown",
								"mx-not-asked",
								`DNS could not be asked where mail for ${domain} goes.`,
								"See that this machine's resolver answers, then check again.",
								{ setting: "domains" },
							),
						];
					if (hosts.length === 0)
						return [
							finding(
								"problem",
								"mx-missing",
								`DNS has neither an MX nor an address for ${domain}: nobody can send mail there.`,
								`Add an MX record for ${domain} that names this host.`,
								{ setting: "domains" },
							),
						];
					const here = hosts.some(({ addresses }) =>
						addresses.some((address) => dns.addresses.includes(address)),
					);
					return here
						? []
						: [
								finding(
									"advice",
									"mx-elsewhere",
									`Mail for ${domain} goes to ${named(hosts.map(({ host }) => host))}, none of which has an address of this machine.`,
									"Point the MX here, unless the mail is forwarded to this host or its address is translated.",
									{
										setting: "domains",
										said: hosts.map(
											({ host, addresses }) => `${host}: ${addresses.join(", ") || "no address"}`,
										),
									},
								),
							];
				}),
};
