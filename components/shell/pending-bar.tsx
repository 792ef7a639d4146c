import { ButtonLink } from "@/components/ui/button";
import { Status } from "@/components/ui/status";

export type PendingChanges = { count: number; labels: readonly string[]; nextNumber: number };

/** There exactly while what is wanted differs from what is live. */
export function PendingBar({
	hostId,
	pending,
	discardReason,
}: {
	hostId: string;
	pending: PendingChanges;
	discardReason: string | null;
}) {
	const [first, ...more] = pending.labels;
	return (
		<section
			aria-label="Changes not deployed"
			className="sticky bottom-0 z-20 flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-t bg-surface px-4 py-2 sm:px-6"
		>
			<Status tone="warning">
				{pending.count === 1 ? "1 change not deployed" : `${pending.count} changes not deployed`}
			</Status>
			<span className="hidden min-w-0 flex-1 truncate text-muted sm:inline">
				{first}
				{more.length ? ` · +${more.length}` : ""}
			</span>
			<span className="ml-auto flex gap-2">
				{discardReason ? null : (
					<ButtonLink href={`/hosts/${hostId}/changes#discard`} look="quiet">
						Discard
					</ButtonLink>
				)}
				<ButtonLink href={`/hosts/${hostId}/changes`} look="primary">
					Review
				</ButtonLink>
			</span>
		</section>
	);
}
