import { FoundInstallations } from "@/components/installations/found-installations";
import { Simulated } from "@/components/installations/installation-card";
import { InstallationForm } from "@/components/installations/installation-form";
import { Runners } from "@/components/installations/standing";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import type { ShownInstallation } from "@/lib/installations/loaders";
import { stepHref } from "@/lib/setup/steps";

/** The installation whose form is open: its fields, and its revision where it is there already. */
export type OpenInstallation = {
	fields: Readonly<Record<string, string>>;
	revision: number | null;
	domains: { names: readonly string[]; total: number };
};

const EMPTY = { id: "", prefix: "", user: "", group: "", python: "", webHost: "", mailHost: "" };

/** Each installation in a line, what was found besides, and the form of the one that is changed. */
export function SetupInstallations({
	hostId,
	installations,
	unmanaged,
	open,
	mayNot,
}: {
	hostId: string;
	installations: readonly ShownInstallation[];
	unmanaged: Parameters<typeof FoundInstallations>[0]["found"];
	open: OpenInstallation | "new" | null;
	mayNot: string | null;
}) {
	const page = stepHref(hostId, "domains");
	const form = open === "new" ? { fields: EMPTY, revision: null, domains: { names: [], total: 0 } } : open;
	return (
		<section aria-label="Mailman installations" className="grid gap-4">
			<Card>
				<CardTitle
					aside={
						mayNot ? null : (
							<ButtonLink href={`${page}?installation=new#installation`}>Add another</ButtonLink>
						)
					}
				>
					Mailman installations
				</CardTitle>
				{installations.length === 0 ? (
					<p className="text-muted">
						None is managed yet. A domain's lists live in one: add it, or manage what was found on the host.
					</p>
				) : (
					<ul className="grid divide-y">
						{installations.map((one) => (
							<li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
								<div className="grid min-w-0 gap-0.5">
									<span className="flex flex-wrap items-center gap-2">
										<Mono className="font-medium">{one.id}</Mono>
										{one.found?.simulated ? <Simulated /> : null}
										<Runners daemon={one.daemon} />
									</span>
									<span className="text-muted wrap-anywhere">
										<Mono>{one.prefix}</Mono>, run as{" "}
										<Mono>
											{one.user}:{one.group}
										</Mono>
									</span>
								</div>
								<ButtonLink href={`${page}?installation=${encodeURIComponent(one.id)}#installation`}>
									Change<span className="sr-only"> {one.id}</span>
								</ButtonLink>
							</li>
						))}
					</ul>
				)}
			</Card>
			{form ? (
				<Card aria-labelledby="installation-title" id="installation">
					<CardTitle aside={<ButtonLink href={page}>Close</ButtonLink>}>
						<span id="installation-title">
							{form.revision === null ? "Add an installation" : `Change ${form.fields.id}`}
						</span>
					</CardTitle>
					<InstallationForm
						key={form.fields.id}
						hostId={hostId}
						fields={form.fields}
						revision={form.revision}
						domains={form.domains}
						mayNot={mayNot}
						goTo={page}
					/>
				</Card>
			) : null}
			<FoundInstallations
				hostId={hostId}
				found={unmanaged}
				mayNot={mayNot}
				manage={`${page}?installation=new&`}
			/>
		</section>
	);
}
