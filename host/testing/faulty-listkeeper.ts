import fs from "node:fs";
import { exit } from "../exit";
import { main } from "../main";
import { openHost } from "../open";
import { realSystem } from "../real-system";
import { type Fault, faultySystem } from "./faulty-system";

/** The program in a world where chosen effects go wrong. Only tests have it: what ships has no switch for faults. */
const faults: Fault[] = JSON.parse(process.env.LISTKEEPER_TEST_FAULTS ?? "[]");
const trace = process.env.LISTKEEPER_TEST_TRACE;
const labels: string[] = [];
const note = (label: string) => {
	if (trace) labels.push(label);
};

const status = await main(process.argv.slice(2), (root, emit) =>
	openHost(root, emit, (account) =>
		faultySystem(realSystem(account, process.env.LISTKEEPER_TEST_PROGRAM), faults, note),
	),
);
if (trace) fs.writeFileSync(trace, labels.map((label) => `${label}\n`).join(""));
await exit(status);
