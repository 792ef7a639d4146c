import {
	FlaskConical,
	Gauge,
	Globe,
	Inbox,
	type LucideIcon,
	Mails,
	Rocket,
	ScrollText,
	ShieldCheck,
	Truck,
	Users,
} from "lucide-react";
import type { HostConnection } from "@/lib/hosts/schema";

/** `apart` stands below a line: it is about people and not about mail. */
type Entry = { section: string; label: string; icon: LucideIcon; rehearsalOnly?: true; apart?: true };

/** The nouns of a host, in the order they are met. */
export const NAVIGATION: readonly Entry[] = [
	{ section: "overview", label: "Overview", icon: Gauge },
	{ section: "domains", label: "Domains", icon: Globe },
	{ section: "mailman", label: "Mailman", icon: Mails },
	{ section: "delivery", label: "Delivery", icon: Truck },
	{ section: "policy", label: "Policy", icon: ShieldCheck },
	{ section: "tests", label: "Tests", icon: FlaskConical },
	{ section: "deployments", label: "Deployments", icon: Rocket },
	{ section: "mail", label: "Rehearsal mail", icon: Inbox, rehearsalOnly: true },
	{ section: "team", label: "Team", icon: Users, apart: true },
	{ section: "audit", label: "Audit", icon: ScrollText, apart: true },
];

/** What navigation offers for a kind of host. */
export const navigationFor = (kind: HostConnection["kind"]): readonly Entry[] =>
	NAVIGATION.filter((entry) => !entry.rehearsalOnly || kind === "rehearsal");
