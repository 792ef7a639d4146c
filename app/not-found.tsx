import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/status";

export default function NotFound() {
	return (
		<main className="mx-auto max-w-md px-4 py-16">
			<h1 className="mb-4 text-2xl font-semibold">Nothing here</h1>
			<Notice tone="info" title="This address leads nowhere, or to a host on which you have no role">
				<div>
					<ButtonLink href="/" look="primary">
						Go to your host
					</ButtonLink>
				</div>
			</Notice>
		</main>
	);
}
