import { Table, Td, Th } from "@/components/ui/table";
import { FORMULAS } from "./formulas";

/** Every formula, with its source and its measured check next to it. */
export const FormulaTable = () => (
	<Table label="How each figure is computed">
		<thead>
			<tr>
				<Th>Figure</Th>
				<Th>How it is computed</Th>
				<Th>Source</Th>
				<Th>Checked</Th>
			</tr>
		</thead>
		<tbody>
			{FORMULAS.map(({ figure, formula, source, check }) => (
				<tr key={figure}>
					<Td className="min-w-32 font-sans font-medium">{figure}</Td>
					<Td className="min-w-72 font-sans">{formula}</Td>
					<Td className="min-w-56 font-sans">{source}</Td>
					<Td className="min-w-56 font-sans text-muted">{check}</Td>
				</tr>
			))}
		</tbody>
	</Table>
);
