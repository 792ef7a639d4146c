import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { MEASURED_RECEIVERS } from "@/lib/core/planner/receivers";
import { membersOf } from "./members";
import { CASES, planOf } from "./planner-cases";
import { plannedCells } from "./planner-table";

const PAGE = fs.readFileSync(path.resolve(import.meta.dirname, "../../docs/delivery-planner.md"), "utf8");
const ROWS = [...PAGE.matchAll(/^\| (\d[\d,]* \| (?:nobody|Mailman|Exim) \| .*) \|$/gm)].map(([, row = ""]) =>
	row.split(" | "),
);

it("the guide's table plans what the planner plans today, case by case", () => {
	const version = Number(/^Exim (\d+\.\d+)/m.exec(PAGE)?.[1]);
	// As Debian's builds answer `-bP remote_max_parallel`.
	const parallel = version >= 4.98 ? 4 : 2;
	expect(
		ROWS.map((cells) => ({
			about: cells.slice(0, 3),
			planned: cells.slice(3, 7).map((cell) => /\((.*)\)/.exec(cell)?.[1]),
		})),
	).toEqual(
		CASES.map((one) => plannedCells(one, planOf(one, membersOf(MEASURED_RECEIVERS, one.members), parallel))),
	);
});

it("the guide's table is nowhere off by more than 5 %", () => {
	const off = ROWS.map((cells) => Number.parseFloat(cells[7] ?? ""));
	expect(off).toHaveLength(CASES.length);
	expect(Math.max(...off)).toBeLessThanOrEqual(5);
});
