import type { Metadata } from "next";
import Link from "next/link";
import { ImportForm } from "@/components/looks/import-form";
import { NextLink, SetupFrame } from "@/components/setup/setup-frame";
import { StartFresh } from "@/components/setup/start-fresh";
import { Notice } from "@/components/ui/status";
import { loadDomains } from "@/lib/domains/loaders";
import { loadLook } from "@/lib/looks/loaders";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

export const metadata: Metadata = { title: "Set up: import or start fresh" };

const CHOSEN = {
	import: "What was on the host is imported",
	fresh: "This host starts fresh",
} as const;

export default async function SetupImportPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const setup = await loadSetup(hostId);
	const { look, overtaken, importing, mayNotImport } = await loadLook(hostId);
	const { administrator } = await loadDomains(hostId, {});
	const { way, domains } = setup.facts;
	const here = stepHref(hostId, "import");
	return (
		<SetupFrame
			setup={setup}
			step="import"
			title="Import or start fresh"
			sentence="Lists that work on the host can be taken over as they are. Nothing is deployed by it."
			onwards={
				<NextLink
					hostId={hostId}
					step="import"
					waitsFor={setup.done.includes("import") ? null : "Import, or start fresh."}
				/>
			}
		>
			{way ? (
				<Notice tone="success" title={CHOSEN[way]}>
					<p>
						{domains.toLocaleString("en")} {domains === 1 ? "domain is" : "domains are"} here now. You may
						choose again.
					</p>
				</Notice>
			) : null}
			{overtaken ? (
				<Notice tone="warning" title="The host has changed since it was looked at">
					<p>{overtaken}</p>
				</Notice>
			) : null}
			{importing?.offer ? (
				<ImportForm
					// What was imported is another form than what is offered still.
					key={importing.revision}
					hostId={hostId}
					offer={importing.offer}
					revision={importing.revision}
					replaced={importing.replaced}
					mayNot={mayNotImport}
					here={here}
					goTo={stepHref(hostId, "domains")}
				/>
			) : (
				<Notice
					tone="info"
					title={look ? "Nothing was found to import" : "Nobody has looked at this host yet"}
				>
					<p>
						{look ? (
							"Exim's configuration delivers to no Mailman by a way that Listkeeper understands. What stands there stays."
						) : (
							<>
								<Link href={stepHref(hostId, "look")} className="text-accent underline underline-offset-4">
									Look first
								</Link>{" "}
								to see what could be imported, or start fresh.
							</>
						)}
					</p>
				</Notice>
			)}
			<StartFresh
				hostId={hostId}
				administrator={administrator.administrator}
				revision={administrator.revision}
				here={here}
				primary={!importing?.offer && !way}
				mayNot={setup.mayNot}
			/>
		</SetupFrame>
	);
}
