import { diagnosisOf, HostFailure } from "../errors";

/** Ends the making of a rehearsal host with words for it. */
export function refuse(code: string, sentence: string, remedy: string): never {
	throw new HostFailure("environment", diagnosisOf(code, sentence, remedy));
}
