"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/status";

/** Our own failure on a page; the server's log has the detail under the digest. */
export default function HostError({
	error,
	reset,
}: {
	error: Error & { digest?: string };
	reset: () => void;
}) {
	return (
		<Notice tone="danger" title="Listkeeper could not show this page" role="alert">
			<p>
				It is not your doing, nothing was changed, and mail does not depend on it. Try again; if it stays,
				report it{error.digest ? ` and quote ${error.digest}` : ""}.
			</p>
			<div>
				<Button onClick={reset}>Try again</Button>
			</div>
		</Notice>
	);
}
