import type { HostConnection } from "@/lib/hosts/schema";
import type { Person } from "@/lib/session/loaders";
import type { Theme } from "@/lib/session/theme";
import { AskingHost } from "./asking-host";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandPalette } from "./command-palette";
import { SilentHost } from "./silent-host";
import { ThemeSwitch } from "./theme-switch";
import { UserMenu } from "./user-menu";

/** Where one is, search, theme, and who one is. */
export const TopBar = ({
	host,
	asking,
	silent,
	person,
	theme,
}: {
	host: { id: string; kind: HostConnection["kind"] };
	asking: boolean;
	/** Set while the host doesn't answer: when it did last (ms since 1970), null for never. */
	silent: { since: number | null } | null;
	person: Person;
	theme: Theme;
}) => (
	<header className="sticky top-0 z-20 flex min-h-12 items-center gap-2 border-b bg-background px-4 sm:px-6">
		<Breadcrumbs />
		{asking ? <AskingHost /> : silent ? <SilentHost hostId={host.id} since={silent.since} /> : null}
		<div className="ml-auto flex items-center gap-1">
			<CommandPalette hostId={host.id} kind={host.kind} />
			<ThemeSwitch theme={theme} />
			<UserMenu name={person.name} email={person.email} />
		</div>
	</header>
);
