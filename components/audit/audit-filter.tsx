import { Button, ButtonLink } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { type AuditQuery, auditSearch, SUBJECTS } from "@/lib/audit/schema";

const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "";

/** Looks for rows; a plain form, so that the address says what is shown. What is shown can be taken along as a file. */
export const AuditFilter = ({
	hostId,
	query,
	asked,
}: {
	hostId: string;
	query: AuditQuery;
	asked: boolean;
}) => {
	const page = `/hosts/${hostId}/audit`;
	const file = (as: string) => `${page}/export${auditSearch({ ...query, page: 1 }, { as })}`;
	return (
		<search className="grid gap-3">
			<form action={page} className="flex flex-wrap items-end gap-3">
				<Field name="q" label="Text" className="min-w-0 flex-1 basis-56">
					{(wiring) => (
						<Input
							{...wiring}
							type="search"
							placeholder="A person, a domain, an address, a note"
							defaultValue={query.q}
							spellCheck={false}
						/>
					)}
				</Field>
				<Field name="what" label="What">
					{(wiring) => (
						<Select {...wiring} defaultValue={query.what} key={query.what}>
							<option value="">everything</option>
							{SUBJECTS.map((subject) => (
								<option key={subject} value={subject}>
									{subject}
								</option>
							))}
						</Select>
					)}
				</Field>
				<Field name="since" label="From day (UTC)">
					{(wiring) => <Input {...wiring} type="date" defaultValue={dayOf(query.since)} />}
				</Field>
				<Field name="until" label="To day (UTC)">
					{(wiring) => <Input {...wiring} type="date" defaultValue={dayOf(query.until)} />}
				</Field>
				<Button type="submit">Find</Button>
				{asked ? (
					<ButtonLink look="quiet" href={page}>
						Show all
					</ButtonLink>
				) : null}
			</form>
			<p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
				Take along what is found:
				<a className="underline underline-offset-4 hover:text-text" href={file("csv")} download>
					CSV for a spreadsheet
				</a>
				<a className="underline underline-offset-4 hover:text-text" href={file("jsonl")} download>
					JSON lines with hashes
				</a>
			</p>
		</search>
	);
};
