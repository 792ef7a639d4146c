import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";

/** On every page while the host doesn't answer: how old is what is shown of it. Leads to why. */
export const SilentHost = ({ hostId, since }: { hostId: string; since: number | null }) => (
	<Link href={`/hosts/${hostId}/overview#silent`} className="min-h-7 content-center">
		<Status tone="warning">
			{since === null ? (
				"never heard"
			) : (
				<>
					<span className="max-sm:sr-only">host </span>silent
					<span className="max-sm:sr-only">, as it was</span> <RelativeTime at={since} />
				</>
			)}
		</Status>
	</Link>
);
