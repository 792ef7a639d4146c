"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { EditForm, type Fill, SaveRow } from "@/components/ui/edit-form";
import { Field, Select, Textarea } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { addDomainsAction } from "@/lib/domains/actions";

const MOST_ROWS = 14;

/** The sentences about single names of a pasted list, which come as `names.LINE.NAME`. */
const aboutNames = (fill: Fill) =>
	Object.entries(fill.state.fieldErrors).flatMap(([key, sentence]) => {
		const [, line, typed] = /^names\.(\d+)\.(.+)$/s.exec(key) ?? [];
		return line && typed ? [{ line, typed, sentence }] : [];
	});

/** What of a pasted list can't be added, line by line, and the way to go on without it. */
function RefusedNames({ fill }: { fill: Fill }) {
	const refused = aboutNames(fill);
	if (refused.length === 0) return null;
	return (
		<div className="grid gap-2">
			<ul className="grid max-h-64 gap-1 overflow-y-auto">
				{refused.map(({ line, typed, sentence }) => (
					<li key={`${line} ${typed}`} className="grid gap-x-3 sm:grid-cols-[5rem_minmax(0,1fr)]">
						<span className="text-muted">line {line}</span>
						<span>
							<Mono className="break-all">{typed}</Mono>
							<span className="block text-danger">{sentence}</span>
						</span>
					</li>
				))}
			</ul>
			<div>
				<Button type="submit" name="leave" value="out">
					Add the others, leave {refused.length === 1 ? "this one" : "these"} out
				</Button>
			</div>
		</div>
	);
}

/** The field for one name or a pasted list: it grows with its lines, and Enter sends a single name. */
function NamesField({ fill, disabled }: { fill: Fill; disabled: boolean }) {
	const typed = fill.text("names");
	const [lines, setLines] = useState(typed.split("\n").length);
	return (
		<Field
			name="names"
			label="Domain"
			error={fill.error("names")}
			help="One, or many pasted at once: a line each, or parted by blanks or commas."
		>
			{(wiring) => (
				<Textarea
					{...wiring}
					mono
					required
					disabled={disabled}
					rows={Math.min(Math.max(lines, typed.split("\n").length), MOST_ROWS)}
					defaultValue={typed}
					placeholder="list.example.com"
					spellCheck={false}
					autoCapitalize="none"
					autoComplete="off"
					className="min-h-9 resize-y"
					onInput={(event) => setLines(event.currentTarget.value.split("\n").length)}
					onKeyDown={(event) => {
						if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
						if (event.currentTarget.value.includes("\n")) return;
						event.preventDefault();
						event.currentTarget.form?.requestSubmit();
					}}
				/>
			)}
		</Field>
	);
}

/** Adds one domain or many to an installation. */
export function AddDomains({
	hostId,
	installations,
	mayNot,
	here = `/hosts/${hostId}/domains`,
}: {
	hostId: string;
	installations: readonly { id: string; domains: number }[];
	mayNot: string | null;
	/** The page's own address. */
	here?: string;
}) {
	// The one without a domain is most likely the one that still needs one.
	const first = installations.find((one) => one.domains === 0) ?? installations[0];
	return (
		<Card aria-label="Add domains">
			<CardTitle>Add domains</CardTitle>
			<EditForm
				action={addDomainsAction}
				hostId={hostId}
				fields={{ names: "", installation: first?.id ?? "" }}
				names={{ names: "Domain", installation: "Installation" }}
				here={here}
				className="grid gap-3"
			>
				{(fill) => (
					<>
						<div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
							<NamesField key={fill.state.status} fill={fill} disabled={mayNot !== null} />
							<Field
								name="installation"
								label="Installation"
								error={fill.error("installation")}
								help="Whose lists answer there."
							>
								{(wiring) => (
									<Select
										key={fill.text("installation")}
										{...wiring}
										mono
										disabled={mayNot !== null}
										defaultValue={fill.text("installation")}
									>
										{installations.map(({ id }) => (
											<option key={id} value={id}>
												{id}
											</option>
										))}
									</Select>
								)}
							</Field>
						</div>
						<RefusedNames fill={fill} />
						<SaveRow fill={fill} mayNot={mayNot} working="Adding…">
							Add
						</SaveRow>
					</>
				)}
			</EditForm>
		</Card>
	);
}
