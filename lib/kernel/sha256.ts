import "server-only";
import { createHash } from "node:crypto";
import type { Sha256 } from "@/lib/core/release/types";

/** The hash that names releases; the host's program computes the same. */
export const sha256: Sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
