import { Status } from "@/components/ui/status";
import type { ShownInstallation } from "@/lib/installations/loaders";

const SAID = {
	live: { tone: "success", word: "live" },
	changed: { tone: "warning", word: "changed, not deployed" },
	new: { tone: "warning", word: "not deployed" },
	unknown: { tone: "muted", word: "not known" },
} as const;

/** How a desired installation stands to what is live. */
export const InstallationState = ({ standing }: { standing: ShownInstallation["standing"] }) => (
	<Status tone={SAID[standing].tone}>{SAID[standing].word}</Status>
);

/** Whether its queue runners are alive, in the host's words. */
export function Runners({ daemon }: { daemon: ShownInstallation["daemon"] }) {
	if (!daemon) return <span className="text-muted">not known</span>;
	return (
		<span className="grid">
			<Status tone={daemon.running ? "success" : "danger"}>
				{daemon.running
					? `${daemon.runners} queue ${daemon.runners === 1 ? "runner" : "runners"} alive`
					: "not running"}
			</Status>
			{daemon.running || !daemon.detail ? null : (
				<span className="font-mono text-mono break-words text-muted">{daemon.detail}</span>
			)}
		</span>
	);
}
