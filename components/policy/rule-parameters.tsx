import type { Fill } from "@/components/ui/edit-form";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import type { RuleParameter } from "@/lib/core/policy/rule";

/** One parameter as its kind asks for. */
function Parameter({
	rule,
	parameter,
	fill,
	disabled,
}: {
	rule: string;
	parameter: RuleParameter;
	fill: Fill;
	disabled: boolean;
}) {
	const { name, kind, help, unit, choices } = parameter;
	const id = `policy.${rule}.${name}`;
	if (kind === "boolean")
		return (
			<Switch
				id={id}
				name={name}
				label={parameter.label}
				help={help}
				disabled={disabled}
				defaultChecked={fill.checked(name)}
			/>
		);
	const value = fill.text(name);
	return (
		<Field
			id={id}
			name={name}
			label={unit ? `${parameter.label}, in ${unit}` : parameter.label}
			help={help}
			error={fill.error(name)}
		>
			{(wiring) => {
				const shared = { ...wiring, mono: true, disabled, defaultValue: value };
				if (kind === "choice")
					return (
						<Select key={value} {...shared}>
							{choices?.map((choice) => (
								<option key={choice.value} value={choice.value}>
									{choice.label}
								</option>
							))}
						</Select>
					);
				if (kind === "lines") return <Textarea {...shared} spellCheck={false} />;
				return (
					<Input
						{...shared}
						autoComplete="off"
						spellCheck={false}
						{...(kind === "number" && { inputMode: "numeric" as const, className: "max-w-32" })}
					/>
				);
			}}
		</Field>
	);
}

/** All parameters of a rule. */
export const Parameters = ({
	rule,
	parameters,
	fill,
	disabled,
}: {
	rule: string;
	parameters: readonly RuleParameter[];
	fill: Fill;
	disabled: boolean;
}) =>
	parameters.map((parameter) => <Parameter key={parameter.name} {...{ rule, parameter, fill, disabled }} />);
