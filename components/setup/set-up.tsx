import Link from "next/link";
import { Notice } from "@/components/ui/status";
import type { HostRecord } from "@/lib/hosts/schema";

const DAILY = [
	["overview", "Overview", "whether mail flows"],
	["domains", "Domains", "more of them, or fewer"],
	["tests", "Tests", "where mail for any address goes"],
	["deployments", "Deployments", "what was live when, and the way back"],
	["team", "Team", "who else may do what"],
] as const;

/** Said once all of it was seen to work: where daily work happens. */
export const SetUp = ({ host: { id, name, status } }: { host: HostRecord }) => (
	<Notice tone="success" title={`${name} is set up`}>
		<p>
			Release {status?.live?.number} is live and was seen to work
			{status?.exim.banner ? (
				<>
					: <code className="break-all">{status.exim.banner}</code>
				</>
			) : (
				"."
			)}
		</p>
		<ul className="grid gap-1">
			{DAILY.map(([section, title, what]) => (
				<li key={section}>
					<Link href={`/hosts/${id}/${section}`} className="text-accent underline underline-offset-4">
						{title}
					</Link>
					: {what}
				</li>
			))}
		</ul>
	</Notice>
);
