import { Card, CardTitle } from "@/components/ui/card";
import { Badge, Notice } from "@/components/ui/status";
import type { HostStatus } from "@/lib/core/host/events";

const KINDS = { new: "new", gone: "gone", changed: null } as const;

/** The lines that the host's own Exim configuration gets, to be seen before they are agreed to; or what keeps them out. */
export const Weaving = ({ weaving }: { weaving: NonNullable<HostStatus["weaving"]> }) => (
	<Card aria-labelledby="weaving-title">
		<CardTitle>
			<span id="weaving-title">This host's own Exim configuration</span>
		</CardTitle>
		{weaving.problems.map(({ sentence, remedy, file, line }) => (
			<Notice key={`${sentence} ${line}`} tone="danger" title={sentence}>
				<p>{remedy}</p>
				<p className="font-mono text-mono break-all">
					{file}
					{line === null ? "" : `, line ${line}`}
				</p>
			</Notice>
		))}
		{weaving.problems.length === 0 ? (
			<>
				<p className="mb-3 max-w-prose text-muted">
					It stays as it is but for these lines, which read what Listkeeper deploys.{" "}
					<code>listkeeper leave</code> takes them away again.
				</p>
				<div className="grid gap-4">
					{weaving.files.map(({ file, kind, lines }) => (
						<section key={file} className="grid min-w-0 gap-2" aria-label={file}>
							<h3 className="flex flex-wrap items-center gap-2">
								<code className="font-medium break-all">{file}</code>
								{KINDS[kind] ? <Badge>{KINDS[kind]}</Badge> : null}
							</h3>
							<section
								aria-label={`Lines of ${file}`}
								// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
								tabIndex={0}
								className="max-h-80 overflow-auto rounded-md border bg-sunken"
							>
								<table className="w-full border-collapse font-mono text-mono">
									<caption className="sr-only">Lines that come and go, each with its number</caption>
									<tbody>
										{lines.map(({ sign, line, text }) => (
											<tr key={`${sign} ${line}`}>
												<td className="w-10 px-2 text-right text-muted tabular-nums select-none">{line}</td>
												<td className={`w-4 select-none ${sign === "+" ? "text-success" : "text-danger"}`}>
													<span aria-hidden>{sign}</span>
													<span className="sr-only">{sign === "+" ? "comes" : "goes"}</span>
												</td>
												<td className="pr-3 break-all whitespace-pre-wrap">{text}</td>
											</tr>
										))}
									</tbody>
								</table>
							</section>
						</section>
					))}
				</div>
			</>
		) : null}
	</Card>
);
