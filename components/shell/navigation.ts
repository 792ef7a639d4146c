import {
	FlaskConical,
	Gauge,
	Globe,
	Inbox,
	ListChecks,
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

/** There until a host's set-up is finished. */
const SET_UP: Entry = { section: "setup", label: "Set up", icon: ListChecks };

/** What navigation offers for a kind of host. In: whether it is being set up. */
export const navigationFor = (kind: HostConnection["kind"], settingUp: boolean): readonly Entry[] => [
	...(settingUp ? [SET_UP] : []),
	...NAVIGATION.filter((entry) => !entry.rehearsalOnly || kind === "rehearsal"),
];
