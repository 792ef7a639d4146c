import type { FormState } from "@/lib/kernel/form-state";
import { Button } from "./button";
import { Mono } from "./mono";
import { RelativeTime } from "./relative-time";
import { Notice } from "./status";
import { Table, Td, Th } from "./table";

/** How a form's fields are called, and how a value is said where its text alone doesn't tell. */
export type FieldNames = Readonly<Record<string, string | { label: string; say: Record<string, string> }>>;

const labelOf = (names: FieldNames, name: string) => {
	const named = names[name];
	return typeof named === "object" ? named.label : (named ?? name);
};
const said = (names: FieldNames, name: string, value: string) => {
	const named = names[name];
	return (typeof named === "object" ? named.say[value] : undefined) ?? (value || "(empty)");
};

/**
 * Inside a form: somebody saved first. Shows what stands now beside what was typed, and asks which is to stand.
 * `here` is the page's own address: loading it again takes what stands.
 */
export function ConflictNotice({
	conflict,
	typed,
	names,
	here,
}: {
	conflict: NonNullable<FormState["conflict"]>;
	typed: (name: string) => string;
	names: FieldNames;
	here: string;
}) {
	const differing = Object.entries(conflict.theirs).filter(([name, theirs]) => theirs !== typed(name));
	return (
		<Notice
			tone="warning"
			role="alert"
			title={
				<>
					{conflict.by} saved this <RelativeTime at={Date.parse(conflict.at)} />, before you. Your text is
					still here.
				</>
			}
		>
			{differing.length > 0 ? (
				<Table label="What differs">
					<thead>
						<tr>
							<Th>Setting</Th>
							<Th>As {conflict.by} saved it</Th>
							<Th>As you have it</Th>
						</tr>
					</thead>
					<tbody>
						{differing.map(([name, theirs]) => (
							<tr key={name}>
								<Td>{labelOf(names, name)}</Td>
								<Td>
									<Mono>{said(names, name, theirs)}</Mono>
								</Td>
								<Td>
									<Mono>{said(names, name, typed(name))}</Mono>
								</Td>
							</tr>
						))}
					</tbody>
				</Table>
			) : (
				<p>Nothing in this form differs from what they saved.</p>
			)}
			<div className="flex flex-wrap gap-2">
				<Button type="submit" look="primary">
					Save mine over it
				</Button>
				{/* A plain link: the page is loaded anew, without what was typed. */}
				<a
					href={here}
					className="inline-flex min-h-8 items-center rounded-md border border-control px-3 font-medium hover:bg-sunken"
				>
					Take theirs
				</a>
			</div>
		</Notice>
	);
}
