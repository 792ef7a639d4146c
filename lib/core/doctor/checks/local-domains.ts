import { type DoctorCheck, finding, sentOn } from "../check";

/** A mail domain that Exim takes for somebody else's: its mail is refused as relaying, or sent round. */
export const localDomains: DoctorCheck = {
	id: "local-domains",
	title: "Exim takes every mail domain for its own",
	source: 'HOWTO, "Main configuration settings": local_domains',
	look: ({ system, tested }) => {
		const lost = (system?.domains ?? []).filter(({ name }) => {
			const own = tested.filter(({ test }) => test.address.toLowerCase().endsWith(`@${name}`));
			return own.length > 0 && own.every(sentOn);
		});
		return lost.map(({ name }) =>
			finding(
				"problem",
				"local-domains",
				`Exim doesn't take ${name} for its own: mail for it would be sent on to other hosts.`,
				"Deploy the settings anew. Where Exim's configuration is your own, add the domain to local_domains.",
				{ setting: "domains" },
			),
		);
	},
};
