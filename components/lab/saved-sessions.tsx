import Link from "next/link";
import { DiagnosisNotice } from "@/components/ui/diagnosis-notice";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Badge, Status } from "@/components/ui/status";
import { Table, Td, Th } from "@/components/ui/table";
import { loadSavedVerdicts } from "@/lib/lab/loaders";
import type { SavedVerdict, ShownAnswer } from "@/lib/lab/schema";
import { RemoveSession } from "./remove-session";

/** What one side said, with the rule that decided. */
const Said = ({ hostId, answer }: { hostId: string; answer: ShownAnswer | null }) =>
	answer === null ? (
		<span className="text-muted">–</span>
	) : (
		<>
			{answer.verdict}
			{answer.decided?.rule ? (
				<>
					{" "}
					by{" "}
					<Link
						className="text-accent underline"
						href={`/hosts/${hostId}/policy#policy.${answer.decided.rule.id}`}
					>
						{answer.decided.rule.title}
					</Link>
				</>
			) : null}
		</>
	);

const Row = ({
	hostId,
	verdict,
	mayNot,
}: {
	hostId: string;
	verdict: SavedVerdict;
	mayNot: string | null;
}) => {
	const { saved, live, proposed, changes, holds } = verdict;
	return (
		<tr>
			<Td className="min-w-40 whitespace-normal">
				{saved.title} {changes ? <Badge tone="warning">changes</Badge> : null}
				<span className="block text-muted">
					{saved.by}, <RelativeTime at={saved.at} />
				</span>
			</Td>
			<Td>
				<Status tone={holds ? "success" : "danger"}>
					{holds ? saved.expect : `must be ${saved.expect}`}
				</Status>
			</Td>
			<Td className="min-w-36 whitespace-normal">
				<Said hostId={hostId} answer={live} />
			</Td>
			<Td className="min-w-36 whitespace-normal">
				<Said hostId={hostId} answer={proposed} />
			</Td>
			<Td>
				<RemoveSession hostId={hostId} id={saved.id} title={saved.title} disabledReason={mayNot} />
			</Td>
		</tr>
	);
};

/** Every saved session with what it comes to; those that the undeployed changes turn round stand first. */
export async function SavedSessions({ hostId, onlyIfAny = false }: { hostId: string; onlyIfAny?: boolean }) {
	const { verdicts, silent, mayNot } = await loadSavedVerdicts(hostId);
	if (onlyIfAny && verdicts.length === 0 && silent === null) return null;
	return (
		<section aria-labelledby="saved-sessions" className="grid min-w-0 gap-3">
			<h2 id="saved-sessions" className="text-base font-semibold">
				Saved sessions
			</h2>
			{silent ? <DiagnosisNotice diagnosis={silent} /> : null}
			{verdicts.length === 0 && !silent ? (
				<EmptyState title="No session is saved yet">
					Save the mail that must always arrive, and the mail that never may: each is played before every
					deployment, and one that would come to something else holds it up.
				</EmptyState>
			) : null}
			{verdicts.length > 0 ? (
				<Table label="Saved sessions">
					<thead>
						<tr>
							<Th>Session</Th>
							<Th>Must be</Th>
							<Th>Live</Th>
							<Th>With the changes</Th>
							<Th>
								<span className="sr-only">Remove</span>
							</Th>
						</tr>
					</thead>
					<tbody>
						{verdicts.map((verdict) => (
							<Row key={verdict.saved.id} {...{ hostId, verdict, mayNot }} />
						))}
					</tbody>
				</Table>
			) : null}
		</section>
	);
}
