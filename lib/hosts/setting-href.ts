const PAGES: Readonly<Record<string, string>> = {
	administrator: "domains",
	domains: "domains",
	installations: "mailman",
	verp: "delivery",
	tuning: "delivery",
	policy: "policy",
};

/** The page that edits a setting (a path in MailSystem, as in `tuning.smtpMaxRcpts`), at its field; null for none. */
export function settingHref(hostId: string, setting: string | null): string | null {
	const page = setting === null ? undefined : PAGES[setting.split(".")[0] ?? ""];
	return page ? `/hosts/${hostId}/${page}#${setting}` : null;
}
