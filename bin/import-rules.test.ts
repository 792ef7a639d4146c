import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import rules from "../.dependency-cruiser.mjs";
import { CHECKOUT, npmProgram } from "./lib/paths.mjs";

/** A small house in which each rule is broken once, and its neighbour kept. */
const HOUSE: Record<string, string> = {
	"lib/core/value.ts": "export const value = 1;",
	"lib/core/schema.ts":
		'import { z } from "zod"; import { value } from "./value"; export const s = z.literal(value);',
	"lib/core/clock.ts":
		'import { performance } from "node:perf_hooks"; export const now = () => performance.now();',
	"lib/core/framework.ts": 'import { cache } from "react"; export const c = cache;',
	"lib/kernel/db.ts": 'import { PrismaClient } from "@prisma/client"; export const db = new PrismaClient();',
	"lib/kernel/errors.ts": "export class KnownError extends Error {}",
	"lib/domains/data.ts": 'import { db } from "@/lib/kernel/db"; export const read = () => db;',
	"lib/domains/loaders.ts": 'import { read } from "./data"; export const load = () => read();',
	"lib/domains/actions.ts": 'import { db } from "@/lib/kernel/db"; export const act = () => db;',
	"lib/domains/query.ts": 'import { Prisma } from "@prisma/client"; export const p = Prisma;',
	"lib/domains/screen.ts": 'import { Table } from "@/components/domains/table"; export const t = Table;',
	"lib/domains/shell.ts": 'import { spawn } from "node:child_process"; export const s = spawn;',
	"lib/domains/types.ts": 'import type { Deployment } from "@/host/deploy"; export type D = Deployment;',
	"lib/hosts/connection-ssh.ts": 'import { spawn } from "node:child_process"; export const s = spawn;',
	"components/domains/table.tsx":
		'import { load } from "@/lib/domains/loaders"; export const Table = () => load();',
	"components/domains/query.tsx":
		'import { read } from "@/lib/domains/data"; export const Query = () => read();',
	"components/domains/route.tsx": 'import Page from "@/app/page"; export const r = Page;',
	"app/page.tsx": 'import { Table } from "@/components/domains/table"; export default Table;',
	"host/deploy.ts":
		'import fs from "node:fs"; import { spawn } from "node:child_process"; import { value } from "@/lib/core/value"; export type Deployment = 1; export const d = [fs, spawn, value];',
	"host/web.ts": 'import { KnownError } from "@/lib/kernel/errors"; export const e = KnownError;',
	"host/package.ts": 'import { pino } from "pino"; export const log = pino();',
	"host/ring-one.ts": 'import { two } from "./ring-two"; export const one = () => two;',
	"host/ring-two.ts": 'import { one } from "./ring-one"; export const two = () => one;',
	"host/lost.ts": 'import { gone } from "./gone"; export const g = gone;',
	"host/borrowed.ts": 'import { help } from "./deploy.test"; export const h = help;',
	"host/deploy.test.ts": "export const help = 1;",
	"host/accident.ts": 'import esbuild from "esbuild"; export const e = esbuild;',
};

/** Which file breaks which rule; no other file breaks any. Of a ring only its first file is named. */
const BROKEN = [
	"core-is-pure | lib/core/clock.ts",
	"core-is-pure | lib/core/framework.ts",
	"prisma-in-data-only | lib/domains/actions.ts",
	"prisma-in-data-only | lib/domains/query.ts",
	"lib-below-components | lib/domains/screen.ts",
	"processes-in-few-places | lib/domains/shell.ts",
	"web-never-imports-host | lib/domains/types.ts",
	"screens-never-touch-data | components/domains/query.tsx",
	"components-below-app | components/domains/route.tsx",
	"host-imports-core-and-node-only | host/web.ts",
	"host-imports-core-and-node-only | host/package.ts",
	"host-imports-core-and-node-only | host/accident.ts",
	"no-circular | host/ring-one.ts",
	"resolvable | host/lost.ts",
	"host-imports-core-and-node-only | host/lost.ts",
	"nothing-imports-tests | host/borrowed.ts",
	"declared-packages-only | host/accident.ts",
];

let house: string;
beforeAll(() => {
	house = mkdtempSync(path.join(tmpdir(), "listkeeper-house-"));
	for (const [file, text] of Object.entries(HOUSE)) {
		mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
		writeFileSync(path.join(house, file), text);
	}
	copyFileSync(path.join(CHECKOUT, "tsconfig.json"), path.join(house, "tsconfig.json"));
	writeFileSync(
		path.join(house, "package.json"),
		JSON.stringify({ dependencies: { zod: "*", react: "*", pino: "*", "@prisma/client": "*" } }),
	);
	symlinkSync(path.join(CHECKOUT, "node_modules"), path.join(house, "node_modules"));
});
afterAll(() => rmSync(house, { recursive: true }));

describe("the import rules", () => {
	it("each fire where they are broken, and nowhere else", () => {
		const { stdout, stderr } = spawnSync(
			npmProgram("depcruise"),
			[
				...["--config", path.join(CHECKOUT, ".dependency-cruiser.mjs"), "--output-type", "json"],
				...["app", "components", "lib", "host"],
			],
			{ cwd: house, encoding: "utf8" },
		);
		expect(stderr).toBe("");
		const { summary } = JSON.parse(stdout) as {
			summary: { violations: { from: string; rule: { name: string } }[] };
		};
		const fired = summary.violations.map(({ rule, from }) => `${rule.name} | ${from}`);
		expect([...new Set(fired)].sort()).toEqual([...BROKEN].sort());
	});

	it("are all tried here, and each says why", () => {
		const tried = new Set(BROKEN.map((line) => line.split(" | ")[0]));
		for (const rule of rules.forbidden ?? []) {
			expect(tried).toContain(rule.name);
			expect(rule.comment?.length).toBeGreaterThan(40);
		}
	});
});
