/** The seven steps of a deployment, in order. Apart from the protocol's schemas, so that a browser needs no zod to name them. */
export const STEPS = ["lock", "stage", "check", "swap", "reload", "observe", "commit"] as const;
export type Step = (typeof STEPS)[number];
