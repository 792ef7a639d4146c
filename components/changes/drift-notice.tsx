import Link from "next/link";
import { Notice } from "@/components/ui/status";
import type { DriftItem } from "@/lib/core/host/events";

/** What a deployment would replace on the host besides the live release; nothing where nothing was changed by hand. */
export const DriftNotice = ({ hostId, drift }: { hostId: string; drift: readonly DriftItem[] }) =>
	drift.length === 0 ? null : (
		<Notice
			tone="warning"
			title={
				drift.length === 1
					? "Something on the host was changed by hand"
					: `${drift.length} things on the host were changed by hand`
			}
		>
			<ul className="grid gap-1">
				{drift.slice(0, 5).map((item) => (
					<li key={`${item.kind} ${item.path}`} className="break-words">
						{item.sentence}
					</li>
				))}
				{drift.length > 5 ? <li>and {drift.length - 5} more</li> : null}
			</ul>
			<p className="text-muted">
				Deploying replaces it, and the host keeps a copy.{" "}
				<Link href={`/hosts/${hostId}/overview#drift`} className="text-accent underline underline-offset-2">
					See the differences
				</Link>
			</p>
		</Notice>
	);
