import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { expectedWords, type SavedTest } from "@/lib/tests/schema";
import { Asked } from "./answered-tests";
import { RemoveTest } from "./remove-test";

/** The tests somebody added: each is made at every deployment. */
export const SavedTests = ({
	hostId,
	saved,
	disabledReason,
}: {
	hostId: string;
	saved: readonly SavedTest[];
	disabledReason: string | null;
}) => (
	<section aria-labelledby="saved" className="grid gap-3">
		<h2 id="saved" className="text-base font-semibold">
			Saved tests
		</h2>
		{saved.length === 0 ? (
			<EmptyState title="No test is saved yet">
				Save the addresses that must never break, such as a role address or an alias of your own: every
				deployment asks about them before it goes live, and again after.
			</EmptyState>
		) : (
			<ul className="rounded-lg border bg-surface">
				{saved.map(({ id, test, by, at }) => (
					<li
						key={id}
						className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b px-3 py-2 last:border-b-0"
					>
						<div className="min-w-0 flex-1 basis-56 font-mono text-mono">
							<Asked test={test} />
						</div>
						<div className="min-w-0 flex-1 basis-44 font-mono text-mono break-words text-muted">
							{expectedWords(test.expect)}
						</div>
						<span className="text-mono text-muted">
							{by}, <RelativeTime at={at} />
						</span>
						<RemoveTest hostId={hostId} id={id} address={test.address} disabledReason={disabledReason} />
					</li>
				))}
			</ul>
		)}
	</section>
);
