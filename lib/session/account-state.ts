import { type FormState, untouched } from "@/lib/kernel/form-state";

/** What setting up a second factor tells its form: what is shown this once. */
export type SecondFactorState = FormState & {
	/** The address that an authenticator app reads, and the key in it for typing. */
	setUp: { uri: string; key: string } | null;
	backupCodes: readonly string[];
};

export const noSecondFactor: SecondFactorState = { ...untouched, setUp: null, backupCodes: [] };
