import { Field, Input } from "@/components/ui/field";

/** A password: the one that is, or a new one. */
export const PasswordField = ({
	name,
	label,
	error,
	fresh = false,
	id,
}: {
	name: string;
	label: string;
	error: string | undefined;
	fresh?: boolean;
	/** Where a page has several. */
	id?: string;
}) => (
	<Field
		name={name}
		label={label}
		error={error}
		{...(id ? { id } : {})}
		{...(fresh ? { help: "At least 12 characters. A few words do well." } : {})}
	>
		{(wiring) => (
			<Input
				{...wiring}
				type="password"
				autoComplete={fresh ? "new-password" : "current-password"}
				required
			/>
		)}
	</Field>
);
