/** Bundles a program of `host/` into one file. In: the entry and the file to write, absolute. */
export function bundle(entry: string, file: string): Promise<void>;
export function bundleHost(): Promise<void>;
export const hostProgram: string;
