import { type Driver, type EximConfig, type NamedValue, replaceMacros } from "../exim-config/parse";

/** A way to a Mailman wrapper in a configuration: router, transport, and what they say. Macros are replaced. */
export type ListRoute = {
	router: Driver;
	transport: Driver;
	/** The wrapper's directory's parent, as in /var/mailman; may have `$domain` in it. */
	home: string;
	user: string | null;
	group: string | null;
	/** The items of the router's domains, each with where it stands. */
	domains: (Pick<NamedValue, "file" | "line"> & { item: string })[];
};

const optionOf = (driver: Driver, name: string): NamedValue | undefined =>
	driver.options.findLast((option) => option.name === name);

/** A list's items. Its separator is a colon, or what a leading `<` names (specification, 6.21). */
export function listItems(text: string): string[] {
	const [, separator = ":", rest = text] = /^\s*<\s*(.)\s*(.*)$/.exec(text) ?? [];
	return rest
		.split(separator)
		.map((item) => item.trim())
		.filter((item) => item !== "");
}

/** Follows `+name` in a domain list, as far as the names are known. */
function domainsOf(config: EximConfig, value: NamedValue, depth = 0): ListRoute["domains"] {
	return listItems(replaceMacros(value.value, config.macros)).flatMap((item) => {
		const named = /^\+(\w+)$/.exec(item)?.[1];
		const list = config.lists.find(({ kind, name }) => kind === "domainlist" && name === named);
		if (list && depth < 5) return domainsOf(config, list, depth + 1);
		return [{ file: value.file, line: value.line, item }];
	});
}

/** Every way to a Mailman wrapper, in the order Exim meets them. */
export function listRoutes(config: EximConfig): ListRoute[] {
	return config.drivers
		.filter(({ section }) => section === "routers")
		.flatMap((router) => {
			const named = optionOf(router, "transport")?.value;
			const transport = config.drivers.find(
				({ section, name }) => section === "transports" && name === named,
			);
			const command = transport && optionOf(transport, "command");
			if (!transport || !command) return [];
			const home = /^"?(\/.*?)\/mail\/mailman(?:["'\s]|$)/.exec(
				replaceMacros(command.value, config.macros),
			)?.[1];
			if (home === undefined) return [];
			const text = (name: string) => {
				const option = optionOf(transport, name);
				return option ? replaceMacros(option.value, config.macros) : null;
			};
			const domains = optionOf(router, "domains");
			return [
				{
					router,
					transport,
					home,
					user: text("user"),
					group: text("group"),
					domains: domains ? domainsOf(config, domains) : [],
				},
			];
		});
}

/** Whether a router and its transport expand list mail's envelope sender: VERP by Exim (HOWTO). */
export const verpRouter = (config: EximConfig): Driver | null =>
	config.drivers.find(
		(router) =>
			router.section === "routers" &&
			config.drivers.some(
				(transport) =>
					transport.section === "transports" &&
					transport.name === optionOf(router, "transport")?.value &&
					/\$local_part=\$domain@/.test(optionOf(transport, "return_path")?.value ?? ""),
			),
	) ?? null;

/** A home for one domain, where it names the domain in a way that is understood; null otherwise. */
export function homeFor(home: string, domain: string): string | null {
	const filled = home.replace(
		/\$\{lc::?\s*\$(?:\{domain\}|domain)\s*\}|\$\{domain(?:_data)?\}|\$domain(?:_data)?\b/g,
		domain,
	);
	return filled.includes("$") ? null : filled;
}
