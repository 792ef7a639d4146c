import "server-only";
import pino from "pino";
import { env } from "./env";

/** The program's log, JSON lines on standard output. Never a secret, never a message's body. */
export const log = pino({ level: env.logLevel, base: null });
