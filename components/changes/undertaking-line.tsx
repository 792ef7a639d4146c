import { Badge } from "@/components/ui/status";
import type { Undertaking } from "@/lib/changes/schema";

/** What deploying will do besides writing files: `reload Exim · restart Mailman for list.example.com · 62 address tests`. */
export const UndertakingLine = ({ undertaking: { restarts, tests } }: { undertaking: Undertaking }) => (
	<div>
		<h3 className="font-medium">What deploying will do</h3>
		<ul className="mt-1 grid gap-1 text-muted">
			<li>
				prove it: <span className="tabular-nums">{tests.toLocaleString("en")}</span>{" "}
				{tests === 1 ? "address test" : "address tests"} and a canary delivery
			</li>
			<li>reload Exim</li>
			{restarts.slice(0, 6).map(({ id, domains, simulated }) => (
				<li key={id} className="break-words">
					restart Mailman for <span className="font-mono text-mono text-text">{named(id, domains)}</span>{" "}
					{simulated ? <Badge title="A stand-in for Mailman on this rehearsal host">simulated</Badge> : null}
				</li>
			))}
			{restarts.length > 6 ? <li>restart {restarts.length - 6} more Mailman installations</li> : null}
			<li>look whether mail flows, and go back by itself if it doesn't</li>
		</ul>
	</div>
);

/** An installation by its domains; by its name where it has none or many. */
const named = (id: string, domains: readonly string[]) =>
	domains.length === 0 || domains.length > 3 ? id : domains.join(", ");
